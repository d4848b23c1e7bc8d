namespace LoyaltyConsole.Core.Outbox;

// In the order in which they are checked.

/// <summary>Nobody is written to in that language.</summary>
/// <param name="Language">What was given.</param>
public sealed record LanguageUnknown(string Language) : Refusal;

/// <summary>There is no such message.</summary>
public sealed record MessageNotFound(MessageId Id) : Refusal;

/// <summary>The message has left, or was taken back; that is not changed any more.</summary>
public sealed record MessageSettled(MessageState State) : Refusal;

/// <summary>The message is being sent at this moment.</summary>
public sealed record MessageLeaving : Refusal;
