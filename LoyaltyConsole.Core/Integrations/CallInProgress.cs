using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>
/// The call on whose behalf a deed is done. The store asks it first whether the call was answered before, and has it
/// write its answer in the transaction of the deed, so that neither can be there without the other.
/// </summary>
internal sealed class CallInProgress(IntegrationCall call, Func<object, CallAnswer> answerOf)
{
    private static readonly AsyncLocal<CallInProgress?> Ambient = new();
    private bool _isWritten;

    /// <summary>The call of whoever asks for a deed; null where it is no call.</summary>
    public static CallInProgress? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>The answer, once there is one.</summary>
    public CallAnswer? Answer { get; private set; }

    /// <summary>Why the deed is not to be done; null where it is.</summary>
    public Refusal? Before(Writing writing)
    {
        if (_isWritten)
        {
            throw new InvalidOperationException("A call does one deed.");
        }

        var answered = writing.Connection
            .Prepare("SELECT Content, Status, Body FROM AnsweredCalls WHERE IntegrationId = @0 AND Key = @1")
            .Rows(row => (Content: row.GetBytes(0), Answer: new CallAnswer(row.GetInt32(1), row.GetBytes(2), IsReplayed: true)), call.Integration.Value, call.Key);
        if (answered is not [var (content, answer)])
        {
            return null;
        }

        if (!call.Content.Span.SequenceEqual(content))
        {
            return new IdempotencyKeyReused();
        }

        Answer = answer;
        return new CallAnswered();
    }

    /// <summary>Writes down what the deed is answered with.</summary>
    public void After(Writing writing, object done)
    {
        _isWritten = true;
        Answer = answerOf(done);
        writing.Connection
            .Prepare("INSERT INTO AnsweredCalls (IntegrationId, Key, Content, Status, Body, At, CustomerId) VALUES (@0, @1, @2, @3, @4, @5, @6)")
            .Run(
                call.Integration.Value, call.Key, call.Content.ToArray(), Answer.Status, Answer.Body.ToArray(),
                writing.Now.ToUnixTimeMilliseconds(), writing.Touched.Count == 0 ? null : writing.Touched.First().Value);
    }
}
