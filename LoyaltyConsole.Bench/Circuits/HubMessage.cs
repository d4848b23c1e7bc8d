using System.Buffers.Binary;
using System.Text;

namespace LoyaltyConsole.Bench.Circuits;

/// <summary>
/// Messages of a circuit's hub: MessagePack behind its length, and of MessagePack no more than the circuit's own protocol
/// uses, namely arrays, empty maps, texts, bytes, whole numbers, booleans and nil.
/// </summary>
/// <seealso href="https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md">The hub protocol</seealso>
internal static class HubMessage
{
    /// <summary>A call of a method of the hub.</summary>
    /// <param name="call">Under which name the answer comes; null where none is wanted.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Its arguments.</param>
    public static byte[] Call(string? call, string method, params IReadOnlyList<object?> arguments)
    {
        using var body = new MemoryStream();
        Write(body, new object?[] { 1L, Headers.None, call, method, arguments.ToArray(), Array.Empty<object>() });
        using var message = new MemoryStream();
        for (var length = (uint)body.Length; ; length >>= 7)
        {
            message.WriteByte((byte)(length > 127 ? (length & 127) | 128 : length));
            if (length <= 127)
            {
                break;
            }
        }

        body.WriteTo(message);
        return message.ToArray();
    }

    /// <summary>Takes the whole messages off the front of what has been received.</summary>
    /// <returns>The messages, and how many bytes they took.</returns>
    public static (IReadOnlyList<object?[]> Messages, int Taken) Read(ReadOnlyMemory<byte> received)
    {
        var messages = new List<object?[]>();
        var taken = 0;
        while (true)
        {
            var (length, digits) = Length(received.Span[taken..]);
            if (digits == 0 || received.Length - taken - digits < length)
            {
                return (messages, taken);
            }

            var reader = new Reader(received.Slice(taken + digits, length));
            messages.Add((object?[])reader.Next()!);
            taken += digits + length;
        }
    }

    private static (int Length, int Digits) Length(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        for (var digit = 0; digit < Math.Min(5, bytes.Length); digit++)
        {
            length |= (bytes[digit] & 127) << (7 * digit);
            if (bytes[digit] < 128)
            {
                return (length, digit + 1);
            }
        }

        return (0, 0);
    }

    private static void Write(MemoryStream to, object? value)
    {
        switch (value)
        {
            case null: to.WriteByte(0xc0); break;
            case bool yes: to.WriteByte(yes ? (byte)0xc3 : (byte)0xc2); break;
            case Headers: to.WriteByte(0x80); break;
            case long number:
                to.WriteByte(0xd3);
                Span<byte> digits = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(digits, number);
                to.Write(digits);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.WriteByte(0xdb);
                Span<byte> length = stackalloc byte[4];
                BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
                to.Write(length);
                to.Write(bytes);
                break;
            case object?[] items:
                to.WriteByte((byte)(0x90 | items.Length));
                foreach (var item in items)
                {
                    Write(to, item);
                }

                break;
            default: throw new NotSupportedException($"A circuit is sent no {value.GetType().Name}.");
        }
    }

    private enum Headers
    {
        None,
    }

    private sealed class Reader(ReadOnlyMemory<byte> bytes)
    {
        private int _at;

        public object? Next()
        {
            var kind = bytes.Span[_at++];
            return kind switch
            {
                <= 0x7f => (long)kind,
                <= 0x8f => Map(kind & 15),
                <= 0x9f => Items(kind & 15),
                <= 0xbf => Text(kind & 31),
                0xc0 => null,
                0xc2 => false,
                0xc3 => true,
                0xc4 or 0xc5 or 0xc6 => Take((int)Number(1 << (kind - 0xc4))).ToArray(),
                0xcc or 0xcd or 0xce or 0xcf => Number(1 << (kind - 0xcc)),
                0xd0 => (long)(sbyte)Number(1),
                0xd1 => (long)(short)Number(2),
                0xd2 => (long)(int)Number(4),
                0xd3 => Number(8),
                0xd9 or 0xda or 0xdb => Text((int)Number(1 << (kind - 0xd9))),
                0xdc or 0xdd => Items((int)Number(kind == 0xdc ? 2 : 4)),
                0xde or 0xdf => Map((int)Number(kind == 0xde ? 2 : 4)),
                >= 0xe0 => (long)(sbyte)kind,
                _ => throw new NotSupportedException($"A circuit sends no MessagePack of kind {kind:x2}."),
            };
        }

        private object?[] Items(int count)
        {
            var items = new object?[count];
            for (var index = 0; index < count; index++)
            {
                items[index] = Next();
            }

            return items;
        }

        private object?[] Map(int count) => Items(2 * count);

        private string Text(int length) => Encoding.UTF8.GetString(Take(length).Span);

        private long Number(int length)
        {
            long number = 0;
            foreach (var digit in Take(length).Span)
            {
                number = (number << 8) | digit;
            }

            return number;
        }

        private ReadOnlyMemory<byte> Take(int length)
        {
            _at += length;
            return bytes.Slice(_at - length, length);
        }
    }
}
