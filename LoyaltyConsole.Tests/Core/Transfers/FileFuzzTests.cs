using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>
/// Ten thousand files that are almost right, made of real ones: each is answered with a preview or with one clear refusal,
/// in bounded time and memory (S5).
/// </summary>
public sealed class FileFuzzTests : LedgerTest
{
    private const int Files = 10_000;
    private const int Staged = 100;
    private const int LargestFile = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly byte[][] Pieces =
    [
        [0], "\""u8.ToArray(), "\"\""u8.ToArray(), "\r"u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\t"u8.ToArray(),
        [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xC3], [0x80], [0x1F, 0x8B, 8], [0x50, 0x4B, 3, 4], "=1+1"u8.ToArray(), "52,620"u8.ToArray(),
        "-0"u8.ToArray(), "1e400"u8.ToArray(), "99999999999999999999"u8.ToArray(), "2025-02-30"u8.ToArray(), "\u001F"u8.ToArray(), "\u2028"u8.ToArray(),
    ];

    [Fact]
    public async Task S5_ten_thousand_mutated_files_are_each_answered_with_a_preview_or_one_refusal()
    {
        var seeds = Seeds();
        const int Seed = 20251128;
        var random = new Random(Seed);
        var kinds = Enum.GetValues<ImportKind>();
        var path = Path.GetTempFileName();
        var (previews, refusals, slowest) = (0, 0, TimeSpan.Zero);
        var hungriest = 0L;
        try
        {
            for (var number = 0; number < Files; number++)
            {
                var bytes = Mutated(seeds, random);
                await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

                // So that each kind has its share of those that are rehearsed, too.
                var kind = kinds[(number + (number / (Files / Staged))) % kinds.Length];
                var started = Stopwatch.GetTimestamp();
                var looked = await Programme.Get<FileImports>().LookAsync(path, new ImportOptions { Kind = kind }, Programme.Manager, TestContext.Current.CancellationToken);
                if (looked.Succeeded(out var preview, out var refusal))
                {
                    Assert.NotEmpty(preview.Header);
                    previews++;
                }
                else
                {
                    Assert.NotNull(refusal);
                    refusals++;
                }

                // On this thread, because what other tests take at the same time says nothing.
                if (number % 10 == 0)
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    ImportFile.Look(path, new ImportOptions { Kind = kind });
                    hungriest = Math.Max(hungriest, GC.GetAllocatedBytesForCurrentThread() - before);
                }

                // Reading to the end and rehearsing is what follows; now and then, because it writes.
                if (number % (Files / Staged) == 0)
                {
                    await RehearseAsync(path, kind);
                }

                slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(Files, previews + refusals);
        Assert.True(previews > Files / 10 && refusals > Files / 10, $"{previews} previews and {refusals} refusals with seed {Seed} say little.");
        Assert.True(slowest < Patience, $"One file took {slowest}.");
        Assert.True(hungriest < 20_000_000, $"One file of at most {LargestFile} bytes took {hungriest} bytes.");
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM LedgerEntries", row => row.GetInt32(0)).Single());
    }

    private async Task RehearseAsync(string path, ImportKind kind)
    {
        var imports = Programme.Get<FileImports>();
        var staged = await imports.StageAsync(path, "fuzz.csv", new ImportOptions { Kind = kind, EachRowIsAnOrder = true }, Programme.Manager, CancellationToken.None);
        if (staged.Succeeded(out var import, out _))
        {
            Assert.Equal(ImportStatus.Rehearsed, import.Status);
            Assert.Equal(import.Counts.Rows, import.Counts.Accepted + import.Counts.Rejected + import.Counts.Skipped);
            (await imports.DiscardAsync(import.Id, Programme.Manager)).OrThrow();
        }
    }

    private static List<byte[]> Seeds()
    {
        var naughty = JsonSerializer.Deserialize<string[]>(File.ReadAllText(SharedData.Path("naughty_strings/blns.json")))!;
        var files = new[] { "csv_spectrum/csvs", "csv_bad", "templates" }
            .SelectMany(folder => Directory.GetFiles(SharedData.Path(folder)).Order(StringComparer.Ordinal))
            .Select(File.ReadAllBytes).ToList();

        // Headers alone are soon read: rows of values that people really type follow them.
        files.AddRange(Directory.GetFiles(SharedData.Path("templates")).Order(StringComparer.Ordinal).Select((file, place) =>
        {
            var header = File.ReadAllText(file).TrimEnd();
            var columns = header.Split(',').Length;
            var rows = Enumerable.Range(0, 30).Select(row => string.Join(',', Enumerable.Range(0, columns).Select(column => Quoted(naughty[((row * columns) + column + (place * 97)) % naughty.Length]))));
            return Encoding.UTF8.GetBytes(header + "\n" + string.Join('\n', rows) + "\n");
        }));
        files.Add(Encoding.UTF8.GetBytes("email,points,valid_until,identifier\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"a{row}@example.com,{row},2026-01-{(row % 28) + 1:00},K-{row}\n"))));
        files.Add(Encoding.UTF8.GetBytes("order_ref;customer_ref;placed_at;total\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row};C{row};01.02.2025;{row}.50\n"))));
        return files;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static byte[] Mutated(List<byte[]> seeds, Random random)
    {
        var bytes = seeds[random.Next(seeds.Count)].ToList();
        for (var change = random.Next(6); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0: bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
                case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
                case 2 when at < bytes.Count: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4 when bytes.Count is > 0 and < LargestFile / 2: bytes.AddRange(bytes[..Math.Min(bytes.Count, 4_096)]); break;
                case 5: bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(32, 127), random.Next(1, LargestFile / 2))); break;
                case 6 when bytes.Count > 1: bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.Latin1.GetString([.. bytes]))]; break;
            }
        }

        return [.. bytes.Take(LargestFile * 2)];
    }
}
