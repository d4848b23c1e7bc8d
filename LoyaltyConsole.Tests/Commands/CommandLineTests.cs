using System.Diagnostics;
using System.Text.Json;
using LoyaltyConsole.Commands;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private const string Now = "2025-11-28T13:37:00Z";

    private readonly ConsoleFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Seeds_checks_and_backs_up_and_finds_what_was_tampered_with()
    {
        var seeded = await _folder.RunAsync("seed", "--customers", "40", "--now", Now, "--json");
        var sound = await _folder.RunAsync("check", "--json");
        var copy = Path.Combine(_folder.Path, "copy.db");
        var backup = await _folder.RunAsync("backup", copy, "--json");
        var again = await _folder.RunAsync("backup", copy);
        Tamper(copy);
        var tampered = await _folder.RunAsync("check", "--json", "--db", $"Data Source={copy}");

        Assert.Equal((0, 40), (seeded.ExitCode, Json(seeded).GetProperty("customers").GetInt32()));
        Assert.Equal((0, 0), (sound.ExitCode, Json(sound).GetProperty("violations").GetInt32()));
        Assert.Equal(Json(seeded).GetProperty("entries").GetInt64(), Json(sound).GetProperty("entries").GetInt64());
        Assert.Equal((0, new FileInfo(copy).Length), (backup.ExitCode, Json(backup).GetProperty("bytes").GetInt64()));
        Assert.Equal(1, again.ExitCode);
        Assert.Equal(1, tampered.ExitCode);
        Assert.InRange(Json(tampered).GetProperty("violations").GetInt32(), 1, 10);
        Assert.Contains("What is left of a lot", tampered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_is_a_small_process_of_the_same_number_and_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What makes a process small is glibc's.");
        using var verb = Process.Start(_folder.Start([], ["seed", "--customers", "100000", "--as", "Jürgen O'Neill", "--now", Now]))!;

        Assert.NotNull(await verb.StandardError.ReadLineAsync(Cancel));
        var (environment, words) = (await OfAsync("environ"), await OfAsync("cmdline"));
        verb.Kill();
        await verb.WaitForExitAsync(Cancel);

        Assert.Contains("MALLOC_ARENA_MAX=1", environment);
        Assert.Equal(["--as", "Jürgen O'Neill", "--now", Now], words[^4..]);

        async Task<string[]> OfAsync(string what) => (await File.ReadAllTextAsync($"/proc/{verb.Id}/{what}", Cancel)).TrimEnd('\0').Split('\0');
    }

    [Fact]
    public async Task S_003_and_E_015_are_commands_too_and_stand_in_the_audit_trail()
    {
        await _folder.RunAsync("seed", "--customers", "40", "--now", Now);
        var (customers, ledger) = (Path.Combine(_folder.Path, "customers.csv"), Path.Combine(_folder.Path, "ledger.csv"));

        var some = await _folder.RunAsync("export", "customers", "--filter", "status=active", "--format", "mailchimp", "--out", customers, "--json", "--now", Now);
        var all = await _folder.RunAsync("export", "ledger", "--out", ledger, "--json", "--as", "ops", "--reason", "yearly accounts", "--now", Now);
        var printed = await _folder.RunAsync("export", "orders", "--now", Now);
        var wrong = await _folder.RunAsync("export", "customers", "--filter", "status=asleep", "--out", Path.Combine(_folder.Path, "none.csv"), "--now", Now);
        var lost = await _folder.RunAsync("export", "ledger", "--json");

        Assert.Equal((0, 0, 0, 1, 2), (some.ExitCode, all.ExitCode, printed.ExitCode, wrong.ExitCode, lost.ExitCode));
        Assert.StartsWith("Email Address,", await File.ReadAllTextAsync(customers, Cancel), StringComparison.Ordinal);
        Assert.Equal(Json(all).GetProperty("rows").GetInt64() + 1, (await File.ReadAllLinesAsync(ledger, Cancel)).Length);
        Assert.Contains("order_ref,type,placed_at", printed.Output, StringComparison.Ordinal);
        Assert.Contains("status=asleep", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(["customers.csv", "ledger.csv"], Directory.GetFiles(_folder.Path, "*.csv*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("RequestExport by ops: export 2: Ledger; all rows; reason: yearly accounts", Trail());
    }

    [Fact]
    public async Task A_job_says_what_it_did_and_does_it_once()
    {
        await _folder.RunAsync("seed", "--customers", "40", "--now", Now);

        var first = await _folder.RunAsync("job", "expiry", "--now", "2027-11-28T13:37:00Z", "--json");
        var second = await _folder.RunAsync("job", "accounts", "--now", "2027-11-28T13:37:00Z", "--json");
        var check = await _folder.RunAsync("check");

        Assert.InRange(Json(first).GetProperty("changed").GetInt32(), 1, 40);
        Assert.Equal(0, Json(first).GetProperty("errors").GetInt32());
        Assert.Equal(0, Json(second).GetProperty("processed").GetInt32());
        Assert.Equal((0, 0, 0), (first.ExitCode, second.ExitCode, check.ExitCode));
    }

    [Fact]
    public async Task S11_who_is_let_in_or_shut_out_by_command_stands_in_the_audit_trail_and_one_administrator_stays()
    {
        await _folder.RunAsync("staff", "add", "kim@shop.example", "--role", "Administrator", "--as", "ops");

        var last = await _folder.RunAsync("staff", "revoke", "kim@shop.example");
        await _folder.RunAsync("staff", "add", "lea@shop.example", "--role", "Administrator");
        var one = await _folder.RunAsync("staff", "revoke", "kim@shop.example", "--as", "ops");

        Assert.Equal((1, 0), (last.ExitCode, one.ExitCode));
        Assert.Contains("administrator", last.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "AddStaff by ops: kim@shop.example (kim@shop.example), Administrator",
                "AddStaff by command line: lea@shop.example (lea@shop.example), Administrator",
                "DisableStaff by ops: disabled",
            ],
            Trail());
    }

    [Fact]
    public async Task L_081_the_job_outbox_mails_merge_requests_to_whoever_may_approve_them_once()
    {
        await _folder.RunAsync("seed", "--customers", "400", "--now", Now);
        await _folder.RunAsync("staff", "add", "boss@shop.example", "--role", "Manager", "--language", "de");
        await _folder.RunAsync("staff", "add", "agent@shop.example", "--role", "Agent");

        var first = await _folder.RunAsync("job", "outbox", "--now", "2027-11-28T13:37:00Z", "--json");
        var second = await _folder.RunAsync("job", "outbox", "--now", "2027-11-28T13:37:00Z", "--json");

        var mails = Directory.GetFiles(_folder.MailFolder).Select(ReceivedMail.Of).ToList();
        Assert.Equal((0, 2 * mails.Count, 0), (first.ExitCode, Json(first).GetProperty("changed").GetInt32(), Json(first).GetProperty("errors").GetInt32()));
        Assert.Equal((0, 0), (second.ExitCode, Json(second).GetProperty("processed").GetInt32()));
        Assert.NotEmpty(mails);
        Assert.All(mails, mail => Assert.Contains("boss@shop.example", Assert.Single(mail.Field("To")), StringComparison.Ordinal));
        Assert.All(mails, mail => Assert.Contains("wartet auf eine Entscheidung", Assert.Single(mail.Field("Subject")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task E_052_the_job_outbox_hands_e_mails_to_the_server_of_the_settings_and_says_when_it_is_away()
    {
        await _folder.RunAsync("seed", "--customers", "1", "--now", Now);
        await using var services = ProgrammeServices.Over(_folder.ConnectionString);
        var guest = await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Gus Guest", "gus@example.org", registered: false);
        (await services.GetRequiredService<CustomerPins>().ResetAsync(Guid.CreateVersion7(), guest, Actor.Console("test"))).OrThrow();
        await using var listener = new SmtpListener { Objection = _ => "451 Come back later" };
        (string, string)[] settings = [("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{listener.Port}"), ("Mail:Tls", "false"), ("Mail:From", "loyalty@shop.example")];

        var away = await _folder.RunAsync(settings, "job", "outbox", "--now", "2027-11-28T13:37:00Z", "--json");
        listener.Objection = _ => null;
        var there = await _folder.RunAsync(settings, "job", "outbox", "--now", "2027-11-28T13:39:00Z", "--json");

        Assert.Equal((1, 0, 1), (away.ExitCode, Json(away).GetProperty("changed").GetInt32(), Json(away).GetProperty("errors").GetInt32()));
        Assert.Equal((0, 1, 0), (there.ExitCode, Json(there).GetProperty("changed").GetInt32(), Json(there).GetProperty("errors").GetInt32()));
        Assert.Equal("gus@example.org", Assert.Single(Assert.Single(listener.Mails).To));
        Assert.False(Directory.Exists(_folder.MailFolder));
    }

    [Fact]
    public async Task R_5_6_8_the_job_tiers_foretells_whom_it_moves_and_moves_them_once()
    {
        const string yearLater = "2026-11-30T00:05:00Z";
        await _folder.RunAsync("seed", "--customers", "40", "--now", Now);

        var foretold = await _folder.RunAsync("job", "tiers", "--dry-run", "--on", "2026-11-30", "--now", Now, "--json");
        var first = await _folder.RunAsync("job", "tiers", "--now", yearLater, "--json");
        var second = await _folder.RunAsync("job", "tiers", "--now", yearLater, "--json");

        Assert.InRange(Json(first).GetProperty("changed").GetInt32(), 1, 40);
        Assert.Equal(Json(first).GetProperty("changed").GetInt32(), Json(foretold).GetProperty("changed").GetInt32());
        Assert.Equal(Json(foretold).GetProperty("changed").GetInt32(), Json(foretold).GetProperty("movers").GetArrayLength());
        foreach (var move in (string[])["raised", "dropped"])
        {
            Assert.Equal(Json(foretold).GetProperty(move).GetInt32(), Json(first).GetProperty(move).GetInt32());
        }

        Assert.InRange(Json(first).GetProperty("dropped").GetInt32(), 1, 40);
        Assert.Equal(0, Json(second).GetProperty("processed").GetInt32());
        Assert.EndsWith("0 errors, 0 raised, 0 dropped.", (await _folder.RunAsync("job", "tiers", "--now", yearLater)).Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (foretold.ExitCode, first.ExitCode, second.ExitCode));
    }

    [Theory]
    [InlineData("job", "tiers", "--on", "2026-01-01")]
    [InlineData("job", "tiers", "--dry-run", "--on", "soon")]
    [InlineData("nonsense")]
    [InlineData("seed")]
    [InlineData("seed", "--customers", "many")]
    [InlineData("seed", "--customers", "0")]
    [InlineData("check", "--now", "yesterday")]
    [InlineData("check", "--db", "not a connection string")]
    [InlineData("backup")]
    [InlineData("job")]
    [InlineData("job", "laundry")]
    public async Task Bad_usage_ends_with_two_and_says_why(params string[] arguments)
    {
        var outcome = await _folder.RunAsync(arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.NotEmpty(outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("job", "accounts")]
    [InlineData("backup", "never.db")]
    public async Task A_verb_that_reads_makes_no_empty_database_of_a_wrong_path(params string[] arguments)
    {
        var outcome = await _folder.RunAsync(arguments);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("There is no database", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Theory]
    [InlineData(true, "check")]
    [InlineData(true, "--help")]
    [InlineData(true, "typo")]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:0")]
    [InlineData(false, "/urls=http://127.0.0.1:0")]
    [InlineData(false, "Clock:Now=2025-11-28T13:37:00Z")]
    public void Settings_of_the_web_console_are_told_from_verbs(bool isVerb, params string[] arguments) =>
        Assert.Equal(isVerb, CommandLine.Handles(arguments));

    private static JsonElement Json(ConsoleFolder.Outcome outcome) =>
        JsonDocument.Parse(outcome.Output.TrimEnd().Split('\n')[^1]).RootElement;

    private IEnumerable<string> Trail()
    {
        using var connection = new SqliteConnection(_folder.ConnectionString);
        connection.Open();
        return connection.Query(
            "SELECT Deed || ' by ' || Actor || ': ' || After FROM AuditEntries WHERE Deed LIKE '%Staff' OR Deed = 'RequestExport' ORDER BY Id", row => row.GetString(0));
    }

    private static void Tamper(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            DROP TRIGGER Lots_only_change_what_is_left;
            UPDATE Lots SET Remaining = Remaining - 1 WHERE EntryId = (SELECT MIN(EntryId) FROM Lots WHERE Remaining > 0);
            """;
        command.ExecuteNonQuery();
    }
}
