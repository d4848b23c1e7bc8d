using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>
/// An adjustment while its dialog is open: what the operator saw, what it would do, whether the account moved
/// meanwhile, and the one booking that comes of it.
/// </summary>
public sealed class AdjustmentDraft(
    CustomerProfile seen, PointsLedger ledger, PointsHistory history, CustomerProfiles profiles, SignedIn person) : IDisposable
{
    // Long enough for a typist's next digit, short enough not to be noticed.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    // The newest are enough to say what happened; the history has the rest.
    private static readonly Window LatestFew = new(0, 3);

    // Chosen once for each time the dialog opens: a second click or a retry repeats this booking, not another one.
    private readonly Guid _key = Guid.CreateVersion7();
    private readonly CustomerId _customer = seen.Customer.Id;
    private CancellationTokenSource _typing = new();
    private Func<Result<Adjustment>>? _read;

    /// <summary>The account that the operator decides on.</summary>
    public AccountView Seen { get; private set; } = seen.Account;

    /// <summary>The account as somebody else has made it; null while it is as seen.</summary>
    public AccountView? Newer { get; private set; }

    /// <summary>What was booked since, the latest first.</summary>
    public IReadOnlyList<HistoryRow> Between { get; private set; } = [];

    /// <summary>What it would do.</summary>
    public AdjustmentPreview? Preview { get; private set; }

    /// <summary>Why it cannot be done.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Whether the effect of what was typed is still being worked out.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Whether it is being saved, or was.</summary>
    public bool IsSaving { get; private set; }

    /// <summary>Whether Save would save exactly the effect that is shown.</summary>
    public bool IsReady => Preview is not null && Newer is null && !IsPending && !IsSaving;

    private AccountView Latest => Newer ?? Seen;

    /// <inheritdoc />
    public void Dispose()
    {
        _typing.Cancel();
        _typing.Dispose();
    }

    /// <summary>The adjustment by so many points through that door, on the account as it is now known.</summary>
    public Adjustment By(AdjustmentDoor door, Points points) =>
        new(_key, _customer, Latest.Version, Latest.Figures.Balance, door, points);

    /// <summary>Works out the effect of what is typed once the typing pauses.</summary>
    /// <param name="read">Reads the form.</param>
    public async Task ConsiderAsync(Func<Result<Adjustment>> read)
    {
        _read = read;
        IsPending = true;
        await _typing.CancelAsync();
        _typing.Dispose();
        _typing = new();
        var typing = _typing.Token;

        await Task.Delay(Patience, typing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!typing.IsCancellationRequested)
        {
            await WorkOutAsync(typing);
        }
    }

    /// <summary>Looks whether the account is still the one that the operator decides on.</summary>
    public async Task LookAgainAsync()
    {
        if (IsSaving)
        {
            return;
        }

        await RefreshAsync();
        if (_read is not null)
        {
            await WorkOutAsync(_typing.Token);
        }
    }

    /// <summary>Decides on the account as it is now.</summary>
    public void GoOn()
    {
        Seen = Latest;
        Newer = null;
        Between = [];
    }

    /// <summary>Books it.</summary>
    /// <returns>What was booked; null when it was refused, or when the effect is not shown yet.</returns>
    public async Task<Points?> SaveAsync()
    {
        if (!IsReady || !_read!().Succeeded(out var adjustment, out _))
        {
            return null;
        }

        IsSaving = true;
        var difference = Preview!.Difference;
        var isBooked = false;
        try
        {
            var booked = await ledger.AdjustAsync(adjustment, await person.ActorAsync());
            isBooked = booked.Succeeded(out _, out var refusal);
            Refusal = refusal;
        }
        finally
        {
            // A booked draft is done with: what is clicked after that does nothing.
            IsSaving = isBooked;
        }

        if (isBooked)
        {
            return difference;
        }

        if (Refusal is AccountChanged)
        {
            await LookAgainAsync();
        }
        else
        {
            Preview = null;
        }

        return null;
    }

    private async Task WorkOutAsync(CancellationToken typing)
    {
        var effect = await EffectAsync(typing);
        if (!effect.Succeeded(out _, out var refusal) && refusal is AccountChanged)
        {
            await RefreshAsync();
            effect = await EffectAsync(typing);
        }

        if (!typing.IsCancellationRequested)
        {
            effect.Succeeded(out var preview, out refusal);
            (Preview, Refusal, IsPending) = (preview, refusal, false);
        }
    }

    private async Task<Result<AdjustmentPreview>> EffectAsync(CancellationToken typing) =>
        _read!().Succeeded(out var adjustment, out var refusal)
            ? await ledger.PreviewAsync(adjustment, await person.ActorAsync(), typing)
            : refusal;

    private async Task RefreshAsync()
    {
        var actor = await person.ActorAsync();
        var opened = await profiles.OpenAsync(_customer, actor, CancellationToken.None);
        if (!opened.Succeeded(out var profile, out _))
        {
            return;
        }

        if (profile.Account.Version == Seen.Version)
        {
            (Newer, Between) = (null, []);
            return;
        }

        Newer = profile.Account;
        var latest = await history.ListAsync(_customer, new HistoryQuery(), LatestFew, actor, CancellationToken.None);
        Between = latest.Succeeded(out var page, out _)
            ? [.. page.Rows.Where(row => row.CreatedAt > Seen.Figures.At)]
            : [];
    }
}
