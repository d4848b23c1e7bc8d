using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Customers;

/// <summary>
/// Lets customers leave the programme and come back (S-009, D13). Whoever has left collects nothing and no shop shows them
/// the programme; points, history and profile stay as they are, and points run out as usual.
/// </summary>
public sealed class Participation
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLength = 500;

    private readonly LoyaltyStore _store;

    internal Participation(LoyaltyStore store) => _store = store;

    /// <summary>"Remove from the programme" (S-009). Doing it twice changes nothing.</summary>
    /// <param name="customer">Who leaves.</param>
    /// <param name="reason">Why, for whoever asks later; at most <see cref="ReasonLength"/> characters.</param>
    /// <param name="actor">Who does it.</param>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>.
    /// </returns>
    public Task<Result<Done>> LeaveAsync(CustomerId customer, string reason, Actor actor)
    {
        if (!actor.May(Capability.ChangeStatus))
        {
            return Refused(new NotAllowed(Capability.ChangeStatus));
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return Refused(new ReasonMissing());
        }

        return reason.Trim().Length > ReasonLength
            ? Refused(new TextTooLong(ReasonLength))
            : ChangeAsync(customer, isIn: false, "LeaveProgramme", $"out of the programme: {reason.Trim()}", actor);
    }

    /// <summary>Takes a customer back who has left. Doing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<Done>> RejoinAsync(CustomerId customer, Actor actor) => actor.May(Capability.ChangeStatus)
        ? ChangeAsync(customer, isIn: true, "RejoinProgramme", "in the programme", actor)
        : Refused(new NotAllowed(Capability.ChangeStatus));

    private Task<Result<Done>> ChangeAsync(CustomerId id, bool isIn, string deed, string after, Actor actor) => _store.WriteAsync<Done>(async writing =>
    {
        var customer = await writing.Db.Customers.SingleOrDefaultAsync(customer => customer.Id == id);
        if (customer is null)
        {
            return new CustomerNotFound(id);
        }

        if (customer.Status == CustomerStatus.Deleted)
        {
            return new CustomerDeleted();
        }

        if (customer.LeftAt is null != isIn)
        {
            customer.LeftAt = isIn ? null : writing.Now;
            customer.ModifiedAt = writing.Now;
            writing.Audit(actor, deed, id, isIn ? "out of the programme" : "in the programme", after);
        }

        return default(Done);
    });

    private static Task<Result<Done>> Refused(Refusal refusal) => Task.FromResult<Result<Done>>(refusal);
}
