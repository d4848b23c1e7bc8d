using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Approvals;

/// <summary>Which approval requests are shown; the newest first.</summary>
/// <param name="Text">Part of the customer's name, an id of a request or a customer, or part of who submitted it.</param>
/// <param name="WaitingOnly">Only those on which nobody has decided.</param>
/// <param name="Customer">Only those about one customer.</param>
public sealed record ApprovalQuery(string? Text = null, bool WaitingOnly = false, CustomerId? Customer = null);

/// <summary>A row of the approvals.</summary>
/// <param name="Request">The request.</param>
/// <param name="Name">What the customer is called; null where that is not known.</param>
/// <param name="Reason">Why, as whoever submitted it put it for staff.</param>
public sealed record ApprovalRow(ApprovalRequest Request, string? Name, string? Reason);

/// <summary>What whoever approves has seen of the customer.</summary>
/// <param name="Account">The version of the account.</param>
/// <param name="Tier">The version of the level.</param>
public sealed record ApprovalVersions(long Account, long Tier);

/// <summary>What an approval would do now (X2), by the rules that do it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Reason">Why, as whoever submitted it put it for staff.</param>
/// <param name="CustomerText">What the customer would read.</param>
/// <param name="Now">The figures now.</param>
/// <param name="After">The figures afterwards; null where it could not be done now.</param>
/// <param name="TierNow">The level now.</param>
/// <param name="TierAfter">The level afterwards.</param>
/// <param name="Obstacle">Why it could not be done now; null where it could.</param>
/// <param name="Seen">The versions to hand back with the approval.</param>
public sealed record ApprovalPreview(
    ApprovalRequest Request, Customer Customer, string? Reason, string? CustomerText, Figures Now, Figures? After, Tier TierNow, Tier? TierAfter,
    Refusal? Obstacle, ApprovalVersions Seen);

/// <summary>A decision to let it happen.</summary>
/// <param name="Key">The key that the dialog made when it opened; the same approval twice is one.</param>
/// <param name="Request">Which request.</param>
/// <param name="Seen">What the operator has seen.</param>
/// <param name="Remarks">A remark.</param>
public sealed record Approval(Guid Key, ApprovalRequestId Request, ApprovalVersions Seen, string? Remarks = null);

/// <summary>
/// What people do not do alone waits here until somebody else lets it happen (X6). It is then done in the name of whoever
/// submitted it, by the same rules, and both names are in the audit trail.
/// </summary>
public sealed class ApprovalRequests
{
    private readonly LoyaltyStore _store;

    internal ApprovalRequests(LoyaltyStore store) => _store = store;

