namespace LoyaltyConsole.Core.Transfers;

/// <summary>A file that another product writes, known by its columns.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Marks">Columns that together only this product writes.</param>
/// <param name="Fields">Field to column; all of them are there when the marks are.</param>
/// <param name="Whole">Whether the marks must be all of the header, for files with two or three common names.</param>
internal sealed record KnownFile(
    ImportKind Kind,
    string Name,
    string[] Marks,
    IReadOnlyDictionary<string, string> Fields,
    bool Whole = false)
{
    private static readonly KnownFile[] _all =
    [
        // Its total holds shipping and taxes; points are earned on goods, which is the subtotal.
        new(
            ImportKind.Orders,
            "Shopify orders",
            ["Name", "Financial Status", "Lineitem quantity", "Lineitem sku"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [OrderFields.OrderRef] = "Name",
                [OrderFields.Email] = "Email",
                [OrderFields.Phone] = "Phone",
                [OrderFields.Name] = "Billing Name",
                [OrderFields.PlacedAt] = "Created at",
                [OrderFields.Sku] = "Lineitem sku",
                [OrderFields.ItemName] = "Lineitem name",
                [OrderFields.Quantity] = "Lineitem quantity",
                [OrderFields.UnitPrice] = "Lineitem price",
                [OrderFields.Total] = "Subtotal",
                [OrderFields.Currency] = "Currency",
            }),
        new(
            ImportKind.Orders,
            "WooCommerce orders",
            ["order_id", "order_date", "billing_email", "order_total"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [OrderFields.OrderRef] = "order_id",
                [OrderFields.CustomerRef] = "customer_id",
                [OrderFields.Email] = "billing_email",
                [OrderFields.Phone] = "billing_phone",
                [OrderFields.PlacedAt] = "order_date",
                [OrderFields.Total] = "order_total",
                [OrderFields.Currency] = "order_currency",
            }),
        new(
            ImportKind.Points,
            "Stamped loyalty",
            ["first_name", "email", "points", "vip_tier"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "email",
                [PointsFields.Points] = "points",
            }),
        new(
            ImportKind.Points,
            "BrandLift loyalty",
            ["Email", "Points Balance", "VIP Tier"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "Email",
                [PointsFields.Points] = "Points Balance",
            }),
        new(
            ImportKind.Points,
            "FanMaker points",
            ["email", "identifier", "points", "explanation"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "email",
                [PointsFields.Points] = "points",
                [PointsFields.Identifier] = "identifier",
                [PointsFields.CustomerText] = "explanation",
            }),
        new(
            ImportKind.Points,
            "Influence.io points",
            ["Email", "Points", "Action"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "Email",
                [PointsFields.Points] = "Points",
                [PointsFields.Mode] = "Action",
            },
            Whole: true),
        new(
            ImportKind.Points,
            "Smile.io points",
            ["email", "points"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "email",
                [PointsFields.Points] = "points",
            },
            Whole: true),
        // The level is promised until that day, which is what a lock is for.
        new(
            ImportKind.Tiers,
            "Stamped loyalty",
            ["first_name", "email", "points", "vip_tier"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "email",
                [TierFields.Tier] = "vip_tier",
                [TierFields.LockedUntil] = "vip_tier_end_date",
            }),
        new(
            ImportKind.Tiers,
            "BrandLift loyalty",
            ["Email", "Points Balance", "VIP Tier"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PointsFields.Email] = "Email",
                [TierFields.Tier] = "VIP Tier",
            }),
        new(
            ImportKind.Customers,
            "Shopify customers",
            ["Customer ID", "First Name", "Accepts Email Marketing", "Default Address Company"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [CustomerFields.RefId] = "Customer ID",
                [CustomerFields.FirstName] = "First Name",
                [CustomerFields.LastName] = "Last Name",
                [CustomerFields.Email] = "Email",
                [CustomerFields.Phone] = "Phone",
                [CustomerFields.Company] = "Default Address Company",
            }),
        new(
            ImportKind.Customers,
            "Shopify customers",
            ["First Name", "Accepts Email Marketing", "Company", "Tax Exempt"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [CustomerFields.FirstName] = "First Name",
                [CustomerFields.LastName] = "Last Name",
                [CustomerFields.Email] = "Email",
                [CustomerFields.Phone] = "Phone",
                [CustomerFields.Company] = "Company",
            }),
        new(
            ImportKind.Customers,
            "Mailchimp audience",
            ["Email Address", "MEMBER_RATING", "LEID"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [CustomerFields.FirstName] = "First Name",
                [CustomerFields.LastName] = "Last Name",
                [CustomerFields.Email] = "Email Address",
            }),
        new(
            ImportKind.Customers,
            "Brevo contacts",
            ["EMAIL", "FIRSTNAME", "SMS"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [CustomerFields.FirstName] = "FIRSTNAME",
                [CustomerFields.LastName] = "LASTNAME",
                [CustomerFields.Email] = "EMAIL",
                [CustomerFields.Phone] = "SMS",
            }),
    ];

    /// <summary>The first known file of a kind whose marks and mapped columns are all in the header.</summary>
    public static KnownFile? With(ImportKind kind, IReadOnlyList<string> header) =>
        _all.FirstOrDefault(file => file.Kind == kind
            && (!file.Whole || header.Count == file.Marks.Length)
            && file.Marks.Concat(file.Fields.Values).All(column => ColumnMapping.ColumnOf(header, column) >= 0));
}
