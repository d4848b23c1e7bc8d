using System.Globalization;
using System.Text.Json.Serialization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>Customers: registering, finding, editing, and what their points account tells.</summary>
internal static class CustomerCalls
{
    private const int MostEntries = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/customers", RegisterAsync).Needs(IntegrationScopes.WriteCustomers)
            .Takes<CustomerBody>().Answers<CustomerAnswer>(StatusCodes.Status201Created).Answers<CustomerAnswer>(StatusCodes.Status200OK)
            .Means("Register a customer", "The same refId again changes nothing and answers 200 with the customer.");
        api.MapGet("/customers", FindAsync).Needs(IntegrationScopes.ReadCustomers)
            .Answers<CustomerAnswer>(StatusCodes.Status200OK)
            .Means("Find a customer", "By exactly one of refId, email, phone and orderRef; references are those of the calling integration.");
        api.MapGet("/customers/{id:long}", OpenAsync).Needs(IntegrationScopes.ReadCustomers)
            .Answers<CustomerAnswer>(StatusCodes.Status200OK)
            .Means("Read a profile", "A deleted customer answers 410.");
        api.MapPatch("/customers/{id:long}", EditAsync).Needs(IntegrationScopes.WriteCustomers)
            .Takes<ProfileBody>().Answers<CustomerAnswer>(StatusCodes.Status200OK)
            .Means("Edit a profile", "What is not sent stays as it is; null takes a value away.");
        api.MapGet("/customers/{id:long}/balance", BalanceAsync).Needs(IntegrationScopes.ReadCustomers)
            .Answers<BalanceAnswer>(StatusCodes.Status200OK)
            .Means("Read the balance", "As of now, or of the instant at. Of a deactivated customer nothing is told: 409 customer_inactive.");
        api.MapGet("/customers/{id:long}/ledger", LedgerAsync).Needs(IntegrationScopes.ReadCustomers)
            .Answers<EntryAnswer[]>(StatusCodes.Status200OK)
            .Means(
                "Read the points history",
                $"The newest entry first; limit entries, 50 by default and at most {MostEntries}. Go on with after = the last entry's id; the header Link names that address.");
    }

    private static Task RegisterAsync(HttpContext http, CustomerBook customers)
    {
        var call = ApiCall.Of(http);
        return call.OnceAsync(
            ApiJson.Spelt.CustomerBody,
            body =>
            {
                var check = new BodyCheck();
                var registration = new Registration(call.CommandKey, call.Caller.Name)
                {
                    RefId = check.Text("refId", body.RefId, Customer.ShortLength),
                    FirstName = check.Text("firstName", body.FirstName, Customer.PartLength),
                    LastName = check.Text("lastName", body.LastName, Customer.PartLength),
                    Email = check.Text("email", body.Email, Customer.ShortLength),
                    Phone = check.Text("phone", body.Phone, Customer.ShortLength),
                    Birthday = body.Birthday,
                    NameDay = body.NameDay,
                    Salutation = check.Text("salutation", body.Salutation, Customer.PartLength),
                    Company = check.Text("company", body.Company, Customer.PartLength),
                    Group = check.Text("group", body.Group, Customer.PartLength),
                    Language = check.Text("language", body.Language, Customer.PartLength),
                    IsRegistered = body.Registered ?? false,
                };
                return check.Found(out var flaw) ? Task.FromResult<Result<Registered>>(flaw) : customers.RegisterAsync(registration, call.Actor);
            },
            registered => ApiJson.Answer(
                registered.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, CustomerAnswer.Of(registered.Card)));
    }

    private static async Task FindAsync(
        HttpContext http, CustomerEnquiries enquiries, string? refId = null, string? email = null, string? phone = null, string? orderRef = null)
    {
        var call = ApiCall.Of(http);
        (CustomerMark Mark, string? Value)[] marks =
            [(CustomerMark.RefId, refId), (CustomerMark.Email, email), (CustomerMark.Phone, phone), (CustomerMark.OrderRef, orderRef)];
        var given = marks.Where(mark => !string.IsNullOrWhiteSpace(mark.Value)).ToList();
        const string Fields = "refId, email, phone, orderRef";
        if (given.Count != 1)
        {
            await call.AnswerAsync<Done>(given.Count == 0 ? new OneOfMissing(Fields) : new OneOfOnly(Fields), _ => throw new InvalidOperationException());
            return;
        }

        var found = await enquiries.FindAsync(given[0].Mark, given[0].Value!.Trim(), call.Actor, call.HungUp);
        await call.AnswerAsync(
            found.Succeeded(out var id, out var refusal) ? await enquiries.OpenAsync(id, call.Actor, call.HungUp) : refusal, Profile);
    }

    private static async Task OpenAsync(HttpContext http, CustomerEnquiries enquiries, long id)
    {
        var call = ApiCall.Of(http);
        await call.AnswerAsync(await enquiries.OpenAsync(new CustomerId(id), call.Actor, call.HungUp), Profile);
    }

    private static Task EditAsync(HttpContext http, CustomerBook customers, long id)
    {
        var call = ApiCall.Of(http);
        return call.WithBodyAsync(
            ApiJson.Spelt.ProfileBody,
            body =>
            {
                var check = new BodyCheck();
                var edit = body.ToEdit(check);
                return check.Found(out var flaw)
                    ? Task.FromResult<Result<CustomerCard>>(flaw)
                    : customers.EditAsync(new CustomerId(id), edit, call.Actor);
            },
            Profile);
    }

    private static async Task BalanceAsync(HttpContext http, CustomerEnquiries enquiries, long id, string? at = null)
    {
        var call = ApiCall.Of(http);
        var check = new BodyCheck();
        var instant = check.Sensible("at", InstantText.TryRead(at));
        if (at is not null && instant is null)
        {
            check.Refuse(new FieldNotValid("at"));
        }

        await call.AnswerAsync(
            check.Found(out var flaw) ? flaw : await enquiries.BalanceAsync(new CustomerId(id), instant, call.Actor, call.HungUp),
            figures => ApiJson.Answer(StatusCodes.Status200OK, BalanceAnswer.Of(figures)));
    }

    private static async Task LedgerAsync(HttpContext http, CustomerEnquiries enquiries, long id, string? after = null, string? limit = null)
    {
        var call = ApiCall.Of(http);
        var check = new BodyCheck();
        var last = Whole(check, "after", after, long.MaxValue);
        var most = (int)(Whole(check, "limit", limit, MostEntries) ?? 50);
        var read = check.Found(out var flaw)
            ? flaw
            : await enquiries.HistoryAsync(new CustomerId(id), last is { } entry ? new LedgerEntryId(entry) : null, most, call.Actor, call.HungUp);
        if (read.Succeeded(out var rows, out _) && rows.Count == most)
        {
            http.Response.Headers.Link = string.Create(
                CultureInfo.InvariantCulture, $"<{http.Request.Path}?after={rows[^1].Id}&limit={most}>; rel=\"next\"");
        }

        await call.AnswerAsync(read, entries => ApiJson.Answer(StatusCodes.Status200OK, entries.Select(EntryAnswer.Of).ToArray()));
    }

    private static CallAnswer Profile(CustomerCard card) => ApiJson.Answer(StatusCodes.Status200OK, CustomerAnswer.Of(card));

    private static long? Whole(BodyCheck check, string field, string? text, long most)
    {
        if (text is null)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            check.Refuse(new FieldNotValid(field));
        }

        check.Between(field, number, 1, most);
        return number;
    }
}