    /// <summary>One page of requests: all of them for who may decide, one's own and one customer's for everybody else.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<ApprovalRow>>> ListAsync(ApprovalQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<Page<ApprovalRow>>(new NotAllowed(Capability.ReadCustomers));
        }

        var bounded = window.Bounded();
        return _store.ReadAsync<Result<Page<ApprovalRow>>>(
            async db =>
            {
                var requests = db.ApprovalRequests.AsQueryable();
                if (query.Customer is { } customer)
                {
                    requests = requests.Where(request => request.CustomerId == customer);
                }
                else if (!actor.May(Capability.ApproveChanges))
                {
                    requests = requests.Where(request => request.ActorKey == actor.Key);
                }

                if (query.WaitingOnly)
                {
                    requests = requests.Where(request => request.Status == ApprovalStatus.Waiting);
                }

                if (!string.IsNullOrWhiteSpace(query.Text))
                {
                    var like = $"%{PointsHistory.Escaped(query.Text.Trim())}%";
                    var number = PointsHistory.Number(query.Text.Trim()) ?? 0;
                    var (id, of) = (new ApprovalRequestId(number), new CustomerId(number));
                    requests = requests.Where(request => LoyaltyDb.Like(like, request.Actor, "\\") || request.Id == id || request.CustomerId == of
                        || db.Customers.Any(known => known.Id == request.CustomerId && LoyaltyDb.Like(like, known.Name, "\\")));
                }

                var rows = await requests.OrderByDescending(request => request.Id).Skip(bounded.Skip).Take(bounded.Take)
                    .Select(request => new { Request = request, db.Customers.First(known => known.Id == request.CustomerId).Name })
                    .ToListAsync(cancellationToken);
                return new Page<ApprovalRow>(
                    [.. rows.Select(row => new ApprovalRow(row.Request, row.Name, Texts(row.Request).Reason))], await requests.CountAsync(cancellationToken));
            },
            cancellationToken);
    }

    /// <summary>Submits what a person does not do alone. It has to be possible now; whether it still is, is seen when it is approved.</summary>
    /// <returns>
    /// The request, or the first one again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="CommandKeyReused"/>
    /// where it is booked already, what the deed itself refuses, and <see cref="NoApprovalNeeded"/>.
    /// </returns>
    public async Task<Result<ApprovalRequest>> SubmitAsync(ApprovalOrder order, Actor actor)
    {
        if (!actor.May(order.Needs))
        {
            return new NotAllowed(order.Needs);
        }

        // The customer says the code now; nobody asks them again when a colleague approves.
        var spend = order.Content as RewardSpend;
        if (spend is not null && await OneTimeCodes.TryAsync(_store, spend.Key, spend.Customer, spend.Code, actor) is { } wrong)
        {
            return wrong;
        }

        var content = JsonSerializer.Serialize(order.Content, order.Content.GetType(), CommandContent.Json);
        var rehearsed = await _store.RehearseAsync<Rehearsed>(writing => Rehearse(writing, order, content, actor));
        if (!rehearsed.Succeeded(out var effect, out var refusal))
        {
            return refusal;
        }

        return await _store.WriteAsync<ApprovalRequest>(async writing =>
        {
            if (await writing.Db.ApprovalRequests.AsNoTracking().SingleOrDefaultAsync(request => request.CommandKey == order.Key) is { } submitted)
            {
                return submitted;
            }

            if (spend is not null && OneTimeCodes.IsNeeded(writing, actor))
            {
                if (!OneTimeCodes.Said(writing, spend.Customer, spend.Code).Succeeded(out var code, out var unsaid))
                {
                    return unsaid;
                }

                OneTimeCodes.Use(writing, code, entry: null);
            }

            var request = Request(writing, order, content, actor, effect);
            writing.Db.ApprovalRequests.Add(request);
            writing.Audit(actor, "SubmitApprovalRequest", request.CustomerId, null, $"request {request.Id}: {request.Deed}, {request.Points}, {request.Cause}");
            writing.Tell(
                Capability.ApproveChanges, MessageTemplate.ApprovalWaiting, $"approval-request:{request.Id}", notTo: actor,
                ("request", request.Id), ("customer", request.CustomerId), ("by", actor.Name));
            return request;
        });
    }

    /// <summary>Takes back what one submitted, while it waits. Doing it twice changes nothing.</summary>
    /// <returns>
    /// The request; or, in this order, <see cref="NotAllowed"/>, <see cref="ApprovalRequestNotFound"/>, <see cref="NotYourApprovalRequest"/>,
    /// <see cref="ApprovalRequestDecided"/>.
    /// </returns>
    public Task<Result<ApprovalRequest>> WithdrawAsync(ApprovalRequestId id, Actor actor)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<ApprovalRequest>(new NotAllowed(Capability.ReadCustomers));
        }

        return _store.WriteAsync<ApprovalRequest>(async writing =>
        {
            if (await writing.Db.ApprovalRequests.SingleOrDefaultAsync(request => request.Id == id) is not { } request)
            {
                return new ApprovalRequestNotFound(id);
            }

            if (!request.IsOf(actor))
            {
                return new NotYourApprovalRequest();
            }

            if (request.Status == ApprovalStatus.Withdrawn)
            {
                return request;
            }

            if (request.Status != ApprovalStatus.Waiting)
            {
                return new ApprovalRequestDecided(id, request.DecidedBy ?? "");
            }

            Decide(writing, request, ApprovalStatus.Withdrawn, key: null, remarks: null, actor);
            writing.Audit(actor, "WithdrawApprovalRequest", request.CustomerId, null, $"request {id}");
            return request;
        });
    }

    /// <summary>Turns a request down, with a remark. The same rejection twice is one.</summary>
    /// <param name="id">The request.</param>
    /// <param name="key">The key of the command.</param>
    /// <param name="remarks">Why.</param>
    /// <param name="actor">Who rejects.</param>
    /// <returns>
    /// The request; or, in this order, <see cref="NotAllowed"/>, <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="ApprovalRequestNotFound"/>, <see cref="ApprovalRequestDecided"/>, <see cref="OwnApprovalRequest"/>.
    /// </returns>
    public Task<Result<ApprovalRequest>> RejectAsync(ApprovalRequestId id, Guid key, string remarks, Actor actor)
    {
        Refusal? refusal = !actor.May(Capability.ApproveChanges) ? new NotAllowed(Capability.ApproveChanges)
            : string.IsNullOrWhiteSpace(remarks) ? new ReasonMissing()
            : remarks.Trim().Length > ApprovalRequest.RemarksLength ? new TextTooLong(ApprovalRequest.RemarksLength)
            : null;
        return refusal is not null ? Refused<ApprovalRequest>(refusal) : _store.WriteAsync<ApprovalRequest>(writing =>
        {
            if (!Open(writing, id, key).Succeeded(out var request, out var unfit) || request.DecisionKey == key)
            {
                return Task.FromResult<Result<ApprovalRequest>>(unfit is null ? request! : unfit);
            }

            if (request.IsOf(actor))
            {
                return Refused<ApprovalRequest>(new OwnApprovalRequest());
            }

            Decide(writing, request, ApprovalStatus.Rejected, key, remarks, actor);
            writing.Audit(actor, "RejectApprovalRequest", request.CustomerId, null, $"request {id} by {request.Actor}: {request.Remarks}");
            return Task.FromResult<Result<ApprovalRequest>>(request);
        });
    }

    /// <summary>What approving a request would do now: it is done, and taken back.</summary>
    /// <returns>
    /// The effect; or, in this order, <see cref="NotAllowed"/>, <see cref="ApprovalRequestNotFound"/>, <see cref="ApprovalRequestDecided"/>.
    /// </returns>
    public Task<Result<ApprovalPreview>> PreviewAsync(ApprovalRequestId id, Actor actor) => actor.May(Capability.ApproveChanges)
        ? _store.RehearseAsync(writing => Preview(writing, id))
        : Refused<ApprovalPreview>(new NotAllowed(Capability.ApproveChanges));

    /// <summary>Lets a request happen, in the name of whoever submitted it.</summary>
    /// <returns>
    /// The request, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="TextTooLong"/>,
    /// <see cref="ApprovalRequestNotFound"/>, <see cref="ApprovalRequestDecided"/>, <see cref="OwnApprovalRequest"/>,
    /// <see cref="AskAColleague"/> where the account looks like the operator's own, <see cref="ApprovalAccountChanged"/>, and what
    /// the deed itself refuses.
    /// </returns>
    public async Task<Result<ApprovalRequest>> ApproveAsync(Approval approval, Actor actor)
    {
        if (!actor.May(Capability.ApproveChanges))
        {
            return new NotAllowed(Capability.ApproveChanges);
        }

        if (approval.Remarks?.Trim().Length > ApprovalRequest.RemarksLength)
        {
            return new TextTooLong(ApprovalRequest.RemarksLength);
        }

        var approved = await _store.WriteAsync(writing => Task.FromResult(Approve(writing, approval, actor)));
        if (!approved.Succeeded(out _, out var refusal) && refusal is OwnApprovalRequest or AskAColleague)
        {
            await FourEyes.NoteTryAsync(_store, actor, $"request {approval.Request}");
        }

        return approved;
    }

    private static Result<ApprovalRequest> Approve(Writing writing, Approval approval, Actor actor)
    {
        if (!Open(writing, approval.Request, approval.Key).Succeeded(out var request, out var refusal))
        {
            return refusal;
        }

        if (request.DecisionKey == approval.Key)
        {
            return request;
        }

        if (request.IsOf(actor))
        {
            return new OwnApprovalRequest();
        }

        if (FourEyes.IsOwn(writing.Connection, writing.Settings, actor, request.CustomerId))
        {
            return new AskAColleague();
        }

        if (Versions(writing.Connection, request.CustomerId) != approval.Seen)
        {
            return new ApprovalAccountChanged();
        }

        if (Do(writing, request) is { } obstacle)
        {
            return obstacle;
        }

        Decide(writing, request, ApprovalStatus.Approved, approval.Key, approval.Remarks, actor);
        writing.Audit(actor, "ApproveRequest", request.CustomerId, null, $"request {request.Id}: {request.Deed} by {request.Actor}");
        return request;
    }

    private static Result<ApprovalPreview> Preview(Writing writing, ApprovalRequestId id)
    {
        if (!Open(writing, id, key: null).Succeeded(out var request, out var refusal))
        {
            return refusal;
        }

        var customer = writing.Db.Customers.AsNoTracking().Single(known => known.Id == request.CustomerId);
        var seen = Versions(writing.Connection, request.CustomerId);
        var (now, tier) = Standing(writing, request.CustomerId);
        var (reason, text) = Texts(request);
        if (Do(writing, request) is { } obstacle)
        {
            return new ApprovalPreview(request, customer, reason, text, now, null, tier, null, obstacle, seen);
        }

        var (after, tierAfter) = Standing(writing, request.CustomerId);
        return new ApprovalPreview(request, customer, reason, text, now, after, tier, tierAfter, null, seen);
    }

    private static Result<Rehearsed> Rehearse(Writing writing, ApprovalOrder order, string content, Actor actor)
    {
        if (writing.Db.ApprovalRequests.AsNoTracking().SingleOrDefault(known => known.CommandKey == order.Key) is { } known)
        {
            return new Rehearsed(known.CustomerId, known.Points, known.Cause);
        }

        if (writing.Db.Commands.Any(command => command.Key == order.Key))
        {
            return new CommandKeyReused();
        }

        // Whether it may be done alone is told by doing it so: the deed's own check answers what it needs.
        if (Carry(writing, order.Deed, content, null, actor).Succeeded(out _, out var refusal))
        {
            return new NoApprovalNeeded();
        }

        if (refusal is not ApprovalNeeded needed)
        {
            return refusal;
        }

        var customer = CustomerOf(writing, order.Deed, content);
        var before = AccountOf(writing, customer);
        writing.IsApproved = true;
        if (!Carry(writing, order.Deed, content, null, actor).Succeeded(out _, out refusal))
        {
            return refusal;
        }

        return new Rehearsed(customer, AccountOf(writing, customer).Balance - before.Balance, needed switch
        {
            OwnAccount => ApprovalCause.OwnAccount,
            OverEntryLimit => ApprovalCause.EntryLimit,
            OverDayLimit => ApprovalCause.DayLimit,
            _ => throw new InvalidOperationException($"{needed} has no cause."),
        });
    }

    private static ApprovalRequest Request(Writing writing, ApprovalOrder order, string content, Actor actor, Rehearsed effect) => new()
    {
        Id = new ApprovalRequestId(1 + ((Reads)writing.Connection).Number("SELECT MAX(Id) FROM ApprovalRequests")),
        Deed = order.Deed,
        CustomerId = effect.Customer,
        Points = effect.Points,
        Cause = effect.Cause,
        Status = ApprovalStatus.Waiting,
        Actor = actor.Name,
        ActorKey = actor.Key,
        CreatedAt = writing.Now,
        Content = content,
        CommandKey = order.Key,
    };

    private static Result<ApprovalRequest> Open(Writing writing, ApprovalRequestId id, Guid? key)
    {
        if (writing.Db.ApprovalRequests.SingleOrDefault(request => request.Id == id) is not { } request)
        {
            return new ApprovalRequestNotFound(id);
        }

        return request.Status == ApprovalStatus.Waiting || (key is not null && request.DecisionKey == key)
            ? request
            : new ApprovalRequestDecided(id, request.DecidedBy ?? "");
    }

    private static void Decide(Writing writing, ApprovalRequest request, ApprovalStatus status, Guid? key, string? remarks, Actor actor)
    {
        (request.Status, request.DecidedAt, request.DecidedBy, request.DecisionKey) = (status, writing.Now, actor.Name, key);
        request.Remarks = string.IsNullOrWhiteSpace(remarks) ? null : remarks.Trim();
        writing.Db.SaveChanges();
    }

    // What it does, in the name of whoever submitted it; they had the right when they did.
    private static Refusal? Do(Writing writing, ApprovalRequest request)
    {
        writing.IsApproved = true;
        var author = new Actor(request.Actor, Enum.GetValues<Capability>().ToHashSet());
        if (!Carry(writing, request.Deed, request.Content, request.CustomerId, author).Succeeded(out var carried, out var refusal))
        {
            return refusal;
        }

        if (carried.Entry is { } booked)
        {
            writing.Db.Commands.Add(new Command { Key = request.CommandKey, Fingerprint = [], EntryId = booked, CreatedAt = writing.Now });
        }

        return null;
    }

    // On the customer of the request, who may be another one since a merge, and on the account as it is now.
    private static Result<Carried> Carry(Writing writing, ApprovalDeed deed, string content, CustomerId? on, Actor actor)
    {
        switch (deed)
        {
            case ApprovalDeed.AdjustPoints:
                var adjustment = Read<Adjustment>(content);
                return Of(PointsLedger.Adjust(
                    writing, on is { } account ? adjustment with { Customer = account, SeenVersion = Version(writing, account) } : adjustment, actor));
            case ApprovalDeed.ReverseEntry:
                return Of(PointsLedger.Reverse(writing, Read<EntryReversal>(content), actor));
            case ApprovalDeed.GrantCampaign:
                var grant = Read<CampaignGrant>(content);
                return Of(CampaignGrants.Grant(
                    writing, on is { } granted ? grant with { Customer = granted, SeenVersion = Version(writing, granted) } : grant, actor));
            case ApprovalDeed.SpendReward:
                var spend = Read<RewardSpend>(content);
                return Of(RewardBook.Spend(writing, on is { } spending ? spend with { Customer = spending, SeenVersion = Version(writing, spending) } : spend, actor));
            case ApprovalDeed.ChangeTier:
                var order = Read<TierOrder>(content);
                var changed = CustomerTiers.Change(
                    writing, on is { } raised ? order with { Customer = raised, SeenVersion = CustomerTiers.Version(writing.Connection, raised) } : order, actor, []);
                return changed.Succeeded(out _, out var refusal) ? new Carried(null) : (Result<Carried>)refusal;
            default:
                throw new ArgumentOutOfRangeException(nameof(deed));
        }

        static Result<Carried> Of(Result<LedgerEntry> booked) =>
            booked.Succeeded(out var entry, out var refusal) ? new Carried(entry.Id) : (Result<Carried>)refusal;
    }

    private static CustomerId CustomerOf(Writing writing, ApprovalDeed deed, string content) => deed switch
    {
        ApprovalDeed.AdjustPoints => Read<Adjustment>(content).Customer,
        ApprovalDeed.GrantCampaign => Read<CampaignGrant>(content).Customer,
        ApprovalDeed.SpendReward => Read<RewardSpend>(content).Customer,
        ApprovalDeed.ChangeTier => Read<TierOrder>(content).Customer,
        ApprovalDeed.ReverseEntry => writing.Db.LedgerEntries.AsNoTracking().Single(entry => entry.Id == Read<EntryReversal>(content).Entry).CustomerId,
        _ => throw new ArgumentOutOfRangeException(nameof(deed)),
    };

    private static (string? Reason, string? CustomerText) Texts(ApprovalRequest request)
    {
        // Of a deleted customer nothing is left of it.
        using var content = JsonDocument.Parse(request.Content);
        return (Text("InternalReason") ?? Text("Reason") ?? Text("Note"), Text("CustomerText"));

        string? Text(string name) => content.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
    }

    private static (Figures Figures, Tier Tier) Standing(Writing writing, CustomerId customer) =>
        (AccountOf(writing, customer), writing.Tiers.Of(new TierId(((Reads)writing.Connection).Number("SELECT TierId FROM Customers WHERE Id = @0", customer.Value))));

    private static Figures AccountOf(Writing writing, CustomerId customer)
    {
        var account = AccountReader.Read(writing.Connection, customer);
        account.AdvanceTo(writing.Now, writing.Now);
        return account.FiguresAt(writing.Now);
    }

    private static ApprovalVersions Versions(Reads reads, CustomerId customer) => new(
        reads.Number("SELECT Version FROM Accounts WHERE CustomerId = @0", customer.Value), CustomerTiers.Version(reads, customer));

    private static long Version(Writing writing, CustomerId customer) => Versions(writing.Connection, customer).Account;

    private static T Read<T>(string content) => JsonSerializer.Deserialize<T>(content, CommandContent.Json)!;

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);

    private sealed record Rehearsed(CustomerId Customer, Points Points, ApprovalCause Cause);

    // What was booked; nothing where a level changed.
    private sealed record Carried(LedgerEntryId? Entry);
}
