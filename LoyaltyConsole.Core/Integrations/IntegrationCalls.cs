using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>Lets each call of a shop have its effect once and its answer as often as it is asked for (rule 5.1.10).</summary>
public sealed class IntegrationCalls
{
    /// <summary>For how long answers are kept. The deeds themselves know their repetition for ever.</summary>
    public static readonly Duration Kept = Duration.FromDays(30);

    private const int ForgottenInAStep = 1_000;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal IntegrationCalls(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>The answer that the call got before.</summary>
    /// <returns>The answer; <see cref="IdempotencyKeyReused"/>; or null where it is a new call.</returns>
    public Task<Result<CallAnswer>?> FindAsync(IntegrationCall call, CancellationToken cancellationToken) => _store.ReadAsync<Result<CallAnswer>?>(
        connection =>
        {
            var found = connection.Query(
                "SELECT Content, Status, Body FROM AnsweredCalls WHERE IntegrationId = @0 AND Key = @1",
                row => (Content: row.GetBytes(0), Answer: new CallAnswer(row.GetInt32(1), row.GetBytes(2), IsReplayed: true)),
                ("@0", call.Integration.Value), ("@1", call.Key));
            if (found.Count == 0)
            {
                return null;
            }

            return call.Content.Span.SequenceEqual(found[0].Content) ? found[0].Answer : new IdempotencyKeyReused();
        },
        cancellationToken);

    /// <summary>
    /// Does the call's one deed, and writes the answer in the same transaction; of calls that come at once the first does
    /// it, and the others get its answer. A refused deed leaves nothing behind: sent again, it is judged anew.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="deed">The deed; it writes once.</param>
    /// <param name="answerOf">Makes the answer from what the deed wrote. It runs while others wait, so it reads nothing.</param>
    /// <returns>The answer; or <see cref="IdempotencyKeyReused"/>, or what the deed refuses.</returns>
    public static async Task<Result<CallAnswer>> OnceAsync<T>(IntegrationCall call, Func<Task<Result<T>>> deed, Func<T, CallAnswer> answerOf)
        where T : notnull
    {
        var progress = new CallInProgress(call, done => answerOf((T)done));
        CallInProgress.Current = progress;
        var result = await deed();
        if (progress.Answer is { } answer)
        {
            return answer;
        }

        return result.Succeeded(out _, out var refusal) ? throw new InvalidOperationException("The deed wrote nothing.") : refusal;
    }

    /// <summary>Forgets answers that nobody asks for any more, the oldest first.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var forgotten = 0;
        int step;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            step = 0;
            (await _store.WriteStepAsync<Done>(writing =>
            {
                // They are in the order of their time, so that no index of it is needed.
                step = writing.Connection.Database.Execute(
                    $"DELETE FROM AnsweredCalls WHERE At < @0 AND Id IN (SELECT Id FROM AnsweredCalls ORDER BY Id LIMIT {ForgottenInAStep})",
                    ("@0", (_clock.GetCurrentInstant() - Kept).ToUnixTimeMilliseconds()));
                return Task.FromResult<Result<Done>>(default(Done));
            })).OrThrow();
            forgotten += step;
        }
        while (step == ForgottenInAStep);

        return forgotten;
    }
}
