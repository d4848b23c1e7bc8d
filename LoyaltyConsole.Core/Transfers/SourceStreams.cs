namespace LoyaltyConsole.Core.Transfers;

/// <summary>A read-only, forward-only stream over another.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Stays open when its reader closes it.</summary>
internal sealed class UnownedStream(Stream source) : ForwardStream
{
    public override int Read(Span<byte> buffer) => source.Read(buffer);
}

/// <summary>Puts one unit separator in place of every run of blanks, and none at the ends of a line.</summary>
internal sealed class BlankRuns(Stream source) : ForwardStream
{
    /// <summary>What stands for a run of blanks; no text contains it.</summary>
    public const char Separator = '\u001F';

    private readonly byte[] _chunk = new byte[32 * 1024];
    private bool _atStart = true;
    private bool _pending;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        // A separator is written when the next cell begins, which may be in the next chunk: leave room for it.
        var most = Math.Min(_chunk.Length, Math.Max(1, buffer.Length - 1));
        while (source.Read(_chunk, 0, most) is var read and > 0)
        {
            var written = Squeeze(buffer, _chunk.AsSpan(0, read));
            if (written > 0)
            {
                return written;
            }
        }

        return 0;
    }

    private int Squeeze(Span<byte> target, ReadOnlySpan<byte> from)
    {
        var written = 0;
        foreach (var value in from)
        {
            if (value is (byte)' ' or (byte)'\t')
            {
                _pending = !_atStart;
                continue;
            }

            var lineBreak = value is (byte)'\r' or (byte)'\n';
            if (_pending && !lineBreak)
            {
                target[written++] = (byte)Separator;
            }

            _pending = false;
            _atStart = lineBreak;
            target[written++] = value;
        }

        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>
/// Remembers the last bytes that passed, so that a record which grew too long can be looked at again: only its quotes
/// tell whether it is long or was never closed.
/// </summary>
internal sealed class RecentBytes(Stream source, int capacity) : ForwardStream
{
    private readonly byte[] _ring = new byte[capacity];
    private long _passed;

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        var recent = buffer[Math.Max(0, read - capacity)..read];
        var at = (int)((_passed + read - recent.Length) % capacity);
        var first = Math.Min(recent.Length, capacity - at);
        recent[..first].CopyTo(_ring.AsSpan(at));
        recent[first..].CopyTo(_ring);
        _passed += read;
        return read;
    }

    /// <summary>What passed since <paramref name="offset"/>, or as much of its end as is remembered.</summary>
    public byte[] Since(long offset)
    {
        var from = Math.Max(offset, Math.Max(0, _passed - capacity));
        var bytes = new byte[Math.Max(0, _passed - from)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = _ring[(from + i) % capacity];
        }

        return bytes;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
