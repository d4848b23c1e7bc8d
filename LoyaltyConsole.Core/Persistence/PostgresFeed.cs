using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Core.Customers;
using Npgsql;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// Tells the other processes on a PostgreSQL server whom a deed was about, by NOTIFY, which is sent with the deed's commit or not
/// at all. Nobody hears what was told while their line was broken: when it is there again, anything may have changed.
/// </summary>
internal sealed class PostgresFeed(NpgsqlDataSource source) : IAsyncDisposable
{
    private const string Channel = "loyalty_customers";
    private const string Anybody = "*";

    // A message has less than 8,000 bytes.
    private const int MostNamed = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _self = Guid.CreateVersion7().ToString("N");
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _hearing;

    /// <summary>Tells it with the transaction at hand.</summary>
    public void Tell(WriteConnection connection, IReadOnlyCollection<CustomerId> customers)
    {
        if (customers.Count > 0)
        {
            var whom = customers.Count > MostNamed ? Anybody : string.Join(',', customers);
            connection.Prepare("SELECT pg_notify(@0, @1)").Run(Channel, $"{_self} {whom}");
        }
    }

    /// <summary>Passes on what others tell.</summary>
    public void Hear(CustomerFeed feed)
    {
        lock (_starting)
        {
            _hearing ??= Task.Run(() => HearAsync(feed));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_hearing is { } hearing)
        {
            await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }

    private async Task HearAsync(CustomerFeed feed)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(_stopping.Token);
                connection.Notification += (_, told) => Pass(feed, told.Payload);
                await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(_stopping.Token);
                }

                feed.AnnounceAll();
                while (true)
                {
                    await connection.WaitAsync(_stopping.Token);
                }
            }
            catch (DbException)
            {
                await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Pass(CustomerFeed feed, string told)
    {
        if (told.Split(' ') is not [var teller, var whom] || string.Equals(teller, _self, StringComparison.Ordinal))
        {
            return;
        }

        if (string.Equals(whom, Anybody, StringComparison.Ordinal))
        {
            feed.AnnounceAll();
        }
        else
        {
            feed.Announce([.. whom.Split(',').Select(id => new CustomerId(long.Parse(id, CultureInfo.InvariantCulture)))]);
        }
    }
}
