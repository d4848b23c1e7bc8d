using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>Why points are adjusted: for staff, and for the customer.</summary>
public sealed class ReasonForm
{
    /// <summary>The kind of reason.</summary>
    public ReasonKind Kind { get; set; } = ReasonKind.Goodwill;

    /// <summary>"Points reason (internal only)" (S-019).</summary>
    public string? Internal { get; set; }

    /// <summary>Whether the customer reads a text of their own instead of the default (S-020, S-021).</summary>
    public bool IsCustom { get; set; }

    /// <summary>"custom comment" (S-020).</summary>
    public string? Comment { get; set; }

    /// <summary>Whether anything was typed.</summary>
    public bool IsChanged => !string.IsNullOrEmpty(Internal) || !string.IsNullOrEmpty(Comment);

    /// <summary>The adjustment with its reason.</summary>
    public Adjustment On(Adjustment adjustment) => adjustment with
    {
        Reason = Kind,
        InternalReason = Internal,
        CustomerText = IsCustom ? Comment : null,
    };
}
