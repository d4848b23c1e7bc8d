using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>The three steps of an import of points (5.10.1, contracts).</summary>
public sealed class PointsImportTests : PointsImportTest
{
    [Fact]
    public async Task S_005_E_014_a_rehearsal_tells_row_by_row_what_would_happen_and_books_nothing()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        await Programme.LotAsync(ada, 40);

        var import = await StageAsync("email,points,locked_until\nADA@example.com,25,\nada@example.com,-5,\nada@example.com,460,2026-01-01\nnobody@example.com,7,\n");

        Assert.Equal((ImportStatus.Rehearsed, ImportKind.Points), (import.Status, import.Kind));
        Assert.Equal(
            new ImportCounts
            {
                Rows = 4,
                Accepted = 3,
                Rejected = 1,
                Customers = 1,
                Entries = 3,
                PointsEarned = Points.Whole(485),
                PointsTakenBack = Points.Whole(5),
            },
            import.Counts);
        Assert.Equal(
            [
                (2, "Ada Lovelace", 40, 65, 0, 0), (3, "Ada Lovelace", 65, 60, 0, 0), (4, "Ada Lovelace", 60, 520, 0, 460),
                (5, "nobody@example.com", 0, 0, 0, 0),
            ],
            (await RowsAsync(import)).Select(row => (
                (int)row.Line, row.Customer, (int)row.BalanceBefore.Value, (int)row.BalanceAfter.Value, (int)row.LockedBefore.Value, (int)row.LockedAfter.Value)));
        Assert.Equal(ImportReason.NoSuchCustomer, (await RowsAsync(import, PointsRows.Rejected)).Single().Problem!.Reason);
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task E_014_a_commit_books_what_was_rehearsed_and_each_entry_names_its_import()
    {
        var plain = await Programme.CustomerAsync(email: "plain@example.com");
        var owing = await Programme.CustomerAsync(email: "owing@example.com");
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        await ImportAsync("email,points\nowing@example.com,-50\n");

        var import = await StageAsync(
            "email;points;locked_until;valid_until;internal_reason;customer_text\n"
            + "plain@example.com;10;;;Fair;Thank you\nplain@example.com;20;01.12.2025 08:30;31.12.2025;;\nowing@example.com;70;;;;\n");
        var done = await CommitAsync(import);

        Assert.Equal((ImportStatus.Done, 3, Points.Whole(100)), (done.Status, done.Counts.Committed, done.Counts.PointsEarned));
        var figures = await Programme.FiguresAsync(plain);
        Assert.Equal((Points.Whole(30), Points.Whole(20), Points.Whole(10)), (figures.Total, figures.Locked, figures.Redeemable));
        Assert.Equal((Points.Whole(20), Points.Zero), ((await Programme.FiguresAsync(owing)).Redeemable, (await Programme.FiguresAsync(owing)).Debt));
        var entries = await Programme.EntriesAsync(plain);
        Assert.All(entries, entry => Assert.Equal((import.Id, EntryKind.ManualCredit, "Petra Lang"), (entry.ImportId!.Value, entry.Kind, entry.Actor)));
        Assert.Equal(("Fair", "Thank you"), (entries[0].InternalReason, entries[0].CustomerText));
        Assert.Equal(
            [entries[0].Id, entries[1].Id],
            (await RowsAsync(done)).Take(2).Select(row => row.EntryId!.Value));
    }

