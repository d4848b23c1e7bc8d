using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>How names are spelt for searching, whatever they are written with.</summary>
public sealed class SearchKeysTests
{
    [Theory]
    [InlineData(" Ada  King ", "ada king")]
    [InlineData("Ada\tKing", "ada king")]
    [InlineData("Ada \u00A0 King", "ada king")]
    [InlineData("ADA.King@Example.COM", "ada.king@example.com")]
    [InlineData("Müller", "muller")]
    [InlineData("  ", "")]
    public void A_name_is_lower_case_without_diacritics_and_with_single_spaces(string written, string folded) =>
        Assert.Equal(folded, SearchKeys.Fold(written));
}
