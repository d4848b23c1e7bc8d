using System.Text;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Names of columns in English and German that say which field they hold (5.10.1).</summary>
internal static class ColumnAliases
{
    private static readonly Dictionary<string, string[]> _orders = new(StringComparer.Ordinal)
    {
        [OrderFields.OrderRef] =
            ["order", "orderid", "orderno", "ordernumber", "invoice", "invoiceno", "invoicenumber", "invoiceid",
             "bestellung", "bestellnr", "bestellnummer", "auftrag", "auftragsnr", "auftragsnummer", "belegnr", "belegnummer",
             "rechnung", "rechnungsnr", "rechnungsnummer"],
        [OrderFields.CustomerRef] =
            ["refid", "customerid", "customer", "customerno", "customernumber", "clientid", "kunde", "kundenid", "kundennr",
             "kundennummer"],
        [OrderFields.Email] =
            ["email", "emailaddress", "mail", "customeremail", "emailadresse", "kundenemail"],
        [OrderFields.Phone] =
            ["phone", "phonenumber", "telephone", "mobile", "telefon", "telefonnummer", "mobil", "handy"],
        [OrderFields.Name] =
            ["name", "customername", "fullname", "kundenname", "vollername"],
        [OrderFields.PlacedAt] =
            ["placedat", "date", "orderdate", "invoicedate", "createdat", "purchasedate", "datum", "bestelldatum",
             "auftragsdatum", "belegdatum", "rechnungsdatum", "bestelltam", "kaufdatum"],
        [OrderFields.Type] =
            ["type", "ordertype", "art", "typ", "belegart"],
        [OrderFields.OriginalOrderRef] =
            ["originalorderref", "originalorder", "refundof", "ursprungsbestellung", "originalbestellung", "gutschriftzu"],
        [OrderFields.Sku] =
            ["sku", "stockcode", "itemno", "itemnumber", "productcode", "articleno", "articlenumber", "artikelnr",
             "artikelnummer", "artnr"],
        [OrderFields.ItemName] =
            ["itemname", "item", "description", "product", "productname", "artikel", "artikelname", "bezeichnung",
             "beschreibung", "produkt", "produktname"],
        [OrderFields.Category] =
            ["category", "productcategory", "kategorie", "warengruppe"],
        [OrderFields.Quantity] =
            ["quantity", "qty", "numberofcds", "count", "menge", "anzahl", "stueckzahl"],
        [OrderFields.UnitPrice] =
            ["unitprice", "price", "itemprice", "einzelpreis", "stueckpreis", "preis"],
        [OrderFields.Total] =
            ["total", "amount", "ordertotal", "dollarvalue", "subtotal", "grandtotal", "summe", "betrag", "gesamt",
             "gesamtbetrag", "gesamtsumme", "bestellwert", "warenwert"],
        [OrderFields.Currency] =
            ["currency", "currencycode", "ordercurrency", "waehrung"],
    };

    private static readonly Dictionary<string, string[]> _points = new(StringComparer.Ordinal)
    {
        [PointsFields.CustomerId] = ["customerid", "id", "kundenid"],
        [PointsFields.RefId] =
            ["refid", "customerref", "externalid", "customerno", "customernumber", "kundennr", "kundennummer", "referenz"],
        [PointsFields.Email] = _orders[OrderFields.Email],
        [PointsFields.Card] =
            ["card", "cardno", "cardnumber", "karte", "kartennr", "kartennummer", "kundenkarte"],
        [PointsFields.Phone] = _orders[OrderFields.Phone],
        [PointsFields.Points] =
            ["points", "pointsbalance", "amount", "balance", "punkte", "punktestand", "anzahlpunkte"],
        [PointsFields.Mode] = ["mode", "modus"],
        [PointsFields.LockedUntil] =
            ["lockeduntil", "lock", "lockedupto", "gesperrtbis", "sperrebis"],
        [PointsFields.ValidUntil] =
            ["validuntil", "validupto", "expiresat", "expirydate", "expires", "gueltigbis", "ablaufdatum", "verfallam"],
        [PointsFields.InternalReason] =
            ["internalreason", "reasoninternal", "internalnote", "note", "internergrund", "interneranlass", "notiz"],
        [PointsFields.CustomerText] =
            ["customertext", "explanation", "message", "kundentext", "textfuerkunden", "textfuerdenkunden"],
        [PointsFields.Identifier] = ["identifier", "transactionid", "kennung", "buchungsnr", "buchungsnummer"],
    };