/// <summary>A customer to register.</summary>
internal sealed record CustomerBody
{
    public string? RefId { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public LocalDate? Birthday { get; init; }

    public AnnualDate? NameDay { get; init; }

    public string? Salutation { get; init; }

    public string? Company { get; init; }

    public bool? Registered { get; init; }

    public string? Group { get; init; }

    public string? Language { get; init; }
}

/// <summary>What of a profile changes. A setter runs only for what was sent, which tells null from nothing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class ProfileBody
{
    private Given<string?> _firstName;
    private Given<string?> _lastName;
    private Given<string?> _email;
    private Given<string?> _phone;
    private Given<LocalDate?> _birthday;
    private Given<AnnualDate?> _nameDay;
    private Given<string?> _salutation;
    private Given<string?> _company;
    private Given<bool?> _registered;
    private Given<string?> _group;
    private Given<string?> _language;

    public string? FirstName { get => _firstName.Value; set => _firstName = value; }

    public string? LastName { get => _lastName.Value; set => _lastName = value; }

    public string? Email { get => _email.Value; set => _email = value; }

    public string? Phone { get => _phone.Value; set => _phone = value; }

    public LocalDate? Birthday { get => _birthday.Value; set => _birthday = value; }

    public AnnualDate? NameDay { get => _nameDay.Value; set => _nameDay = value; }

    public string? Salutation { get => _salutation.Value; set => _salutation = value; }

    public string? Company { get => _company.Value; set => _company = value; }

    public bool? Registered { get => _registered.Value; set => _registered = value; }

    public string? Group { get => _group.Value; set => _group = value; }

    public string? Language { get => _language.Value; set => _language = value; }

    public ProfileEdit ToEdit(BodyCheck check)
    {
        check.Text("firstName", FirstName, Customer.PartLength);
        check.Text("lastName", LastName, Customer.PartLength);
        check.Text("email", Email, Customer.ShortLength);
        check.Text("phone", Phone, Customer.ShortLength);
        check.Text("salutation", Salutation, Customer.PartLength);
        check.Text("company", Company, Customer.PartLength);
        check.Text("group", Group, Customer.PartLength);
        check.Text("language", Language, Customer.PartLength);
        if (_registered is { Is: true, Value: null })
        {
            check.Refuse(new FieldNotValid("registered"));
        }

        return new ProfileEdit
        {
            FirstName = _firstName,
            LastName = _lastName,
            Email = _email,
            Phone = _phone,
            Birthday = _birthday,
            NameDay = _nameDay,
            Salutation = _salutation,
            Company = _company,
            Group = _group,
            Language = _language,
            IsRegistered = _registered.Is ? _registered.Value ?? false : default(Given<bool>),
        };
    }
}

/// <summary>A customer's profile.</summary>
internal sealed record CustomerAnswer(
    long Id, string? RefId, string Integration, string? Name, string? FirstName, string? LastName, string? Email, string? Phone,
    LocalDate? Birthday, AnnualDate? NameDay, string? Salutation, string? Company, string? Gender, string? Group, bool Registered,
    string Status, bool Locked, string Tier, string ReferralCode, Instant EnrolledAt, Instant ModifiedAt, Instant? LeftAt, string? Language)
{
    public static CustomerAnswer Of(CustomerCard card)
    {
        var customer = card.Customer;
        var (first, last) = customer.NameParts;
        return new CustomerAnswer(
            customer.Id.Value, customer.RefId, card.Integration, customer.Name, first, last, customer.Email, customer.Phone,
            customer.Birthday, customer.NameDay, customer.Salutation, customer.Company, Words.Of(customer.Gender), customer.Group,
            customer.IsRegistered, Words.Of(customer.Status), customer.IsLocked, card.Tier, new ReferralCode(customer.Id).ToString(),
            customer.EnrolledAt, customer.ModifiedAt, customer.LeftAt, customer.Language);
    }
}

/// <summary>The six figures and the debt, in points.</summary>
internal sealed record BalanceAnswer(
    decimal Collected, decimal Expired, decimal ExpiringIn30Days, decimal Total, decimal Locked, decimal Redeemable, decimal Debt, Instant At)
{
    public static BalanceAnswer Of(Figures figures) => new(
        figures.Collected.Value, figures.Expired.Value, figures.ExpiringIn30Days.Value, figures.Total.Value, figures.Locked.Value,
        figures.Redeemable.Value, figures.Debt.Value, figures.At);
}

/// <summary>An entry of the points history.</summary>
internal sealed record EntryAnswer(
    long Id, string Kind, long? CampaignId, string? Integration, long? OrderId, decimal Points, decimal? Available, string? CouponCode,
    Instant? LockedUntil, Instant? ValidUntil, string Status, Instant CreatedAt, Instant EffectiveAt, string? CustomerText)
{
    public static EntryAnswer Of(HistoryRow row) => new(
        row.Id.Value, Words.Of(row.Kind), row.CampaignId?.Value, row.Integration, row.OrderId?.Value, row.Points.Value, row.Available?.Value,
        row.CouponCode, row.LockedUntil, row.ValidUntil, Words.Of(row.Status), row.CreatedAt, row.EffectiveAt, row.CustomerText);
}
