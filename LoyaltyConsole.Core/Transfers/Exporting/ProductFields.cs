using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>
/// The columns by which other products take customers, named as their own help asks for. Consent to mail is not among them:
/// the programme does not know it, and would have to invent it.
/// </summary>
internal static class ProductFields
{
    public static IReadOnlyList<CustomerField> Mailchimp { get; } =
    [
        new("Email Address", (csv, customer) => csv.Text(customer.Email)),
        new("First Name", (csv, customer) => csv.Text(customer.First)),
        new("Last Name", (csv, customer) => csv.Text(customer.Last)),
        new("Phone Number", (csv, customer) => csv.Dialled(customer.InternationalPhone)),

        // Month and day, as its birthday fields take them.
        new("Birthday", (csv, customer) => csv.Text(customer.Birthday is { Length: 10 } day ? $"{day[5..7]}/{day[8..]}" : null)),
        new("Points", (csv, customer) => csv.Amount(customer.Figures.Balance)),
        new("Tier", (csv, customer) => csv.Text(customer.Tier)),
        new("TAGS", (csv, customer) => csv.Text(customer.Tier)),
    ];

    public static IReadOnlyList<CustomerField> Brevo { get; } =
    [
        new("EMAIL", (csv, customer) => csv.Text(customer.Email)),
        new("FIRSTNAME", (csv, customer) => csv.Text(customer.First)),
        new("LASTNAME", (csv, customer) => csv.Text(customer.Last)),
        new("SMS", (csv, customer) => csv.Dialled(customer.InternationalPhone)),
        new("EXT_ID", (csv, customer) => csv.Number(customer.Id.Value)),
        new("CREATION_DATE", (csv, customer) => csv.Moment(customer.EnrolledAt)),
        new("GENDER", (csv, customer) => csv.Text(FileWords<Gender>.Of((long?)customer.Gender))),
        new("BIRTHDAY", (csv, customer) => csv.Text(customer.Birthday)),
        new("POINTS", (csv, customer) => csv.Amount(customer.Figures.Balance)),
        new("TIER", (csv, customer) => csv.Text(customer.Tier)),
    ];

    public static IReadOnlyList<CustomerField> Klaviyo { get; } =
    [
        new("Email", (csv, customer) => csv.Text(customer.Email)),
        new("First Name", (csv, customer) => csv.Text(customer.First)),
        new("Last Name", (csv, customer) => csv.Text(customer.Last)),
        new("Phone Number", (csv, customer) => csv.Dialled(customer.InternationalPhone)),
        new("Birthday", (csv, customer) => csv.Text(customer.Birthday)),
        new("Loyalty ID", (csv, customer) => csv.Number(customer.Id.Value)),
        new("Loyalty Points", (csv, customer) => csv.Amount(customer.Figures.Balance)),
        new("Loyalty Tier", (csv, customer) => csv.Text(customer.Tier)),
    ];

    public static IReadOnlyList<CustomerField> Ecomail { get; } =
    [
        new("email", (csv, customer) => csv.Text(customer.Email)),
        new("name", (csv, customer) => csv.Text(customer.First)),
        new("surname", (csv, customer) => csv.Text(customer.Last)),
        new("phone", (csv, customer) => csv.Dialled(customer.InternationalPhone)),
        new("company", (csv, customer) => csv.Text(customer.Company)),
        new("gender", (csv, customer) => csv.Text(FileWords<Gender>.Of((long?)customer.Gender))),
        new("birthday", (csv, customer) => csv.Text(customer.Birthday)),
        new("points", (csv, customer) => csv.Amount(customer.Figures.Balance)),
        new("tier", (csv, customer) => csv.Text(customer.Tier)),
    ];

    /// <summary>The header of Shopify's own template; what the programme does not know stays empty, ids of Shopify's too.</summary>
    public static IReadOnlyList<CustomerField> Shopify(Func<CustomerRecord, Purchases> purchases) =>
    [
        Empty("Customer ID"),
        new("First Name", (csv, customer) => csv.Text(customer.First)),
        new("Last Name", (csv, customer) => csv.Text(customer.Last)),
        new("Email", (csv, customer) => csv.Text(customer.Email)),
        Empty("Accepts Email Marketing"),
        new("Default Address Company", (csv, customer) => csv.Text(customer.Company)),
        new("Default Address Address1", (csv, customer) => csv.Text(purchases(customer).Street)),
        Empty("Default Address Address2"),
        new("Default Address City", (csv, customer) => csv.Text(purchases(customer).City)),
        Empty("Default Address Province Code"),
        new("Default Address Country Code", (csv, customer) => csv.Text(purchases(customer).CountryCode)),
        new("Default Address Zip", (csv, customer) => csv.Text(purchases(customer).PostalCode)),
        Empty("Default Address Phone"),
        new("Phone", (csv, customer) => csv.Dialled(customer.InternationalPhone)),
        Empty("Accepts SMS Marketing"),
        new("Total Spent", (csv, customer) => csv.Number(purchases(customer).Spent)),
        new("Total Orders", (csv, customer) => csv.Number(purchases(customer).Orders)),
        Empty("Note"),
        Empty("Tax Exempt"),
        new("Tags", (csv, customer) => csv.Text(customer.Tier)),
    ];

    private static CustomerField Empty(string name) => new(name, (csv, _) => csv.Text(null));
}

/// <summary>What a customer bought, and where the latest order went.</summary>
internal sealed record Purchases(decimal Spent, long Orders, string? Street, string? City, string? PostalCode, string? CountryCode)
{
    /// <summary>Looks a customer up once, however many columns ask.</summary>
    public static Func<CustomerRecord, Purchases> Of(Sheet sheet)
    {
        (CustomerRecord? Customer, Purchases? Known) last = default;
        return customer =>
        {
            if (!ReferenceEquals(last.Customer, customer))
            {
                last = (customer, Read(sheet, customer));
            }

            return last.Known!;
        };
    }

    private static Purchases Read(Sheet sheet, CustomerRecord customer)
    {
        (string, object?)[] values = [("@id", customer.Id.Value), ("@at", sheet.At.ToUnixTimeMilliseconds())];
        var (spent, orders) = sheet.Connection.Query(
            "SELECT COALESCE(SUM(GoodsTotal + Shipping), 0), COUNT(*) FILTER (WHERE Type = 1) FROM Orders WHERE CustomerId = @id AND PlacedAt <= @at",
            row => (row.GetInt64(0) / 10_000m, row.GetInt64(1)), values).Single();
        return sheet.Connection.Query(
            """
            SELECT Billing_Street, Billing_City, Billing_PostalCode, Billing_Country FROM Orders
            WHERE CustomerId = @id AND PlacedAt <= @at AND Type = 1 AND Billing_Street <> '' ORDER BY PlacedAt DESC, Id DESC LIMIT 1
            """,
            row => new Purchases(spent, orders, row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3) is { Length: 2 } code ? code : null),
            values) is [var latest] ? latest : new Purchases(spent, orders, null, null, null, null);
    }
}
