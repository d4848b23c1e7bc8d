using System.ComponentModel.DataAnnotations;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Orders;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>Orders as a shop sends them.</summary>
internal static class OrderCalls
{
    // What fits into the ledger's fixed point with room for a thousand positions.
    private const decimal MostQuantity = 1_000_000;
    private const decimal MostPrice = 10_000_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/orders", RecordAsync).Needs(IntegrationScopes.Orders)
            .Takes<OrderBody>().Answers<OrderAnswer>(StatusCodes.Status201Created)
            .Means(
                "Record an order",
                "It earns what the campaigns in force at placedAt pay. The customer is named by customerId, customerRefId or email, the first of them that is sent. The same order again answers the first result; another order of that refId is refused. An order whose customer is not known is listed for a person to assign, and answers 404.");
        api.MapPost("/orders/{refId}/credit-notes", TakeBackAsync).Needs(IntegrationScopes.Orders)
            .Takes<CreditNoteBody>().Answers<CreditNoteAnswer>(StatusCodes.Status201Created)
            .Means(
                "Record a credit note",
                "It takes back what the order earned, for the positions or for the amount of its goods, and gives back what was spent on the order. The same credit note again answers the first result. One whose order is not known is listed for a person to assign, and answers 404.");
    }

    private static Task RecordAsync(HttpContext http, OrderBook orders, CustomerEnquiries enquiries, UnmatchedOrders unmatched)
    {
        var call = ApiCall.Of(http);
        OrderBody? sent = null;
        return call.OnceAsync(
            ApiJson.Spelt.OrderBody,
            async body =>
            {
                if (Flaw(body) is { } flaw)
                {
                    return flaw;
                }

                sent = body;

                if (!(await CustomerNaming.FindAsync(call, enquiries, body.CustomerId, body.CustomerRefId, body.Email)).Succeeded(out var customer, out var refusal))
                {
                    return refusal;
                }

                return await orders.RecordAsync(OrderOf(body, customer, call.Caller.Name), call.Actor);
            },
            receipt => ApiJson.Answer(StatusCodes.Status201Created, OrderAnswer.Of(receipt)),

            // Whoever is not known here is looked for by a person, instead of being guessed at.
            async refusal =>
            {
                if (CustomerNaming.IsUnmatched(refusal) && sent is not null)
                {
                    var sought = CustomerNaming.SoughtBy(sent.CustomerId, sent.CustomerRefId, sent.Email);
                    (await unmatched.KeepAsync(OrderOf(sent, default, call.Caller.Name), sought, call.Actor)).OrThrow();
                }
            });
    }

    private static Task TakeBackAsync(HttpContext http, OrderBook orders, UnmatchedOrders unmatched, string refId)
    {
        var call = ApiCall.Of(http);
        NewCreditNote? sent = null;
        return call.OnceAsync(
            ApiJson.Spelt.CreditNoteBody,
            body =>
            {
                if (Flaw(body) is { } flaw)
                {
                    return Task.FromResult<Result<OrderReceipt>>(flaw);
                }

                sent = new NewCreditNote(Customer: null, call.Caller.Name, body.RefId!.Trim(), body.PlacedAt!.Value, body.Amount, refId)
                {
                    Positions = [.. (body.Positions ?? []).Select(position => new ReturnedPosition(position!.Sku!.Trim(), position.Quantity!.Value))],
                    TerminalId = body.TerminalId,
                };
                return orders.RecordCreditNoteAsync(sent, call.Actor);
            },
            receipt => ApiJson.Answer(StatusCodes.Status201Created, CreditNoteAnswer.Of(receipt)),
            async refusal =>
            {
                if (refusal is OriginalOrderNotFound && sent is not null)
                {
                    (await unmatched.KeepAsync(sent, call.Actor)).OrThrow();
                }
            });
    }

    private static Refusal? Flaw(CreditNoteBody body)
    {
        var check = new BodyCheck();
        check.Needed("refId", body.RefId, Order.RefLength);
        check.Sensible("placedAt", check.Needed("placedAt", body.PlacedAt));
        check.Text("terminalId", body.TerminalId, Order.TerminalLength);
        var positions = body.Positions ?? [];
        switch (positions.Count, body.Amount)
        {
            case (0, null): check.Refuse(new OneOfMissing("positions, amount")); break;
            case ( > 0, not null): check.Refuse(new OneOfOnly("positions, amount")); break;
            case (0, { } amount): check.Between("amount", amount, 0.0001m, MostPrice); break;
            case ( > ApiSettings.MostPositions, _): check.Refuse(new TooManyItems("positions", ApiSettings.MostPositions)); break;
            default: break;
        }

        for (var index = 0; index < positions.Count; index++)
        {
            if (positions[index] is not { } position)
            {
                check.Refuse(new FieldNotValid($"positions[{index}]"));
                continue;
            }

            check.Needed($"positions[{index}].sku", position.Sku, OrderPosition.CodeLength);
            check.Between($"positions[{index}].quantity", check.Needed($"positions[{index}].quantity", position.Quantity), 0.0001m, MostQuantity);
        }

        return check.Found(out var flaw) ? flaw : null;
    }

    private static Refusal? Flaw(OrderBody body)
    {
        var check = new BodyCheck();
        check.Needed("refId", body.RefId, Order.RefLength);
        check.Sensible("placedAt", check.Needed("placedAt", body.PlacedAt));
        check.Text("salutation", body.Salutation, Customer.PartLength);
        check.Text("terminalId", body.TerminalId, Order.TerminalLength);
        CheckCurrency(check, body.Currency);
        CheckAddress(check, "billingAddress", body.BillingAddress);
        CheckAddress(check, "deliveryAddress", body.DeliveryAddress);
        check.Between("shipping", body.Shipping ?? 0, 0, MostPrice);
        if (body.Positions is not { Count: > 0 } positions)
        {
            check.Refuse(new FieldMissing("positions"));
        }
        else if (positions.Count > ApiSettings.MostPositions)
        {
            check.Refuse(new TooManyItems("positions", ApiSettings.MostPositions));
        }
        else
        {
            CheckPositions(check, positions);
        }

        return check.Found(out var flaw) ? flaw : null;
    }

    private static void CheckPositions(BodyCheck check, IReadOnlyList<PositionBody?> positions)
    {
        var goods = 0m;
        for (var index = 0; index < positions.Count; index++)
        {
            if (positions[index] is not { } position)
            {
                check.Refuse(new FieldNotValid($"positions[{index}]"));
                continue;
            }

            check.Text($"positions[{index}].sku", position.Sku, OrderPosition.CodeLength);
            check.Text($"positions[{index}].variant", position.Variant, OrderPosition.CodeLength);
            check.Text($"positions[{index}].name", position.Name, OrderPosition.NameLength);
            check.Text($"positions[{index}].category", position.Category, OrderPosition.CategoryLength);
            var quantity = check.Between($"positions[{index}].quantity", check.Needed($"positions[{index}].quantity", position.Quantity), 0.0001m, MostQuantity);

            // A discount is a position below zero.
            var price = check.Between($"positions[{index}].unitPrice", check.Needed($"positions[{index}].unitPrice", position.UnitPrice), -MostPrice, MostPrice);
            goods = check.Found(out _) ? goods : goods + (quantity * price);
        }

        check.Between("positions", goods, 0, 1_000 * MostPrice);
    }

    private static void CheckCurrency(BodyCheck check, string? currency)
    {
        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
        {
            check.Refuse(new FieldNotValid("currency"));
        }
    }

    private static void CheckAddress(BodyCheck check, string field, AddressBody? address)
    {
        if (address is null)
        {
            return;
        }

        check.Text($"{field}.name", address.Name, Address.PartLength);
        check.Text($"{field}.company", address.Company, Address.PartLength);
        check.Text($"{field}.street", address.Street, Address.PartLength);
        check.Text($"{field}.postalCode", address.PostalCode, Address.PartLength);
        check.Text($"{field}.city", address.City, Address.PartLength);
        check.Text($"{field}.country", address.Country, Address.PartLength);
    }

    private static NewOrder OrderOf(OrderBody body, CustomerId customer, string integration) => new(
        customer, integration, body.RefId!.Trim(), body.PlacedAt!.Value,
        [
            .. body.Positions!.Select(position => new NewPosition(
                position!.Sku, position.Name, position.Quantity!.Value, position.UnitPrice!.Value, position.Category, position.Variant)),
        ])
    {
        Currency = body.Currency,
        Salutation = body.Salutation,
        Billing = AddressOf(body.BillingAddress),
        Delivery = AddressOf(body.DeliveryAddress),
        Shipping = body.Shipping ?? 0,
        TerminalId = body.TerminalId,
    };

    private static Address AddressOf(AddressBody? address) => address is null
        ? Address.None
        : new Address(address.Name, address.Company, address.Street, address.PostalCode, address.City, address.Country);
}

