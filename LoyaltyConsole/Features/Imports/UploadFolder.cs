using System.Collections.Concurrent;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components.Forms;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The folder in which uploaded files wait until they are read. Few at a time, none for long.</summary>
public sealed class UploadFolder(UploadSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>The most files that wait at once, so that the disk stays bounded.</summary>
    public const int MostWaiting = 8;

    private const string Ending = ".upload";
    private const int BufferBytes = 64 * 1024;

    // Even a slow line brings half a gigabyte in this time; whoever takes longer holds a place that others need.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(30);

    // Of a process that was killed; a living one deletes its files long before.
    private static readonly TimeSpan LongestLeftover = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<UploadedFile, byte> _files = new();
    private int _waiting;

    /// <summary>The most bytes of one file.</summary>
    public long MaxBytes => settings.MaxBytes;

    /// <summary>Takes a file from a browser.</summary>
    /// <param name="file">The file.</param>
    /// <param name="onReceived">Tells how many bytes have come so far.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The file, to be disposed of; or, in this order, <see cref="FileTooLarge"/>, <see cref="UploadsBusy"/>,
    /// <see cref="UploadBrokeOff"/>.
    /// </returns>
    public async Task<Result<UploadedFile>> ReceiveAsync(IBrowserFile file, Action<long> onReceived, CancellationToken cancellationToken)
    {
        if (file.Size > MaxBytes)
        {
            return new FileTooLarge(MaxBytes);
        }

        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new UploadsBusy();
        }

        var upload = new UploadedFile(Path.Combine(settings.Folder, $"{Guid.CreateVersion7():N}{Ending}"), file.Name, file.Size, this);
        _files.TryAdd(upload, 0);
        var arrived = false;
        try
        {
            arrived = await CopyAsync(file, upload.Path, onReceived, cancellationToken);
            return arrived ? upload : new UploadBrokeOff();
        }
        finally
        {
            if (!arrived)
            {
                upload.Dispose();
            }
        }
    }

    /// <summary>Takes a file that the console itself writes.</summary>
    /// <param name="write">Writes it, and says what it is called, or why there is none.</param>
    /// <returns>The file, to be disposed of; or <see cref="UploadsBusy"/>, or what <paramref name="write"/> refuses.</returns>
    public async Task<Result<UploadedFile>> MakeAsync(Func<Stream, Task<Result<string>>> write)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new UploadsBusy();
        }

        Directory.CreateDirectory(settings.Folder);
        var path = Path.Combine(settings.Folder, $"{Guid.CreateVersion7():N}{Ending}");
        UploadedFile? made = null;
        try
        {
            Result<string> named;
            await using (var target = Create(path))
            {
                named = await write(target);
            }

            if (!named.Succeeded(out var name, out var refusal))
            {
                return refusal;
            }

            made = new UploadedFile(path, name, new FileInfo(path).Length, this);
            _files.TryAdd(made, 0);
            return made;
        }
        finally
        {
            if (made is null)
            {
                Interlocked.Decrement(ref _waiting);
                File.Delete(path);
            }
        }
    }

    /// <summary>Deletes what a killed process left behind.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(settings.Folder))
        {
            return;
        }

        var oldest = time.GetUtcNow().UtcDateTime - LongestLeftover;
        foreach (var leftover in Directory.EnumerateFiles(settings.Folder, $"*{Ending}").Where(file => File.GetLastWriteTimeUtc(file) < oldest))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Deletes what pages still hold as the console stops.</summary>
    public void Dispose()
    {
        foreach (var file in _files.Keys)
        {
            file.Dispose();
        }
    }

    internal void Release(UploadedFile file)
    {
        _files.TryRemove(file, out _);
        Interlocked.Decrement(ref _waiting);
    }

    private async Task<bool> CopyAsync(IBrowserFile file, string path, Action<long> onReceived, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestUpload);
        await using var source = file.OpenReadStream(MaxBytes, patience.Token);
        await using var target = Create(path);
        var buffer = new byte[BufferBytes];
        var received = 0L;
        while (true)
        {
            // The browser may be closed, the line may break, the file may change on its disk: all of them end the same way.
            var reading = source.ReadAsync(buffer, patience.Token).AsTask();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!reading.IsCompletedSuccessfully)
            {
                return false;
            }

            var count = await reading;
            if (count == 0)
            {
                return received == file.Size;
            }

            await target.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
            received += count;
            onReceived(received);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            // Customers' names are nobody else's business on this machine.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}

/// <summary>An uploaded file that waits to be read; disposing of it deletes it.</summary>
public sealed class UploadedFile : IDisposable
{
    private readonly UploadFolder _folder;
    private int _isGone;

    internal UploadedFile(string path, string name, long bytes, UploadFolder folder) => (Path, Name, Bytes, _folder) = (path, name, bytes, folder);

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>What the person calls it.</summary>
    public string Name { get; }

    /// <summary>How large it is.</summary>
    public long Bytes { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGone, 1) == 0)
        {
            _folder.Release(this);
            File.Delete(Path);
        }
    }
}

/// <summary>As many files wait as may.</summary>
public sealed record UploadsBusy : Refusal;

/// <summary>The file did not arrive whole.</summary>
public sealed record UploadBrokeOff : Refusal;
