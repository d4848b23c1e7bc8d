using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A mail server on the loopback that takes e-mails over a real socket, as far as RFC 5321 asks of one.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly ConcurrentBag<Task> _talks = [];
    private readonly Task _accepting;

    public SmtpListener()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    /// <summary>What is answered to a recipient instead of yes; null for yes.</summary>
    public Func<string, string?> Objection { get; set; } = _ => null;

    /// <summary>Whether connections are taken and nothing is ever said.</summary>
    public bool IsSilent { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _talks]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            _talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
        if (IsSilent)
        {
            await Task.Delay(Timeout.Infinite, _closing.Token);
        }

        await writer.WriteLineAsync("220 loopback");
        var (from, to) = ("", new List<string>());
        while (await reader.ReadLineAsync(_closing.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await writer.WriteLineAsync("250 loopback");
                    break;
                case "MAIL":
                    (from, to) = (Address(line), []);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "RCPT":
                    var objection = Objection(Address(line));
                    if (objection is null)
                    {
                        to.Add(Address(line));
                    }

                    await writer.WriteLineAsync(objection ?? "250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    _mails.Enqueue(await ReceivedMail.ReadAsync(from, to, reader, _closing.Token));
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];
}

/// <summary>An e-mail as it came over the wire.</summary>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, IReadOnlyList<string> Head, string Text)
{
    public static async Task<ReceivedMail> ReadAsync(string from, IReadOnlyList<string> to, StreamReader reader, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line && line is not ".")
        {
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }

        return Of(from, to, lines);
    }

    /// <summary>The same of a file.</summary>
    public static ReceivedMail Of(string file)
    {
        var lines = File.ReadAllLines(file, Encoding.Latin1);
        return Of("", [], lines);
    }

    /// <summary>The values of a field of the head, unfolded and decoded.</summary>
    public IReadOnlyList<string> Field(string name) =>
    [
        .. Head.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => Decoded(line[(name.Length + 1)..].Trim())),
    ];

    private static ReceivedMail Of(string from, IReadOnlyList<string> to, IReadOnlyList<string> lines)
    {
        var head = new List<string>();
        var index = 0;
        for (; index < lines.Count && lines[index].Length > 0; index++)
        {
            if (lines[index][0] is ' ' or '\t')
            {
                head[^1] += lines[index];
            }
            else
            {
                head.Add(lines[index]);
            }
        }

        return new ReceivedMail(from, to, head, QuotedPrintable(string.Join('\n', lines.Skip(index + 1))));
    }

    // =?utf-8?Q?…?= and =?utf-8?B?…?=, several of which stand for one text.
    private static string Decoded(string text) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(text, @"\?=\s+=\?", "?==?"),
        @"=\?utf-8\?(?<how>[QB])\?(?<what>[^?]*)\?=",
        word => word.Groups["how"].Value is "B" or "b"
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups["what"].Value))
            : QuotedPrintable(word.Groups["what"].Value.Replace('_', ' ')),
        System.Text.RegularExpressions.RegexOptions.IgnoreCase);

    private static string QuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        var joined = text.Replace("=\n", "", StringComparison.Ordinal);
        for (var index = 0; index < joined.Length; index++)
        {
            if (joined[index] == '=' && index + 2 < joined.Length)
            {
                bytes.Add(Convert.ToByte(joined.Substring(index + 1, 2), 16));
                index += 2;
            }
            else
            {
                bytes.Add((byte)joined[index]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
