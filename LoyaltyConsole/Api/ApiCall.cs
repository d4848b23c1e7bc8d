using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Api;

/// <summary>A call by a shop that has been let in.</summary>
internal sealed class ApiCall(HttpContext http, IntegrationCaller caller, ApiSettings settings)
{
    /// <summary>The header by which a POST names itself.</summary>
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    private static readonly object ProblemKey = new();

    /// <summary>The shop.</summary>
    public IntegrationCaller Caller { get; } = caller;

    /// <summary>The shop as Core knows it.</summary>
    public Actor Actor => Caller.Actor;

    /// <summary>Given up when the shop hangs up; for reads only.</summary>
    public CancellationToken HungUp => http.RequestAborted;

    /// <summary>The key of the command that a POST gives.</summary>
    public Guid CommandKey { get; private set; }

    /// <summary>The call of this request.</summary>
    public static ApiCall Of(HttpContext http) => http.Features.Get<ApiCall>() ?? throw new InvalidOperationException("The call has not passed the door.");

    /// <summary>Remembers which problem the answer tells.</summary>
    public static void Note(HttpContext http, string problem) => http.Items[ProblemKey] = problem;

    /// <summary>The problem that the answer told; null for none.</summary>
    public static string? NotedOf(HttpContext http) => http.Items[ProblemKey] as string;

    /// <summary>Answers a POST: its deed is done once, and repeating it repeats the answer (rule 5.1.10).</summary>
    /// <param name="type">What the body is.</param>
    /// <param name="deed">Reads the body and does the one deed.</param>
    /// <param name="answerOf">The answer for what the deed wrote.</param>
    /// <param name="onRefused">Hears why the deed was refused, when it is over and nothing of it is left.</param>
    public async Task OnceAsync<TBody, TDone>(
        JsonTypeInfo<TBody> type, Func<TBody, Task<Result<TDone>>> deed, Func<TDone, CallAnswer> answerOf, Func<Refusal, Task>? onRefused = null)
        where TBody : class
        where TDone : notnull
    {
        var answered = await AnswerOnceAsync(type, deed, answerOf);
        if (!answered.Succeeded(out var answer, out var refusal))
        {
            await (onRefused?.Invoke(refusal) ?? Task.CompletedTask);
            await ApiProblems.WriteAsync(http, refusal);
            return;
        }

        if (answer.IsReplayed)
        {
            http.Response.Headers[ReplayedHeader] = "true";
        }

        await WriteAsync(answer);
    }

    /// <summary>Answers a call that sends a body but needs no name, since repeating it changes nothing.</summary>
    public async Task WithBodyAsync<TBody, TDone>(
        JsonTypeInfo<TBody> type, Func<TBody, Task<Result<TDone>>> deed, Func<TDone, CallAnswer> answerOf)
        where TBody : class
        where TDone : notnull
    {
        var read = await ApiBody.ReadAsync(http, settings.MaxBodyBytes);
        if (!read.Succeeded(out var bytes, out var refusal) || !ApiBody.Parse(bytes, type).Succeeded(out var body, out refusal))
        {
            await ApiProblems.WriteAsync(http, refusal);
            return;
        }

        await AnswerAsync(await deed(body), answerOf);
    }

    /// <summary>Answers with what was found or done, or with the problem.</summary>
    public Task AnswerAsync<T>(Result<T> result, Func<T, CallAnswer> answerOf)
        where T : notnull =>
        result.Succeeded(out var value, out var refusal) ? WriteAsync(answerOf(value)) : ApiProblems.WriteAsync(http, refusal);

    private async Task<Result<CallAnswer>> AnswerOnceAsync<TBody, TDone>(
        JsonTypeInfo<TBody> type, Func<TBody, Task<Result<TDone>>> deed, Func<TDone, CallAnswer> answerOf)
        where TBody : class
        where TDone : notnull
    {
        if (!KeyOf(http.Request).Succeeded(out var key, out var refusal))
        {
            return refusal;
        }

        var read = await ApiBody.ReadAsync(http, settings.MaxBodyBytes);
        if (!read.Succeeded(out var bytes, out refusal))
        {
            return refusal;
        }

        var call = new IntegrationCall(Caller.Integration, key, ContentOf(http.Request, bytes));
        CommandKey = call.CommandKey;

        // Before anything else is looked at: what was answered once is answered so for ever, whatever has happened since.
        if (await http.RequestServices.GetRequiredService<IntegrationCalls>().FindAsync(call, HungUp) is { } known)
        {
            return known;
        }

        return ApiBody.Parse(bytes, type).Succeeded(out var body, out refusal)
            ? await IntegrationCalls.OnceAsync(call, () => deed(body), answerOf)
            : refusal;
    }

    private static Result<string> KeyOf(HttpRequest request)
    {
        var key = request.Headers[IdempotencyKeyHeader].ToString().Trim();
        if (key.Length == 0)
        {
            return new IdempotencyKeyMissing();
        }

        return key.Length > IntegrationCall.KeyLength || key.Any(character => character is < ' ' or > '~')
            ? new IdempotencyKeyNotValid(IntegrationCall.KeyLength)
            : key;
    }

    // What was called belongs to it: the same body to another address is another call.
    private static byte[] ContentOf(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        hash.AppendData(body.Span);
        return hash.GetHashAndReset();
    }

    private async Task WriteAsync(CallAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        if (answer.Body.IsEmpty)
        {
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, HungUp);
    }
}
