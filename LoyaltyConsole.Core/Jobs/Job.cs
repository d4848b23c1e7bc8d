using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Jobs;

/// <summary>What the programme does by itself. The numbers are stored; never reuse one.</summary>
public enum Job
{
    /// <summary>Discards redemptions whose coupon code was not used in time (L-069).</summary>
    Reservations = 1,

    /// <summary>Brings accounts up to date on which time alone has changed something (rules 5.2.1 and 5.4.7).</summary>
    Accounts = 2,

    /// <summary>Books what has run out (rule 5.5).</summary>
    Expiry = 3,

    /// <summary>Evaluates the levels that are due, and raises whoever has come to qualify (rule 5.6.8).</summary>
    Tiers = 4,

    /// <summary>Holds every invariant against the whole ledger (rule 5.1.4).</summary>
    LedgerCheck = 5,

    /// <summary>Pays the points of birthday campaigns.</summary>
    Birthdays = 6,

    /// <summary>Sends the messages that wait in the outbox.</summary>
    Outbox = 7,

    /// <summary>Carries out the approved merges whose delay is over (rule 5.7).</summary>
    Merges = 8,

    /// <summary>Divides the customers into segments by every model, as of the day (X11).</summary>
    Segments = 9,

    /// <summary>Tells mailing services and shops of the customers who changed (E-049, E-058).</summary>
    Connections = 10,
}

/// <summary>What a run of a job did so far, or in all.</summary>
/// <param name="Processed">What it looked at: accounts, customers.</param>
/// <param name="Changed">On how many of them it changed something.</param>
/// <param name="Errors">How many could not be dealt with, or are wrong.</param>
public sealed record JobReport(long Processed, long Changed, long Errors)
{
    /// <summary>What is wrong, one by one, as far as the job knows; at most a few hundred.</summary>
    public IReadOnlyList<JobFinding> Findings { get; init; } = [];

    /// <summary>What only this job counts, in one word each: told to whoever ran it, and not kept.</summary>
    public IReadOnlyList<(string Name, long Count)> Particulars { get; init; } = [];
}

/// <summary>One thing that a job found wrong.</summary>
/// <param name="Customer">Whom it is about; null where it is nobody's.</param>
/// <param name="Text">What is wrong, as technicians write it.</param>
public sealed record JobFinding(CustomerId? Customer, string Text);

/// <summary>What a job does; it reports how far it has come, and can be stopped between two steps.</summary>
internal delegate Task<JobReport> JobWork(Action<JobReport> report, CancellationToken cancellationToken);

/// <summary>The job is at work already, in this process.</summary>
public sealed record JobIsRunning(Job Job) : Refusal;
