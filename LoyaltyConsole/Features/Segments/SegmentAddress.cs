using System.Globalization;
using LoyaltyConsole.Core.Segments;
using Microsoft.AspNetCore.WebUtilities;

namespace LoyaltyConsole.Features.Segments;

/// <summary>Where segments are shown.</summary>
internal static class SegmentAddress
{
    /// <summary>The page of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="segment">The segment whose development is drawn; null for the first.</param>
    /// <param name="earlier">The earlier run of the movement; null for the usual one.</param>
    /// <param name="later">The later run; null for the latest.</param>
    public static string Of(SegmentModel model, SegmentId? segment = null, SegmentRunId? earlier = null, SegmentRunId? later = null) => QueryHelpers.AddQueryString(
        "/segments",
        new (string Name, long? Value)[]
        {
            ("model", model.IsChosen ? null : model.Id.Value), ("segment", segment?.Value), ("from", earlier?.Value), ("to", later?.Value),
        }
        .Where(part => part.Value is not null)
        .Select(part => KeyValuePair.Create(part.Name, (string?)part.Value!.Value.ToString(CultureInfo.InvariantCulture))));

    /// <summary>The overview with one segment of a model.</summary>
    public static string Customers(SegmentModel model, SegmentId segment) => QueryHelpers.AddQueryString(
        "/customers",
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["model"] = model.IsChosen ? null : model.Id.ToString(),
            ["segment"] = segment.ToString(),
        }.Where(part => part.Value is not null));
}
