using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>Why a row stays out is said in both languages, without any screen.</summary>
public sealed class ImportSentenceTests
{
    public static TheoryData<ImportReason> Reasons { get; } = [.. Enum.GetValues<ImportReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_its_words_in_both_languages(ImportReason reason)
    {
        var problem = new ImportProblem(reason, "Price", "1,250");

        var english = ImportSentence.Of(problem, Languages.CultureOf("en"));
        var german = ImportSentence.Of(problem, Languages.CultureOf("de"));

        Assert.EndsWith(".", english, StringComparison.Ordinal);
        Assert.EndsWith(".", german, StringComparison.Ordinal);
        Assert.NotEqual(english, german);
    }

    [Fact]
    public void A_reason_names_the_column_and_the_cell_and_says_what_to_do() => Assert.Equal(
        "Preis: „1,250“ hat ein Komma, das Tausender oder Dezimalen meinen könnte. Schreiben Sie einen Punkt, etwa 1250.5.",
        ImportSentence.Of(new ImportProblem(ImportReason.CommaInNumber, "Preis", "1,250"), Languages.CultureOf("de")));
}
