using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>Says what using, removing or refunding a customer's reward does, and does it (S-013, rule 5.3.4).</summary>
public sealed partial class RewardDeedDialog(RewardBook rewards, PointsLedger ledger, SignedIn person) : ComponentBase
{
    private ReversalPreview? _preview;

    /// <summary>Whose reward.</summary>
    [Parameter, EditorRequired]
    public required CustomerProfile Profile { get; set; }

    /// <summary>The reward.</summary>
    [Parameter, EditorRequired]
    public required CustomerRewardRow Row { get; set; }

    /// <summary>What is to be done.</summary>
    [Parameter, EditorRequired]
    public required RewardDeed Deed { get; set; }

    private string DeedText => Deed switch
    {
        RewardDeed.Use => Texts["MarkAsUsed"],
        RewardDeed.Remove => Texts["Remove"],
        RewardDeed.Refund => Texts["RefundDeed", PointsWords.Of(Row.Points, Display, ProfileTexts)],
        _ => throw new InvalidOperationException($"{Deed} has no words."),
    };

    private IEnumerable<string> Sentences
    {
        get
        {
            if (Deed == RewardDeed.Use)
            {
                yield return Texts["UseText"];
                yield break;
            }

            yield return Row.EntryId is null ? Texts["RemoveGift"] : Texts["RemoveText", PointsWords.Of(Row.Points, Display, ProfileTexts)];
            if (Deed == RewardDeed.Remove && Row.CouponCode is { } code)
            {
                yield return Texts["CodeVoid", code];
            }
        }
    }

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="profile">Whose reward.</param>
    /// <param name="row">The reward.</param>
    /// <param name="deed">What is to be done.</param>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<RewardTexts> texts, CustomerProfile profile, CustomerRewardRow row, RewardDeed deed) =>
        dialogs.OpenAsync<RewardDeedDialog>(
            texts[$"{deed}Title"],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Profile)] = profile, [nameof(Row)] = row, [nameof(Deed)] = deed },
            new DialogOptions { Width = "480px", CloseDialogOnEsc = true });

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Deed != RewardDeed.Use && Row.EntryId is { } entry)
        {
            (await ledger.PreviewReversalAsync(entry, await person.ActorAsync(), CancellationToken.None)).Succeeded(out _preview, out _);
        }
    }

    private async Task<Refusal?> DoAsync()
    {
        var actor = await person.ActorAsync();
        var done = Deed == RewardDeed.Use
            ? await rewards.UseAsync(Row.Id, actor)
            : await rewards.RemoveAsync(Row.Id, evenIfUsed: Deed == RewardDeed.Refund, actor);
        done.Succeeded(out _, out var refusal);
        return refusal;
    }
}