/// <summary>An order.</summary>
internal sealed record OrderBody
{
    [Required]
    public string? RefId { get; init; }

    public long? CustomerId { get; init; }

    public string? CustomerRefId { get; init; }

    public string? Email { get; init; }

    [Required]
    public Instant? PlacedAt { get; init; }

    public string? Currency { get; init; }

    public string? Salutation { get; init; }

    public AddressBody? BillingAddress { get; init; }

    public AddressBody? DeliveryAddress { get; init; }

    [Required]
    public IReadOnlyList<PositionBody?>? Positions { get; init; }

    public decimal? Shipping { get; init; }

    public string? TerminalId { get; init; }
}

/// <summary>A postal address; every part may be missing.</summary>
internal sealed record AddressBody
{
    public string? Name { get; init; }

    public string? Company { get; init; }

    public string? Street { get; init; }

    public string? PostalCode { get; init; }

    public string? City { get; init; }

    public string? Country { get; init; }
}

/// <summary>A line of an order.</summary>
internal sealed record PositionBody
{
    public string? Sku { get; init; }

    public string? Variant { get; init; }

    public string? Name { get; init; }

    public string? Category { get; init; }

    [Required]
    public decimal? Quantity { get; init; }

    [Required]
    public decimal? UnitPrice { get; init; }
}