    [Fact]
    public async Task T9_a_date_without_a_time_runs_to_the_end_of_that_local_day_and_locks_until_its_beginning()
    {
        var ada = await Programme.CustomerAsync(email: "ada@example.com");

        await ImportAsync("email,points,locked_until,valid_until\nada@example.com,10,2025-12-01,2026-10-31\nada@example.com,10,2025-12-01T06:00:00Z,2026-10-31 14:37\n");

        Assert.Equal(
            [
                (Berlin(2025, 12, 1), Berlin(2026, 11, 1)),
                (Berlin(2025, 12, 1, 7), Berlin(2026, 10, 31, 14, 37)),
            ],
            Programme.Query(
                "SELECT LockedUntil, ValidUntil FROM Lots ORDER BY EntryId",
                row => (Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)))));
    }

    [Fact]
    public async Task S_005_a_reset_books_what_lacks_or_is_too_much_and_skips_who_has_it()
    {
        var (low, high, even) = (await Programme.CustomerAsync(refId: "L"), await Programme.CustomerAsync(refId: "H"), await Programme.CustomerAsync(refId: "E"));
        await Programme.LotAsync(low, 10);
        await Programme.LotAsync(high, 100);
        await Programme.LotAsync(even, 30);

        var done = await ImportAsync("ref_id,points,valid_until\nL,30,2026-01-31\nH,30,2026-01-31\nE,30,\n", _points with { Mode = PointsMode.Reset });

        foreach (var customer in new[] { low, high, even })
        {
            Assert.Equal(Points.Whole(30), (await Programme.FiguresAsync(customer)).Total);
        }

        Assert.Equal((2, 1), (done.Counts.Committed, done.Counts.Skipped));
        Assert.Equal(ImportReason.NothingToBook, (await RowsAsync(done, PointsRows.Skipped)).Single().Problem!.Reason);
    }

    [Fact]
    public async Task Customers_are_found_by_id_reference_e_mail_card_and_phone_in_this_order()
    {
        var byId = await Programme.CustomerAsync(refId: "7000", email: "id@example.com");
        var byRef = await Programme.CustomerAsync(refId: "R-2", integration: "Other shop");
        var byEmail = await Programme.CustomerAsync(email: "Mail@Example.com");
        var byCard = await Programme.CustomerAsync(change: customer => customer.CardNumber = "4711");
        var byPhone = await Programme.CustomerAsync(phone: "030 5557 1204");

        var done = await ImportAsync(
            "customer_id,ref_id,email,card,phone,points\n"
            + $"{byId},,,,,1\n,R-2,,,,2\n,gone,mail@example.com,,,3\n,,,4711,,4\n,,,,+49 (30) 5557-1204,5\n{byId},,mail@example.com,,,6\n");

        Assert.Equal((5, 1), (done.Counts.Committed, done.Counts.Rejected));
        foreach (var (customer, points) in new[] { (byId, 1), (byRef, 2), (byEmail, 3), (byCard, 4), (byPhone, 5) })
        {
            Assert.Equal(Points.Whole(points), (await Programme.FiguresAsync(customer)).Total);
        }

        Assert.Equal(ImportReason.NamesDisagree, (await RowsAsync(done, PointsRows.Rejected)).Single().Problem!.Reason);
    }

    [Fact]
    public async Task Whoever_cannot_be_told_or_does_not_take_part_is_named_and_gets_nothing()
    {
        await Programme.CustomerAsync(email: "two@example.com");
        await Programme.CustomerAsync(email: "two@example.com");
        await Programme.CustomerAsync(email: "away@example.com", change: customer => customer.Status = CustomerStatus.Inactive);
        await Programme.CustomerAsync(email: "left@example.com", change: customer => customer.LeftAt = Programme.Clock.GetCurrentInstant());
        await Programme.CustomerAsync(refId: "D", change: customer => customer.Status = CustomerStatus.Deleted);
        Programme.Execute("UPDATE Customers SET LeftAt = 1 WHERE Email = 'left@example.com'");
        Programme.Execute("UPDATE Customers SET Status = 3 WHERE RefId = 'D'");
        Programme.Execute("UPDATE Customers SET Status = 2 WHERE Email = 'away@example.com'");

        var done = await ImportAsync("email,ref_id,points\ntwo@example.com,,1\naway@example.com,,1\nleft@example.com,,1\n,D,1\n,,1\n");

        Assert.Equal(
            [
                ImportReason.AmbiguousCustomer, ImportReason.CustomerInactive, ImportReason.CustomerLeft, ImportReason.CustomerDeleted, ImportReason.NoCustomer,
            ],
            (await RowsAsync(done)).Select(row => row.Problem!.Reason));
        Assert.Equal((0, 4, 1), (done.Counts.Committed, done.Counts.Rejected, done.Counts.Skipped));
    }

    [Fact]
    public async Task T13_what_could_be_misread_is_refused_row_by_row_with_its_reason()
    {
        await Programme.CustomerAsync(email: "a@example.com");

        var import = await StageAsync(
            "email;points;mode;valid_until;locked_until\na@example.com;52,620;;;\na@example.com;1.5;;;\na@example.com;x;;;\na@example.com;;;;\na@example.com;1;double;;\n"
            + "a@example.com;1;;01.01.2020;\na@example.com;1;;01.12.2025;01.01.2026\na@example.com;-1;;31.12.2025;\na@example.com;-1;;;\na@example.com;2000000000;;;\na@example.com;0;;;\n");

        Assert.Equal(
            [
                ImportReason.CommaInNumber, ImportReason.TooManyDecimals, ImportReason.NotANumber, ImportReason.CellEmpty, ImportReason.UnknownMode,
                ImportReason.ValidityOver, ImportReason.LockedBeyondValidity, ImportReason.DatesOnlyForCredits, ImportReason.NotEnoughPoints, ImportReason.TooManyPoints,
                ImportReason.NothingToBook,
            ],
            (await RowsAsync(import)).Select(row => row.Problem!.Reason));
        Assert.Equal((0, 10, 1), (import.Counts.Accepted, import.Counts.Rejected, import.Counts.Skipped));
    }

    [Fact]
    public async Task Errors_come_back_as_the_same_csv_with_a_reason_column()
    {
        await Programme.CustomerAsync(email: "a@example.com");
        var import = await ImportAsync("email,points\na@example.com,1\na@example.com,\"1,5\"\n");
        using var written = new MemoryStream();

        await Programme.Get<ImportBook>().WriteErrorsAsync(
            import.Id, written, problem => problem.Reason.ToString(), Programme.Manager, CancellationToken.None);

        Assert.Equal(
            "email,points,reason\na@example.com,\"1,5\",CommaInNumber\n",
            System.Text.Encoding.UTF8.GetString(written.ToArray()).TrimStart('\uFEFF').ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task R4_an_identifier_is_booked_once_across_all_imports()
    {
        var ada = await Programme.CustomerAsync(email: "ada@example.com");
        const string File = "email,identifier,points,explanation\nada@example.com,K-1,10,Quiz\nada@example.com,K-1,10,Quiz\nada@example.com,K-1,11,Quiz\n";

        var first = await ImportAsync(File);
        var second = await StageAsync("email,identifier,points,explanation\nada@example.com,K-1,10,Quiz\nada@example.com,K-1,12,Quiz\nada@example.com,K-2,5,Quiz\n");
        var third = await ImportAsync("email,identifier,points,explanation\nada@example.com,K-2,5,Quiz\n");
        var late = await CommitAsync(second);

        Assert.Equal((1, 1, 1), (first.Counts.Committed, first.Counts.Skipped, first.Counts.Rejected));
        Assert.Equal((1, 1, 1), (second.Counts.Accepted, second.Counts.Skipped, second.Counts.Rejected));
        Assert.Equal((1, 0, 2), (third.Counts.Committed, late.Counts.Committed, late.Counts.Skipped));
        Assert.Equal(ImportReason.IdentifierDiffers, (await RowsAsync(late, PointsRows.Rejected)).Single().Problem!.Reason);
        Assert.Equal(Points.Whole(15), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task A_row_that_reaches_a_level_says_so_and_raises_it()
    {
        var (rising, goodwill, locked) = (await Programme.CustomerAsync(refId: "1"), await Programme.CustomerAsync(refId: "2"), await Programme.CustomerAsync(refId: "3"));
        await Programme.LotAsync(rising, 400);

        var import = await StageAsync("ref_id,points,locked_until\n1,60,\n1,60,\n2,499,\n3,600,2026-01-01\n");
        var done = await CommitAsync(import);
        await ImportAsync("ref_id,points\n2,1\n", _points with { Reason = ReasonKind.Goodwill });

        Assert.Equal((1, 1), (import.Counts.Raised, done.Counts.Raised));
        Assert.Equal(
            [("Member", "Member"), ("Member", "Silver"), ("Member", "Member"), ("Member", "Member")],
            (await RowsAsync(import)).Select(row => (row.TierBefore, row.TierAfter)));
        Assert.Equal(3, (await RowsAsync(import, PointsRows.Tiers)).Single().Line);
        Assert.Equal(["Silver", "Member", "Member"], new[] { rising, goodwill, locked }.Select(Programme.StoredTier));
    }

    [Fact]
    public async Task X6_nobody_imports_points_onto_their_own_account()
    {
        var own = await Programme.CustomerAsync(email: "mia+shop@example.com");
        var other = await Programme.CustomerAsync(email: "other@example.com");
        var mia = Actor.Person("Mia Funk", StaffRole.Manager) with { Email = "mia@example.com" };

        var staged = (await TryStageAsync("email,points\nmia+shop@example.com,10\nother@example.com,10\n", _points, mia)).OrThrow();
        var elsewhere = await StageAsync("email,points\nmia+shop@example.com,20\n");
        var done = (await Imports.CommitAsync(elsewhere.Id, mia, CancellationToken.None)).OrThrow();
        await Imports.CommitAsync(staged.Id, mia, CancellationToken.None);

        Assert.Equal(ImportReason.OwnAccount, (await RowsAsync(staged, PointsRows.Rejected)).Single().Problem!.Reason);
        Assert.Equal((0, 1), (done.Counts.Committed, done.Counts.Rejected));
        Assert.Equal((Points.Zero, Points.Whole(10)), ((await Programme.FiguresAsync(own)).Total, (await Programme.FiguresAsync(other)).Total));
    }

    [Fact]
    public async Task What_happened_since_the_rehearsal_counts_when_it_is_committed()
    {
        var ada = await Programme.CustomerAsync(email: "ada@example.com");
        await Programme.LotAsync(ada, 50);
        var import = await StageAsync("email,points\nada@example.com,-40\n");
        await Programme.RedeemAsync(ada, 30);

        var done = await CommitAsync(import);

        Assert.Equal((1, 0, 1), (import.Counts.Accepted, done.Counts.Committed, done.Counts.Rejected));
        Assert.Equal(ImportReason.NotEnoughPoints, (await RowsAsync(done)).Single().Problem!.Reason);
        Assert.Equal(Points.Whole(20), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task R1_a_commit_that_is_stopped_goes_on_where_it_was_and_books_everything_once()
    {
        for (var customer = 1; customer <= 40; customer++)
        {
            await Programme.CustomerAsync(refId: $"C{customer}");
        }

        var rows = "ref_id,points\n" + string.Concat(Enumerable.Range(0, 4_000).Select(row => $"C{(row % 40) + 1},{(IsLess(row) ? -1 : 2)}\n"));
        var less = Enumerable.Range(0, 4_000).Count(IsLess);
        var import = await StageAsync(rows);
        using var stop = new CancellationTokenSource();
        using (Imports.Listen(progress => _ = progress is { Status: ImportStatus.Committing, Counts.Committed: > 0 } ? Stop() : 0))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Imports.CommitAsync(import.Id, Programme.Manager, stop.Token));
        }

        var resumed = await StageAsync(rows);
        var done = await CommitAsync(resumed);

        Assert.Equal((import.Id, ImportStatus.Committing), (resumed.Id, resumed.Status));
        Assert.InRange(resumed.Counts.Committed, 1, 3_999);
        Assert.Equal((4_000, 4_000, Points.Whole(2 * (4_000 - less)), Points.Whole(less)), (done.Counts.Committed, done.Counts.Entries, done.Counts.PointsEarned, done.Counts.PointsTakenBack));
        Assert.Equal(100 * (8_000 - (3 * less)), Programme.Query("SELECT SUM(Points) FROM LedgerEntries", row => row.GetInt32(0)).Single());

        static bool IsLess(int row) => row > 100 && row % 7 == 4;

        int Stop()
        {
            stop.Cancel();
            return 0;
        }
    }

    [Theory]
    [InlineData("email,name\na@example.com,A\n", typeof(FieldNotMapped))]
    [InlineData("points,name\n1,A\n", typeof(NobodyMapped))]
    [InlineData("email,points,valid_until\na@example.com,1,01/02/2026\n", typeof(AmbiguousDates))]
    public async Task A_wrong_file_is_refused_and_nothing_is_written(string content, Type refusal)
    {
        Assert.IsType(refusal, Refused(await TryStageAsync(content, _points, Programme.Manager)));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM Imports", row => row.GetInt32(0)).Single());
    }

    [Theory]
    [InlineData("email,points", "Smile.io points")]
    [InlineData("Email,Points,Action", "Influence.io points")]
    [InlineData("email,identifier,points,explanation", "FanMaker points")]
    [InlineData("first_name,last_name,email,points,birthday,vip_tier,vip_tier_end_date", "Stamped loyalty")]
    [InlineData("Email,Points Balance,Birthdate,VIP Tier,Activation Date,Credits Balance", "BrandLift loyalty")]
    [InlineData("Kundennummer;Punkte;Gültig bis", null)]
    public void Files_of_other_products_are_known_by_their_headers(string header, string? product)
    {
        var columns = header.Split(header.Contains(';', StringComparison.Ordinal) ? ';' : ',');

        var mapping = ColumnMapping.Propose(ImportKind.Points, columns).OrThrow();

        Assert.Equal(product, mapping.Source);
        Assert.NotNull(mapping[PointsFields.Points]);
        Assert.Contains(PointsFields.OfCustomer, field => mapping[field] is not null);
    }
}

/// <summary>A story about a file of points.</summary>
public abstract class PointsImportTest : LedgerTest
{
    internal static readonly ImportOptions _points = new() { Kind = ImportKind.Points };

    protected FileImports Imports => Programme.Get<FileImports>();

    protected async Task<Import> StageAsync(string content, ImportOptions? options = null) =>
        (await TryStageAsync(content, options ?? _points, Programme.Manager)).OrThrow();

    protected async Task<Result<Import>> TryStageAsync(string content, ImportOptions options, Actor actor)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, content);
            return await Imports.StageAsync(path, "points.csv", options, actor, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }

    protected async Task<Import> CommitAsync(Import import) => (await Imports.CommitAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();

    protected async Task<Import> ImportAsync(string content, ImportOptions? options = null) => await CommitAsync(await StageAsync(content, options));

    protected async Task<IReadOnlyList<ImportedPointsRow>> RowsAsync(Import import, PointsRows rows = PointsRows.All) =>
        (await Programme.Get<ImportBook>().PointsAsync(import.Id, rows, text: null, new Window(0, 100), Programme.Manager, CancellationToken.None)).OrThrow().Rows;
}
