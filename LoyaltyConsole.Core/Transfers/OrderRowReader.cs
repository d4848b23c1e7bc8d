using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Turns rows of a file into <see cref="ImportRow"/>s: values read, customers named, rows of one order brought together.</summary>
internal sealed class OrderRowReader(
    ColumnMapping mapping, ImportOptions options, DateFormat dateFormat, ProgrammeSettings settings) : ImportRowReader(mapping)
{
    private readonly Dictionary<(string OrderRef, OrderType? Type), int> _documents = [];
    private readonly Dictionary<string, string?> _referenceByEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _alike = new(StringComparer.Ordinal);
    private readonly int? _orderRef = mapping[OrderFields.OrderRef];
    private readonly int? _customerRef = mapping[OrderFields.CustomerRef];
    private readonly int? _email = mapping[OrderFields.Email];
    private readonly int? _phone = mapping[OrderFields.Phone];
    private readonly int? _name = mapping[OrderFields.Name];
    private readonly int? _placedAt = mapping[OrderFields.PlacedAt];
    private readonly int? _type = mapping[OrderFields.Type];
    private readonly int? _original = mapping[OrderFields.OriginalOrderRef];
    private readonly int? _sku = mapping[OrderFields.Sku];
    private readonly int? _itemName = mapping[OrderFields.ItemName];
    private readonly int? _category = mapping[OrderFields.Category];
    private readonly int? _quantity = mapping[OrderFields.Quantity];
    private readonly int? _unitPrice = mapping[OrderFields.UnitPrice];
    private readonly int? _total = mapping[OrderFields.Total];
    private readonly int? _currency = mapping[OrderFields.Currency];
    private int _orders;

    public ImportRow Read(CsvRecord row)
    {
        if (IsFlawed(row, out var flaw))
        {
            return new ImportRow { Line = row.Line, Reason = flaw.Reason, ReasonDetail = flaw.Detail, Cells = Cells(row) };
        }

        var customerRef = Id(row, _customerRef, Customer.ShortLength);
        var email = Text(row, _email, Customer.ShortLength);
        var phone = Text(row, _phone, Customer.ShortLength);
        var customer = CustomerKey(customerRef, email, phone);
        var placedAt = Date(row);
        var type = Type(row);
        var price = Amount(row, _unitPrice);
        var quantity = _quantity is null ? 1m : Amount(row, _quantity) ?? (price is null ? 0m : Missing(_quantity));
        var total = Amount(row, _total);
        var amount = price is { } unit ? quantity * unit : _total is null && Problem is null ? Missing(_unitPrice) : 0m;
        if (Math.Abs(amount) > 900_000_000_000m || Math.Abs(total ?? 0m) > 900_000_000_000m)
        {
            Problem ??= new ImportProblem(ImportReason.OutOfRange, Column(_unitPrice ?? _total), null);
            (amount, total, quantity, price) = (0m, null, 0m, 0m);
        }

        var sku = Text(row, _sku, 200);
        var item = Text(row, _itemName, 1_000);
        var category = Text(row, _category, 500);
        var name = Text(row, _name, Customer.NameLength);
        var original = Id(row, _original, 320);
        var currency = Currency(row);
        var (quantityKept, priceKept) = (Money.Of(quantity, "").TenThousandths, Money.Of(price ?? 0m, "").TenThousandths);
        var orderRef = options.EachRowIsAnOrder
            ? OwnReference(customer, placedAt, total ?? amount)
            : Required(row, _orderRef);
        type ??= orderRef is not null && options.CreditNotePrefix is { Length: > 0 } prefix
            && orderRef.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? OrderType.CreditNote : null;

        // Everything is read by now: a problem found later would come too late for the row.
        return new ImportRow
        {
            Document = orderRef is null ? 0 : DocumentOf(orderRef, type),
            Line = row.Line,
            Reason = Problem?.Reason,
            ReasonDetail = Problem?.Detail,
            OrderRef = orderRef,
            CustomerKey = customer,
            Email = email,
            Phone = phone,
            Name = name,
            PlacedAt = placedAt,
            Type = type,
            OriginalOrderRef = original,
            Sku = sku,
            ItemName = item,
            Category = category,
            Quantity = quantityKept,
            UnitPrice = priceKept,
            Amount = Money.Of(amount, "").TenThousandths,
            Total = total is { } stated ? Money.Of(stated, "").TenThousandths : null,
            Currency = currency,
            Hash = OrderPosting.HashOf(sku, item, category, quantityKept, priceKept),
            Cells = Cells(row),
        };
    }

    private string? CustomerKey(string? reference, string? email, string? phone)
    {
        if (email is not null)
        {
            return ByEmail(reference, SearchKeys.Fold(email));
        }

        return reference is not null ? "r:" + reference
            : SearchKeys.Digits(phone, settings.CallingCode) is { Length: > 0 } digits ? "p:" + digits
            : null;
    }

    // A row without a reference belongs to the one that an earlier row gave with the same e-mail address, so that the
    // rehearsal foretells what the commit finds. Two references with one address leave it to the match to say so.
    private string ByEmail(string? reference, string email)
    {
        if (reference is null)
        {
            return _referenceByEmail.GetValueOrDefault(email) ?? "e:" + email;
        }

        var key = "r:" + reference;
        if (_customerRef is not null && !_referenceByEmail.TryAdd(email, key)
            && !string.Equals(_referenceByEmail[email], key, StringComparison.Ordinal))
        {
            _referenceByEmail[email] = null;
        }

        return key;
    }

    private string? OwnReference(string? customer, Instant? placedAt, decimal amount)
    {
        if (customer is null || placedAt is not { } at)
        {
            return null;
        }

        var alike = string.Create(
            CultureInfo.InvariantCulture, $"{customer[2..]}-{settings.Time.Local(at):yyyyMMdd'T'HHmmss}-{amount:0.00##}");
        _alike[alike] = _alike.GetValueOrDefault(alike) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{alike}-{_alike[alike]}");
    }

    private int DocumentOf(string orderRef, OrderType? type)
    {
        if (!_documents.TryGetValue((orderRef, type), out var number))
        {
            _documents[(orderRef, type)] = number = ++_orders;
        }

        return number;
    }

    // A later row of an order may leave out what the first has said; the order is checked when it is whole.
    private Instant? Date(CsvRecord row)
    {
        if (_placedAt is not { } column)
        {
            return null;
        }

        var fault = DateFormats.Read(row[column], dateFormat, out var moment);
        if (fault is CellFault.None)
        {
            return settings.Time.At(moment.Local) is var local && moment.Offset is null ? local : moment.In(settings.Time.Zone);
        }

        Fault(row, column, fault);
        return null;
    }

    private OrderType? Type(CsvRecord row)
    {
        if (_type is not { } column || row[column].IsWhiteSpace())
        {
            return null;
        }

        switch (row[column].Trim().ToString().ToUpperInvariant())
        {
            case "ORDER" or "AUFTRAG" or "BESTELLUNG" or "SALE": return OrderType.Order;
            case "CREDIT_NOTE" or "CREDIT NOTE" or "CREDITNOTE" or "GUTSCHRIFT" or "REFUND": return OrderType.CreditNote;
            default:
                Problem ??= new ImportProblem(ImportReason.UnknownType, Column(column), Shown(row, column));
                return null;
        }
    }

    private string? Currency(CsvRecord row)
    {
        var currency = Text(row, _currency, 20);
        if (currency is null)
        {
            return null;
        }

        if (currency.Length != 3 || !currency.All(char.IsAsciiLetter))
        {
            Problem ??= new ImportProblem(ImportReason.NoCurrency, Column(_currency), currency);
            return null;
        }

        return currency.ToUpperInvariant();
    }

    private decimal Missing(int? column)
    {
        Problem ??= new ImportProblem(ImportReason.CellEmpty, Column(column), null);
        return 0m;
    }

    private string? Required(CsvRecord row, int? column)
    {
        var id = Id(row, column, 320);
        if (id is null)
        {
            Missing(column);
        }

        return id;
    }
}
