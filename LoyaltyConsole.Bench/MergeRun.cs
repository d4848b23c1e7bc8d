using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The merge of two heavy customers in one transaction, its rehearsal, and how long somebody waits who books beside it;
/// beside the least that the statements which move the rows can take.
/// </summary>
internal static class MergeRun
{
    private const int Pairs = 5;
    private const int CreditsForADebit = 9;
    private const double MostSeconds = 2;
    private const double LongestWaitMilliseconds = 250;

    private static readonly Actor Shop = Actor.Console("shop");
    private static readonly Actor Manager = Actor.Person("Petra Lang", StaffRole.Manager);

    public static async Task<int> MeasureAsync(int entries)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "merge.db");
            await using var services = new ServiceCollection().AddSingleton<IClock>(SystemClock.Instance)
                .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = $"Data Source={file}" }).BuildServiceProvider();
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
            var store = services.GetRequiredService<LoyaltyStore>();
            var other = await AddAsync(store, "other@example.org", 1);
            var requests = new List<MergeRequestId>();
            for (var pair = 0; pair < Pairs; pair++)
            {
                await AddAsync(store, $"main{pair}@example.org", entries);
                await AddAsync(store, $"gone{pair}@example.org", entries);
                requests.Add((await services.GetRequiredService<MergeRequests>().SubmitAsync(
                    new NewMergeRequest(Guid.CreateVersion7(), $"main{pair}@example.org", $"gone{pair}@example.org", IsConfirmed: true), Shop)).OrThrow().Id);
            }

            var raw = Raw(file, Path.Combine(folder.FullName, "raw.db"));
            var merges = services.GetRequiredService<AccountMerges>();

            // A console has been up for long when two such customers come.
            (await merges.RehearseAsync(requests[0], choices: null, Manager)).OrThrow();
            using var stopping = new CancellationTokenSource();
            var waiting = BookAsync(services.GetRequiredService<CustomerProfiles>(), other, stopping.Token);
            var (rehearsals, approvals) = (new List<double>(), new List<double>());
            foreach (var request in requests)
            {
                var started = Stopwatch.GetTimestamp();
                var rehearsal = (await merges.RehearseAsync(request, choices: null, Manager)).OrThrow();
                rehearsals.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                started = Stopwatch.GetTimestamp();
                (await merges.ApproveAsync(new MergeApproval(Guid.CreateVersion7(), request, rehearsal.Versions, rehearsal.Proposal, null), Manager)).OrThrow();
                approvals.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            await stopping.CancelAsync();
            var (bookings, longest) = await waiting;
            var violations = (await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations.Count;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | merging two customers of {entries:N0} entries each, {Pairs} times | measured | budget |
                | --- | ---: | ---: |
                | raw: the entries, lots and allocations change their owner | {raw:0.00} s | |
                | the rehearsal, at the most | {rehearsals.Max():0.00} s | {MostSeconds:0.00} s |
                | the merge, with the erasure of the account that goes, at the most | {approvals.Max():0.00} s | {MostSeconds:0.00} s |
                | a person who books beside it waited at the most, of {bookings:N0} times | {longest:0} ms | {LongestWaitMilliseconds:0} ms |
                | what the check of the ledger finds afterwards | {violations} | 0 |
                """));
            return violations == 0 && rehearsals.Max() <= MostSeconds && approvals.Max() <= MostSeconds && longest <= LongestWaitMilliseconds ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<CustomerId> AddAsync(LoyaltyStore store, string email, int entries) => (await store.WriteAsync<LedgerEntry>(writing =>
    {
        var customer = CustomerRegister.Add(writing, CustomerRegister.New(
            CustomerRegister.Integration(writing, "Shop"), refId: null, email, email, phone: null, isRegistered: true, writing.Now));
        var account = AccountReader.Read(writing.Connection, customer);
        LedgerEntry? last = null;
        for (var number = 1; number <= entries; number++)
        {
            var isDebit = number % (CreditsForADebit + 1) == 0;
            last = new LedgerEntry
            {
                CustomerId = customer,
                OriginalCustomerId = customer,
                Kind = isDebit ? EntryKind.ManualDebit : EntryKind.ManualCredit,
                Points = Points.Whole(isDebit ? -15 : 10),
                Reason = ReasonKind.Goodwill,
                InternalReason = $"For {email}",
                EffectiveAt = writing.Now,
                CreatedAt = writing.Now,
                Actor = "bench",
            };
            if (isDebit)
            {
                account.Redeem(last);
                continue;
            }

            account.Credit(last, lockedUntil: null, writing.Now + Duration.FromDays(30 + number));
        }

        writing.Ledger.Append(account, writing.Now);
        return Task.FromResult<Result<LedgerEntry>>(last!);
    })).OrThrow().CustomerId;

    // On a copy, with prepared pages, in one durable transaction.
    private static double Raw(string file, string copy)
    {
        using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            connection.Open();
            connection.Execute($"VACUUM INTO '{copy}'");
        }

        using var raw = new SqliteConnection($"Data Source={copy}");
        raw.Open();
        SqlitePragmas.Apply(raw, forWriting: true);
        var started = Stopwatch.GetTimestamp();
        using var transaction = raw.BeginTransaction();
        raw.Execute("UPDATE LedgerEntries SET CustomerId = 2 WHERE CustomerId = 3");
        raw.Execute("UPDATE Lots SET CustomerId = 2 WHERE CustomerId = 3");
        raw.Execute("UPDATE Allocations SET CustomerId = 2 WHERE CustomerId = 3");
        transaction.Commit();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(int Bookings, double Longest)> BookAsync(CustomerProfiles profiles, CustomerId customer, CancellationToken stopping)
    {
        var (bookings, longest) = (0, 0.0);
        for (var locked = true; bookings == 0 || !stopping.IsCancellationRequested; locked = !locked)
        {
            var asked = Stopwatch.GetTimestamp();
            (await profiles.SetLockedAsync(customer, locked, Manager)).OrThrow();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            bookings++;
            await Task.Delay(10, CancellationToken.None);
        }

        return (bookings, longest);
    }
}
