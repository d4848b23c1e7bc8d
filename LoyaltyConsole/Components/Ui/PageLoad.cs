using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Hosting;

namespace LoyaltyConsole.Components.Ui;

/// <summary>The page of rows that a table shows: the one that was asked for last, a refusal, or the reference of a fault.</summary>
public sealed class PageLoad<T>(FaultLog faults) : IDisposable
{
    private readonly OnScreen _reading = new();

    /// <summary>What was found; null until the first answer.</summary>
    public Page<T>? Page { get; private set; }

    /// <summary>Which part of the table that is.</summary>
    public Window Window { get; private set; }

    /// <summary>Why nothing was read.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The reference under which the log has the fault.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsReading { get; private set; }

    /// <summary>The rows, none where there is a refusal or a fault.</summary>
    public IReadOnlyList<T> Rows => Fault is null && Refusal is null && Page is not null ? Page.Rows : [];

    /// <summary>Reads, and gives up what was asked before.</summary>
    public async Task ReadAsync(Window window, Func<CancellationToken, Task<Result<Page<T>>>> read)
    {
        var wanted = _reading.Anew();
        IsReading = true;
        try
        {
            var result = await read(wanted);
            if (!wanted.IsCancellationRequested)
            {
                (Fault, IsReading, Window) = (null, false, window);
                Page = result.Succeeded(out var page, out var refusal) ? page : Page;
                Refusal = refusal;
            }
        }
        catch (OperationCanceledException) when (wanted.IsCancellationRequested)
        {
            // Whoever asked has asked for something else since, or is gone.
        }
        catch (DbException fault)
        {
            (Fault, IsReading) = (faults.Record(fault), false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _reading.Dispose();
    }
}
