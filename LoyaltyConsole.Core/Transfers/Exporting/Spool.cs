using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>
/// A file between whoever writes at once and whoever reads in their own time, so that the database's state is let go as soon
/// as it is read, however slow the browser is. The file has no name from the start: nothing of it stays, whatever happens.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int CopiedAtOnce = 128 * 1024;

    private readonly SafeFileHandle _file;

    // Only the latest length counts.
    private readonly Channel<long> _lengths = Channel.CreateBounded<long>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });

    public Spool(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{Guid.CreateVersion7():N}.csv");
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        File.Delete(path);
    }

    /// <summary>Runs the writer beside the copying, and ends when both have, or with what stopped either.</summary>
    public async Task CopyAsync(Func<Stream, CancellationToken, Task> write, Stream destination, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(write, stopping.Token);
        try
        {
            await CopyAsync(destination, cancellationToken);
        }
        finally
        {
            // Where the reader has gone, nobody needs the rest.
            await stopping.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await writing;
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(new Inlet(_file, _lengths.Writer), cancellationToken);
        }
        finally
        {
            // What went wrong is told by the task, after what was written by then.
            _lengths.Writer.Complete();
        }
    }

    private async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopiedAtOnce];
        var copied = 0L;
        await foreach (var length in _lengths.Reader.ReadAllAsync(cancellationToken))
        {
            while (copied < length)
            {
                var read = await RandomAccess.ReadAsync(_file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - copied)), copied, cancellationToken);
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                copied += read;
            }
        }

        await destination.FlushAsync(cancellationToken);
    }

    private sealed class Inlet(SafeFileHandle file, ChannelWriter<long> lengths) : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            RandomAccess.Write(file, buffer, _length);
            _length += buffer.Length;
            lengths.TryWrite(_length);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
