using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Core.Jobs;

/// <summary>Which service does which job.</summary>
internal static class ProgrammeJobs
{
    public static IReadOnlyDictionary<Job, JobWork> Of(IServiceProvider services) => new Dictionary<Job, JobWork>
    {
        [Job.Reservations] = (report, stop) => services.GetRequiredService<LapsedReservations>().RunAsync(report, stop),
        [Job.Accounts] = async (_, stop) => Refreshed(await services.GetRequiredService<AccountRefresh>().RunAsync(stop)),

        // One walk brings an account's time up to now, whatever it brings: what has run out is booked on the way.
        [Job.Expiry] = async (_, stop) => Refreshed(await services.GetRequiredService<AccountRefresh>().RunAsync(stop)),
        [Job.Tiers] = async (report, stop) =>
            Recalculated(await services.GetRequiredService<TierRecalculation>().RunAsync(sofar => report(Recalculated(sofar)), stop)),
        [Job.Birthdays] = (report, stop) => services.GetRequiredService<BirthdayPoints>().RunAsync(report, stop),
        [Job.Outbox] = (report, stop) => new OutboxSender(
            services.GetRequiredService<LoyaltyStore>(), services.GetRequiredService<IClock>(), services.GetRequiredService<IPostOffice>()).RunAsync(report, stop),
        [Job.Merges] = (report, stop) => services.GetRequiredService<DueMerges>().RunAsync(report, stop),
        [Job.Segments] = (report, stop) => services.GetRequiredService<SegmentRunner>().RunAsync(report, stop),
        [Job.Connections] = (report, stop) => new ConnectionSender(
            services.GetRequiredService<LoyaltyStore>(), services.GetRequiredService<IClock>(), services.GetRequiredService<ISecretKeeper>(),
            services.GetRequiredService<IContactCarrier>()).RunAsync(report, stop),
        [Job.LedgerCheck] = async (_, stop) =>
        {
            await services.GetRequiredService<Erasures>().TidyAsync(stop);
            return Checked(await services.GetRequiredService<LedgerCheck>().RunAsync(stop));
        },
    };

    private static JobReport Refreshed(RefreshReport report) => new(report.Processed, report.Changed, report.Errors);

    private static JobReport Recalculated(TierReport report) => new(report.Processed, report.Changed, report.Errors)
    {
        Particulars = [("raised", report.Raised), ("dropped", report.Dropped)],
    };

    private static JobReport Checked(CheckReport report) => new(report.Customers, 0, report.Violations.Count)
    {
        Findings = [.. report.Violations.Select(violation => new JobFinding(violation.Customer, $"{violation.Invariant}: {violation.Detail}"))],
    };
}
