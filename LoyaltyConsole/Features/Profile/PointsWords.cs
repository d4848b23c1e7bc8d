using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Profile;

/// <summary>Points with their unit, as a sentence needs them.</summary>
internal static class PointsWords
{
    /// <summary>For instance "1 point" or "−24 points".</summary>
    public static string Of(Points points, Display display, IStringLocalizer<ProfileTexts> texts) =>
        texts[points == Points.Whole(1) || points == Points.Whole(-1) ? "OnePoint" : "Points", display.Points(points)];

    /// <summary>The same with a sign, for instance "+50 points".</summary>
    public static string Change(Points points, Display display, IStringLocalizer<ProfileTexts> texts) =>
        texts[points == Points.Whole(1) || points == Points.Whole(-1) ? "OnePoint" : "Points", display.Change(points)];
}