/// <summary>A credit note for positions of an order, or for an amount of its goods.</summary>
internal sealed record CreditNoteBody
{
    [Required]
    public string? RefId { get; init; }

    [Required]
    public Instant? PlacedAt { get; init; }

    public IReadOnlyList<ReturnedBody?>? Positions { get; init; }

    public decimal? Amount { get; init; }

    public string? TerminalId { get; init; }
}

/// <summary>How many of an article came back.</summary>
internal sealed record ReturnedBody
{
    [Required]
    public string? Sku { get; init; }

    [Required]
    public decimal? Quantity { get; init; }
}

/// <summary>What an order earned.</summary>
internal sealed record OrderAnswer(long Id, EarnedAnswer Points)
{
    public static OrderAnswer Of(OrderReceipt receipt)
    {
        var points = receipt.BySource;
        return new OrderAnswer(
            receipt.Id.Value,
            new EarnedAnswer(points.Order.Value, points.Revenue.Value, points.Category.Value, points.Item.Value, points.Total.Value));
    }
}

/// <summary>Points by what they were earned for.</summary>
internal sealed record EarnedAnswer(decimal Order, decimal Revenue, decimal Category, decimal Item, decimal Total);

/// <summary>What a credit note took back, what the customer owes afterwards, and what was given back of the points spent on the order.</summary>
internal sealed record CreditNoteAnswer(long Id, decimal PointsTakenBack, decimal Debt, decimal RedeemedPointsReturned)
{
    public static CreditNoteAnswer Of(OrderReceipt receipt) => new(
        receipt.Id.Value, -receipt.Points.Value, receipt.Account.Debt.Value, receipt.RedeemedPointsReturned.Value);
}
