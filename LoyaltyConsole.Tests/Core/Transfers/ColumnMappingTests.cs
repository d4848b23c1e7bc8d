using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class ColumnMappingTests
{
    private static readonly string[] _retail =
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

    [Fact]
    public void Reads_what_an_operator_wrote()
    {
        var mapping = ColumnMapping
            .Parse(ImportKind.Orders, _retail, " invoiceno=order_ref, StockCode = sku,CustomerID=ref_id ").OrThrow();

        Assert.Equal([OrderFields.OrderRef, OrderFields.CustomerRef, OrderFields.Sku], mapping.Fields);
        Assert.Equal((0, 6, 1), (mapping["order_ref"], mapping["customer_ref"], mapping["sku"]));
        Assert.Null(mapping["email"]);
        Assert.Equal("InvoiceNo=order_ref,CustomerID=customer_ref,StockCode=sku", mapping.ToString());
    }

    [Fact]
    public void Reads_columns_whose_names_hold_commas_and_equals_signs()
    {
        string[] header = ["Total, gross", "a=b", "Mail"];

        var mapping = ColumnMapping
            .Parse(ImportKind.Orders, header, "Total, gross=total,a=b=order_ref,Mail=email").OrThrow();

        Assert.Equal((0, 1, 2), (mapping["total"], mapping["order_ref"], mapping["email"]));
        Assert.Equal(mapping.Fields, ColumnMapping.Parse(ImportKind.Orders, header, mapping.ToString()).OrThrow().Fields);
    }

    public static TheoryData<string, Refusal> Mistakes { get; } = new()
    {
        { "InvoiceNo", new MappingUnreadable("InvoiceNo") },
        { "InvoiceNo=", new MappingUnreadable("InvoiceNo=") },
        { "Invoice=order_ref", new UnknownColumn("Invoice") },
        { "InvoiceNo=order", new UnknownField("order") },
        { "InvoiceNo=order_ref,StockCode=order_ref", new FieldMappedTwice("order_ref") },
        { " ", new NothingMapped() },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Refuses_mistakes_by_name(string text, Refusal expected)
    {
        Assert.False(ColumnMapping.Parse(ImportKind.Orders, _retail, text).Succeeded(out _, out var refusal));
        Assert.Equal(expected, refusal);
    }

    [Fact]
    public void Proposes_by_names_alike()
    {
        var mapping = ColumnMapping.Propose(ImportKind.Orders, _retail).OrThrow();

        Assert.Equal(
            "InvoiceNo=order_ref,CustomerID=customer_ref,InvoiceDate=placed_at,StockCode=sku,Description=item_name,"
            + "Quantity=quantity,UnitPrice=unit_price",
            mapping.ToString());
    }

    [Fact]
    public void Proposes_by_german_names()
    {
        string[] header = ["E-Mail-Adresse", "Punkte", "Gültig bis", "Modus", "Kundennummer", "gesperrt_bis", "Interner Grund"];

        var mapping = ColumnMapping.Propose(ImportKind.Points, header).OrThrow();

        Assert.Equal(
            "Kundennummer=ref_id,E-Mail-Adresse=email,Punkte=points,Modus=mode,gesperrt_bis=locked_until,"
            + "Gültig bis=valid_until,Interner Grund=internal_reason",
            mapping.ToString());
    }

    [Fact]
    public void A_field_by_its_own_name_wins_over_one_alike()
    {
        var mapping = ColumnMapping.Propose(ImportKind.Orders, ["amount", "total", "order_ref"]).OrThrow();

        Assert.Equal(1, mapping[OrderFields.Total]);
    }

    [Fact]
    public void Shopify_earns_on_goods_and_not_on_shipping()
    {
        string[] header =
        [
            "Name", "Email", "Financial Status", "Currency", "Subtotal", "Shipping", "Total", "Created at",
            "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Billing Name", "Phone",
        ];

        var mapping = ColumnMapping.Propose(ImportKind.Orders, header).OrThrow();

        Assert.Equal("Shopify orders", mapping.Source);
        Assert.Equal((0, 4, 12), (mapping[OrderFields.OrderRef], mapping[OrderFields.Total], mapping[OrderFields.Name]));
    }

    [Fact]
    public void Proposes_nothing_where_nothing_is_alike()
    {
        Assert.False(ColumnMapping.Propose(ImportKind.Customers, ["x", "y"]).Succeeded(out _, out var refusal));
        Assert.Equal(new NothingMapped(), refusal);
    }

    [Theory]
    [InlineData("customer_id,ref_id,email,tier,tier_locked,locked,locked_until,internal_reason", "tier_locked=lock", "locked_until=locked_until", "internal_reason=internal_reason")]
    [InlineData("Kunden-ID,Kundennr.,E-Mail,Stufe,Stufe gesperrt,Telefon,Gesperrt bis,Interne Notiz", "Stufe gesperrt=lock", "Gesperrt bis=locked_until", "Interne Notiz=internal_reason")]
    public void S_005_columns_of_levels_are_known_in_both_languages(string header, params string[] mapped)
    {
        var mapping = ColumnMapping.Propose(ImportKind.Tiers, header.Split(',')).OrThrow();

        Assert.Equal((0, 1, 2, 3), (mapping["customer_id"], mapping["ref_id"], mapping["email"], mapping["tier"]));
        Assert.All(mapped, part => Assert.Contains(part, mapping.ToString(), StringComparison.Ordinal));
    }
}
