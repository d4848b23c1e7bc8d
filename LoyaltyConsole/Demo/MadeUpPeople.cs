using System.Globalization;
using System.Text;
using Bogus;
using LoyaltyConsole.Core.Orders;
using NodaTime;
using Gender = Bogus.DataSets.Name.Gender;

namespace LoyaltyConsole.Demo;

/// <summary>Makes people up: German, some English, a few Czech.</summary>
internal sealed class MadeUpPeople
{
    private static readonly (string PostalCode, string City)[] Germany =
    [
        ("10115", "Berlin"), ("20095", "Hamburg"), ("80331", "München"), ("50667", "Köln"), ("60311", "Frankfurt am Main"),
        ("70173", "Stuttgart"), ("04109", "Leipzig"), ("01067", "Dresden"), ("28195", "Bremen"), ("30159", "Hannover"),
        ("90402", "Nürnberg"), ("48143", "Münster"), ("79098", "Freiburg im Breisgau"), ("37073", "Göttingen"), ("99084", "Erfurt"),
        ("24103", "Kiel"), ("18055", "Rostock"), ("93047", "Regensburg"), ("33602", "Bielefeld"), ("55116", "Mainz"),
    ];

    private static readonly (string PostalCode, string City)[] Britain =
    [
        ("SW1A 1AA", "London"), ("M1 1AE", "Manchester"), ("EH1 1YZ", "Edinburgh"), ("BS1 4DJ", "Bristol"),
        ("CF10 1EP", "Cardiff"), ("YO1 7HH", "York"), ("OX1 1BP", "Oxford"), ("LS1 4AP", "Leeds"),
    ];

    private static readonly (string PostalCode, string City)[] Czechia =
    [
        ("110 00", "Praha"), ("602 00", "Brno"), ("301 00", "Plzeň"), ("702 00", "Ostrava"), ("779 00", "Olomouc"), ("370 01", "České Budějovice"),
    ];

    private static readonly string[] Domains = ["example.com", "example.org", "example.net"];

    private readonly Faker _german = new("de");
    private readonly Faker _english = new("en");
    private readonly Faker _british = new("en_GB");
    private readonly Faker _czech = new("cz");

    public MadeUpPerson Next(Randomizer dice, long number)
    {
        var country = dice.Double();
        var person = country < 0.68 ? German(dice, number) : country < 0.87 ? British(dice, number) : Czech(dice, number);
        return dice.Double() < 0.12 ? Guest(person, dice) : person;
    }

    private MadeUpPerson German(Randomizer dice, long number)
    {
        var isWoman = dice.Bool();
        var shop = dice.Double() < 0.7 ? MadeUpShop.Shopware : MadeUpShop.Plentymarkets;
        return Person(
            dice, number, shop, _german, _german, isWoman, isWoman ? "Frau" : "Herr", dice.ArrayElement(Germany), "DE",
            dice.Double() < 0.8 ? MadeUpPhone.German(dice) : null);
    }

    private MadeUpPerson British(Randomizer dice, long number)
    {
        var isWoman = dice.Bool();
        var shop = dice.Double() < 0.6 ? MadeUpShop.Plentymarkets : MadeUpShop.Shopware;
        return Person(
            dice, number, shop, _english, _british, isWoman, isWoman ? "Ms" : "Mr", dice.ArrayElement(Britain), "GB",
            dice.Double() < 0.6 ? MadeUpPhone.British(dice) : null);
    }

    // The Czech shop does not ask for phone numbers.
    private MadeUpPerson Czech(Randomizer dice, long number)
    {
        var isWoman = dice.Bool();
        return Person(
            dice, number, MadeUpShop.Shoptet, _czech, _czech, isWoman, isWoman ? "Paní" : "Pan", dice.ArrayElement(Czechia), "CZ", null);
    }

    private static MadeUpPerson Person(
        Randomizer dice, long number, MadeUpShop shop, Faker names, Faker streets, bool isWoman, string salutation,
        (string PostalCode, string City) place, string country, string? phone)
    {
        names.Random = dice;
        streets.Random = dice;
        var gender = isWoman ? Gender.Female : Gender.Male;
        var (first, last) = (names.Name.FirstName(gender), names.Name.LastName(gender));
        var name = $"{first} {last}";
        var company = dice.Double() < 0.05 ? names.Company.CompanyName() : null;
        var birthday = dice.Double() < 0.45
            ? new LocalDate(1945, 1, 1).PlusDays(dice.Int(0, 365 * 60))
            : (LocalDate?)null;
        return new MadeUpPerson(
            number, shop.Name, shop.CustomerRef(number), name, EmailOf(first, last, dice, number), phone, birthday,
            dice.Double() < 0.9 ? salutation : null,
            new Address(name, company, streets.Address.StreetAddress(), place.PostalCode, place.City, country));
    }

    // A guest leaves one way to be found again, sometimes two.
    private static MadeUpPerson Guest(MadeUpPerson person, Randomizer dice)
    {
        var how = person.Phone is null ? 0 : dice.Double();
        return person with
        {
            RefId = null,
            Name = null,
            Birthday = null,
            Email = how < 0.75 ? person.Email : null,
            Phone = how >= 0.6 ? person.Phone : null,
        };
    }

    private static string EmailOf(string first, string last, Randomizer dice, long number)
    {
        var (one, two) = (Plain(first), Plain(last));
        var local = dice.Int(0, 5) switch
        {
            0 => $"{one}.{two}",
            1 => $"{one[0]}.{two}{number % 97}",
            2 => $"{one}{dice.Int(60, 99)}",
            3 => $"{two}.{one}",
            4 => $"{one}_{two}",
            _ => $"{one}.{two}{dice.Int(1, 99)}",
        };
        return $"{local}@{dice.ArrayElement(Domains)}";
    }

    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length + 2);
        var german = name.ToLowerInvariant()
            .Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal);
        foreach (var character in german.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark && char.IsAsciiLetterOrDigit(character))
            {
                plain.Append(character);
            }
        }

        return plain.Length == 0 ? "x" : plain.ToString();
    }
}