    private static readonly Dictionary<string, string[]> _customers = new(StringComparer.Ordinal)
    {
        [CustomerFields.RefId] =
            ["refid", "customerref", "customerid", "id", "externalid", "customerno", "customernumber", "kundenid", "kundennr",
             "kundennummer"],
        [CustomerFields.FirstName] = ["firstname", "givenname", "forename", "vorname"],
        [CustomerFields.LastName] = ["lastname", "surname", "familyname", "nachname", "familienname"],
        [CustomerFields.Email] = _orders[OrderFields.Email],
        [CustomerFields.Phone] = [.. _orders[OrderFields.Phone], "sms"],
        [CustomerFields.Card] = _points[PointsFields.Card],
        [CustomerFields.Birthday] = ["birthday", "birthdate", "dateofbirth", "dob", "geburtstag", "geburtsdatum"],
        [CustomerFields.NameDay] = ["nameday", "namenstag"],
        [CustomerFields.Salutation] = ["salutation", "title", "gender", "anrede"],
        [CustomerFields.Company] = ["company", "companyname", "firma", "unternehmen"],
        [CustomerFields.Registered] = ["registered", "registriert"],
        [CustomerFields.Group] = ["group", "customergroup", "gruppe", "kundengruppe"],
    };

    private static readonly Dictionary<string, string[]> _tiers = new(StringComparer.Ordinal)
    {
        [PointsFields.CustomerId] = _points[PointsFields.CustomerId],
        [PointsFields.RefId] = _points[PointsFields.RefId],
        [PointsFields.Email] = _orders[OrderFields.Email],
        [PointsFields.Card] = _points[PointsFields.Card],
        [PointsFields.Phone] = _orders[OrderFields.Phone],
        [TierFields.Tier] =
            ["tier", "viptier", "tiername", "level", "viplevel", "loyaltytier", "loyaltylevel", "stufe", "vipstufe", "treuestufe",
             "statusstufe"],

        // "locked" alone is the lock for redemption in the console's own files.
        [TierFields.Lock] = ["tierlock", "tierlocked", "viplock", "stufensperre", "stufegesperrt", "sperre", "gesperrt"],
        [TierFields.LockedUntil] =
            ["lockeduntil", "lockuntil", "lockends", "lockedupto", "tierenddate", "viptierenddate", "gesperrtbis", "sperrebis", "stufegesperrtbis"],
        [TierFields.InternalReason] =
            [.. _points[PointsFields.InternalReason], "notes", "internalnotes", "reason", "notizen", "internenotiz", "internenotizen", "grund"],
    };

    private static readonly Dictionary<string, string[]> _coupons = new(StringComparer.Ordinal)
    {
        [PointsFields.CustomerId] = _points[PointsFields.CustomerId],
        [PointsFields.RefId] = _points[PointsFields.RefId],
        [PointsFields.Email] = _orders[OrderFields.Email],
        [PointsFields.Card] = _points[PointsFields.Card],
        [PointsFields.Phone] = _orders[OrderFields.Phone],
        [CouponFields.Campaign] = ["campaign", "campaignid", "campaignname", "coupon", "kampagne", "kampagnenid", "gutschein", "gutscheinkampagne"],
        [CouponFields.Identifier] = _points[PointsFields.Identifier],
    };

    /// <summary>
    /// Field to column. A field's own name wins, then its aliases in their order; a column is used once.
    /// </summary>
    public static Dictionary<string, int> Match(ImportKind kind, IReadOnlyList<string> header)
    {
        var aliases = kind switch
        {
            ImportKind.Orders => _orders,
            ImportKind.Points => _points,
            ImportKind.Customers => _customers,
            ImportKind.Tiers => _tiers,
            ImportKind.Coupons => _coupons,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

        var names = header.Select(Plain).ToList();
        var matched = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var field in aliases.Keys)
        {
            Add(field, names.IndexOf(Plain(field)));
        }

        foreach (var (field, others) in aliases)
        {
            var columns = others.Select(other => names.IndexOf(other));
            Add(field, columns.FirstOrDefault(column => column >= 0 && !matched.ContainsValue(column), -1));
        }

        return matched;

        void Add(string field, int column)
        {
            if (column >= 0 && !matched.ContainsValue(column))
            {
                matched.TryAdd(field, column);
            }
        }
    }

    // "Gültig bis", "gueltig_bis" and "GUELTIG-BIS" are one name.
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var character in SearchKeys.Whole(name).Normalize(NormalizationForm.FormC).ToLowerInvariant())
        {
            plain.Append(character switch
            {
                'ä' => "ae",
                'ö' => "oe",
                'ü' => "ue",
                'ß' => "ss",
                _ when char.IsLetterOrDigit(character) => character.ToString(),
                _ => string.Empty,
            });
        }

        return plain.ToString();
    }
}
