using System.Text.RegularExpressions;
using System.Xml.Linq;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests;

/// <summary>Both languages say the same things.</summary>
public sealed partial class TextRulesTests
{
    private const string GermanEnding = ".de.resx";

    [Fact]
    public void Every_german_file_belongs_to_an_english_one()
    {
        var german = ResourceFiles().Where(IsGerman).ToList();

        Assert.NotEmpty(german);
        Assert.All(german, file => Assert.True(File.Exists(file.Replace(GermanEnding, ".resx", StringComparison.Ordinal)), file));
    }

    [Fact]
    public void Every_text_is_there_in_english_and_german() => Assert.All(EnglishFiles(), file =>
    {
        var english = Texts(file);
        var german = Texts(German(file));

        Assert.NotEmpty(english);
        Assert.Empty(english.Keys.Except(german.Keys).Select(key => $"{key} has no German text"));
        Assert.Empty(german.Keys.Except(english.Keys).Select(key => $"{key} has no English text"));
        Assert.DoesNotContain(english.Concat(german), text => string.IsNullOrWhiteSpace(text.Value));
    });

    [Fact]
    public void Both_languages_fill_in_the_same_values() => Assert.All(EnglishFiles(), file =>
    {
        var german = Texts(German(file));

        var different = Texts(file)
            .Where(text => german.ContainsKey(text.Key) && !Placeholders(text.Value).SetEquals(Placeholders(german[text.Key])))
            .Select(text => $"{text.Key}: \"{text.Value}\" and \"{german[text.Key]}\"");

        Assert.Empty(different);
    });

    [Theory]
    [InlineData("RefusalTexts.resx")]
    [InlineData("RefusalTexts.de.resx")]
    public void Every_refusal_has_its_words(string resource)
    {
        var texts = Texts(Path.Combine(ResourceFolder(), resource));

        Assert.Empty(Products.Refusals.Select(refusal => refusal.Name).Except(texts.Keys));
    }

    [Fact]
    public void Every_deed_of_the_audit_trail_has_its_words()
    {
        var deeds = SourceTree.Files(SourceTree.Core, ".cs").SelectMany(file => AuditedDeed().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["deed"].Value).Distinct(StringComparer.Ordinal).ToList();
        var texts = Texts(Path.Combine(ResourceFolder(), "AuditTexts.resx"));

        Assert.Contains("AdjustPoints", deeds);
        Assert.Empty(deeds.Select(deed => $"Deed_{deed}").Except(texts.Keys));
    }

    private static IReadOnlyList<string> EnglishFiles()
    {
        var files = ResourceFiles().Where(file => !IsGerman(file)).ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static string German(string file) => Path.ChangeExtension(file, GermanEnding);

    private static bool IsGerman(string file) => file.EndsWith(GermanEnding, StringComparison.Ordinal);

    private static string ResourceFolder()
    {
        var folder = Path.Combine(SourceTree.Console, "Resources");
        Assert.SkipUnless(Directory.Exists(folder), "The console has no texts yet.");
        return folder;
    }

    private static IReadOnlyList<string> ResourceFiles() => SourceTree.Files(ResourceFolder(), ".resx");

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Load(file).Root!.Elements("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => (string?)data.Element("value") ?? "", StringComparer.Ordinal);

    private static HashSet<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Groups["name"].Value)];

    // writing.Audit(actor, "AdjustPoints", ..., or handed on to where that is written.
    [GeneratedRegex(@"\bactor,\s*(\w[^,;""]*\?\s*)?""(?<deed>[A-Z][A-Za-z]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex AuditedDeed();

    // {0}, {0:N2}, {0,5}, {name}; a doubled brace stands for itself.
    [GeneratedRegex(@"(?<!\{)\{(?<name>\w+)([,:][^{}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
