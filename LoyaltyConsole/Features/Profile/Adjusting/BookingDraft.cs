using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>
/// A booking while its dialog is open: what the operator saw, what it would do, whether the account moved meanwhile,
/// and the one booking that comes of it.
/// </summary>
/// <typeparam name="TCommand">What the dialog sends.</typeparam>
/// <typeparam name="TPreview">What it would do, as Core works it out.</typeparam>
public abstract class BookingDraft<TCommand, TPreview>(CustomerProfile seen, AccountLook look, ApprovalRequests approvals, SignedIn person) : IBookingDraft
    where TCommand : notnull
    where TPreview : class
{
    // Each digit of a typist is answered; what comes at once is worked out once.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(40);

    private readonly OnScreen _typing = new();
    private Func<Result<TCommand>>? _read;
    private Task _considering = Task.CompletedTask;

    /// <inheritdoc />
    public AccountView Seen { get; private set; } = seen.Account;

    /// <inheritdoc />
    public AccountView? Newer { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<HistoryRow> Between { get; private set; } = [];

    /// <summary>What it would do.</summary>
    public TPreview? Preview { get; private set; }

    /// <inheritdoc />
    public (Figures Now, Figures After)? Effect => Preview is null ? null : EffectOf(Preview);

    /// <inheritdoc />
    public ApprovalNeeded? Needs => Preview is null ? null : NeedsOf(Preview);

    /// <inheritdoc />
    public ApprovalRequest? Submitted { get; private set; }

    /// <inheritdoc />
    public virtual Refusal? Refusal { get; protected set; }

    /// <inheritdoc />
    public bool IsPending { get; private set; }

    /// <inheritdoc />
    public bool IsSaving { get; private set; }

    /// <inheritdoc />
    public virtual bool IsReady => Preview is not null && Newer is null && !IsPending && !IsSaving;

    /// <summary>The account as it is now known.</summary>
    public AccountView Latest => Newer ?? Seen;

    /// <summary>Whose points.</summary>
    protected CustomerId Customer { get; } = seen.Customer.Id;

    /// <summary>Chosen once for each time the dialog opens: a second click or a retry repeats this booking, not another one.</summary>
    protected Guid Key { get; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public void Dispose()
    {
        _typing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Works out the effect of what is filled in once the typing pauses.</summary>
    /// <param name="read">Reads the form.</param>
    public Task ConsiderAsync(Func<Result<TCommand>> read)
    {
        _read = read;
        IsPending = true;
        return _considering = ConsiderAsync(_typing.Anew());
    }

    /// <inheritdoc />
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

    /// <inheritdoc />
    public void GoOn()
    {
        Seen = Latest;
        Newer = null;
        Between = [];
    }

    /// <inheritdoc />
    public async Task<Booking?> SaveAsync()
    {
        // Whoever types and presses Enter does not wait for the effect of the last letter; it is worked out first.
        for (Task? considered = null; IsPending && considered != _considering;)
        {
            considered = _considering;
            await considered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (!IsReady || !_read!().Succeeded(out var command, out _))
        {
            return null;
        }

        IsSaving = true;
        if (Needs is not null)
        {
            await SubmitAsync(command);
            return null;
        }

        var (now, after) = EffectOf(Preview!);
        LedgerEntry? entry = null;
        try
        {
            var booked = await BookAsync(command, await person.ActorAsync());
            booked.Succeeded(out entry, out var refusal);
            Refusal = refusal;
        }
        finally
        {
            // A booked draft is done with: what is clicked after that does nothing.
            IsSaving = entry is not null;
        }

        if (entry is not null)
        {
            return new Booking(entry, after.Balance - now.Balance);
        }

        // What needs approval by now is previewed again, which says so.
        if (Refusal is AccountChanged or ApprovalNeeded)
        {
            await LookAgainAsync();
        }
        else
        {
            Preview = null;
        }

        return null;
    }

    /// <summary>Who decides.</summary>
    protected ValueTask<Actor> ActorAsync() => person.ActorAsync();

    /// <summary>What the command would do.</summary>
    protected abstract Task<Result<TPreview>> PreviewAsync(TCommand command, Actor actor, CancellationToken typing);

    /// <summary>The command as it is submitted for approval.</summary>
    protected abstract ApprovalOrder OrderOf(TCommand command);

    /// <summary>Why somebody else has to approve what a preview shows; null where nobody has to.</summary>
    protected abstract ApprovalNeeded? NeedsOf(TPreview preview);

    /// <summary>Books the command.</summary>
    protected abstract Task<Result<LedgerEntry>> BookAsync(TCommand command, Actor actor);

    /// <summary>The figures of a preview.</summary>
    protected abstract (Figures Now, Figures After) EffectOf(TPreview preview);

    /// <summary>Reads again what the dialog shows of the account.</summary>
    protected virtual async Task RefreshAsync()
    {
        if (await look.SinceAsync(Customer, Seen) is { } since)
        {
            (Newer, Between) = since;
        }
    }

    private async Task ConsiderAsync(CancellationToken typing)
    {
        await Task.Delay(Patience, typing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!typing.IsCancellationRequested)
        {
            await WorkOutAsync(typing);
        }
    }

    private async Task SubmitAsync(TCommand command)
    {
        try
        {
            (await approvals.SubmitAsync(OrderOf(command), await person.ActorAsync())).Succeeded(out var submitted, out var refusal);
            (Submitted, Refusal) = (submitted, refusal);
        }
        finally
        {
            IsSaving = Submitted is not null;
        }

        if (Refusal is AccountChanged)
        {
            await LookAgainAsync();
        }
        else if (Refusal is not null)
        {
            Preview = null;
        }
    }

    private async Task WorkOutAsync(CancellationToken typing)
    {
        var effect = await PreviewAsync(typing);
        if (!effect.Succeeded(out _, out var refusal) && refusal is AccountChanged)
        {
            await RefreshAsync();
            effect = await PreviewAsync(typing);
        }

        if (!typing.IsCancellationRequested)
        {
            effect.Succeeded(out var preview, out refusal);
            (Preview, Refusal, IsPending) = (preview, refusal, false);
        }
    }

    private async Task<Result<TPreview>> PreviewAsync(CancellationToken typing) =>
        _read!().Succeeded(out var command, out var refusal)
            ? await PreviewAsync(command, await person.ActorAsync(), typing)
            : refusal;
}
