using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>Customers with their accounts, by our own columns or by those that another product takes (S-003).</summary>
internal static class CustomerSheet
{
    private const int ReadAtOnce = 500;

    /// <summary>Our own columns. Those of the profile are named as they are imported again; points by the six figures.</summary>
    public static IReadOnlyList<CustomerField> Own { get; } =
    [
        new("customer_id", (csv, customer) => csv.Number(customer.Id.Value)),
        new(CustomerFields.RefId, (csv, customer) => csv.Text(customer.RefId)),
        new("integration", (csv, customer) => csv.Text(customer.Integration)),
        new("name", (csv, customer) => csv.Text(customer.Name)),
        new(CustomerFields.FirstName, (csv, customer) => csv.Text(customer.First)),
        new(CustomerFields.LastName, (csv, customer) => csv.Text(customer.Last)),
        new(CustomerFields.Email, (csv, customer) => csv.Text(customer.Email)),
        new(CustomerFields.Phone, (csv, customer) => csv.Text(customer.Phone)),
        new(CustomerFields.Company, (csv, customer) => csv.Text(customer.Company)),
        new(CustomerFields.Salutation, (csv, customer) => csv.Text(customer.Salutation)),
        new("gender", (csv, customer) => csv.Text(FileWords<Gender>.Of((long?)customer.Gender))),
        new(CustomerFields.Birthday, (csv, customer) => csv.Text(customer.Birthday)),
        new(CustomerFields.NameDay, (csv, customer) => csv.Text(customer.NameDay)),
        new("language", (csv, customer) => csv.Text(customer.Language)),
        new(CustomerFields.Group, (csv, customer) => csv.Text(customer.Group)),
        new(CustomerFields.Registered, (csv, customer) => csv.YesOrNo(customer.IsRegistered)),
        new("status", (csv, customer) => csv.Text(FileWords<CustomerStatus>.Of((long)customer.Status))),
        new("locked", (csv, customer) => csv.YesOrNo(customer.IsLocked)),
        new("tier", (csv, customer) => csv.Text(customer.Tier)),
        new("tier_locked", (csv, customer) => csv.YesOrNo(customer.IsTierLocked)),
        new("enrolled_at", (csv, customer) => csv.Moment(customer.EnrolledAt)),
        new("left_at", (csv, customer) => csv.Moment(customer.LeftAt)),
        new("modified_at", (csv, customer) => csv.Moment(customer.ModifiedAt)),
        new("points", (csv, customer) => csv.Amount(customer.Figures.Balance)),
        new("points_collected", (csv, customer) => csv.Amount(customer.Figures.Collected)),
        new("points_expired", (csv, customer) => csv.Amount(customer.Figures.Expired)),
        new("points_expiring_in_30_days", (csv, customer) => csv.Amount(customer.Figures.ExpiringIn30Days)),
        new("points_total", (csv, customer) => csv.Amount(customer.Figures.Total)),
        new("points_locked", (csv, customer) => csv.Amount(customer.Figures.Locked)),
        new("points_redeemable", (csv, customer) => csv.Amount(customer.Figures.Redeemable)),
        new("points_debt", (csv, customer) => csv.Amount(customer.Figures.Debt)),
        new("figures_at", (csv, customer) => csv.Moment(customer.Figures.At)),
    ];

    public static CustomerField? Named(string name) => Own.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal));

    public static void Write(Sheet sheet, CustomerFilter filter)
    {
        var fields = FieldsOf(sheet);
        sheet.Header(fields.Select(field => field.Name));
        foreach (var ids in Ids(sheet, filter).Chunk(ReadAtOnce))
        {
            foreach (var customer in CustomerRecord.Of(sheet.Connection, ids, sheet.At, sheet.IsPast).Where(customer => IsWritten(sheet, customer)))
            {
                foreach (var field in fields)
                {
                    field.Write(sheet.Csv, customer);
                }

                sheet.EndRow();
            }
        }
    }

    private static IReadOnlyList<CustomerField> FieldsOf(Sheet sheet) => sheet.Order.Format switch
    {
        ExportFormat.Own => sheet.Order.Columns.Count == 0 ? Own : [.. sheet.Order.Columns.Select(name => Named(name)!)],
        ExportFormat.Mailchimp => ProductFields.Mailchimp,
        ExportFormat.Brevo => ProductFields.Brevo,
        ExportFormat.Klaviyo => ProductFields.Klaviyo,
        ExportFormat.Ecomail => ProductFields.Ecomail,
        ExportFormat.Shopify => ProductFields.Shopify(Purchases.Of(sheet)),
        _ => throw new ArgumentOutOfRangeException(nameof(sheet)),
    };

    // Whoever cannot be written to is nothing to a mailing service, and nobody was here before they came.
    private static bool IsWritten(Sheet sheet, CustomerRecord customer) =>
        (!sheet.IsPast || customer.EnrolledAt <= sheet.At)
        && (sheet.Order.Format is ExportFormat.Own
            || (customer.Status != CustomerStatus.Deleted && !string.IsNullOrWhiteSpace(customer.Email)));

    private static List<long> Ids(Sheet sheet, CustomerFilter filter) =>
        new CustomerQuery(sheet.Connection, filter, sheet.Settings, sheet.At, CustomerDirectory.CountedExactly + 1)
            .AllIds(sheet.Connection, sheet.Order.Sort, sheet.Order.Descending);
}

/// <summary>A column of a file of customers.</summary>
internal sealed record CustomerField(string Name, Action<CsvText, CustomerRecord> Write);
