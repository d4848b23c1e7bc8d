namespace LoyaltyConsole.Core.Customers;

/// <summary>The order of a list. Whoever lacks what it is ordered by comes last, whatever the direction.</summary>
/// <param name="Sort">By what.</param>
/// <param name="Descending">In which direction.</param>
/// <param name="Backwards">Whether it is read from its end.</param>
/// <param name="Model">Whose segments are meant.</param>
internal sealed record CustomerOrder(CustomerSort Sort, bool Descending, bool Backwards, long Model)
{
    public string? Column => Sort switch
    {
        CustomerSort.Id => null,
        CustomerSort.RefId => "c.RefId",
        CustomerSort.Name => "c.NameKey",
        CustomerSort.Email => "c.EmailKey",
        CustomerSort.Phone => "c.PhoneDigits",
        CustomerSort.Enrolled => "c.EnrolledAt",
        CustomerSort.Birthday => "c.Birthday",
        CustomerSort.Gender => "c.Gender",
        CustomerSort.Locked => "c.IsLocked",
        CustomerSort.Status => "c.Status",
        CustomerSort.Modified => "c.ModifiedAt",
        CustomerSort.Points => "a.Balance",

        // Those of one shop by name, as its index has them.
        CustomerSort.Integration => $"i.Name {Direction}, c.NameKey",
        CustomerSort.Tier => "t.Rank",
        CustomerSort.Segment => "g.Place IS NULL, g.Place",
        _ => throw new InvalidOperationException($"{Sort} is no order of the list."),
    };

    /// <summary>Who comes last; null where everybody has what the list is ordered by.</summary>
    public string? Blank => Sort switch
    {
        CustomerSort.Name or CustomerSort.Email or CustomerSort.Phone => $"{Column} = ''",
        CustomerSort.RefId or CustomerSort.Birthday or CustomerSort.Gender => $"{Column} IS NULL",
        _ => null,
    };

    public string? NotBlank => Sort switch
    {
        CustomerSort.Name or CustomerSort.Email or CustomerSort.Phone => $"{Column} > ''",
        CustomerSort.RefId or CustomerSort.Birthday or CustomerSort.Gender => $"{Column} IS NOT NULL",
        _ => null,
    };

    // Nothing is less than anything, whatever the engine takes it for.
    private string Nulls => Sort is not (CustomerSort.RefId or CustomerSort.Birthday or CustomerSort.Gender) ? ""
        : Descending != Backwards ? " NULLS LAST" : " NULLS FIRST";

    private string Direction => Descending != Backwards ? "DESC" : "ASC";

    /// <summary>As SQL.</summary>
    /// <param name="id">The column that decides between those who are alike.</param>
    /// <param name="blank">Who comes last, where an index does not say so by itself.</param>
    public string By(string id, string? blank = null)
    {
        var first = blank is null ? "" : $"{blank} {(Backwards ? "DESC" : "ASC")}, ";
        return $" ORDER BY {first}{(Column is { } column ? $"{column} {Direction}{Nulls}, " : "")}{id} {Direction}";
    }
}
