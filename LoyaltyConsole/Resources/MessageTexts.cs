using LoyaltyConsole.Core.Outbox;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Resources;

/// <summary>The texts about messages that leave.</summary>
public sealed class MessageTexts;

/// <summary>Turns what became of a message into words.</summary>
public static class MessageWords
{
    /// <summary>What can have become of a message; what was shared out is none of its own any more.</summary>
    public static IReadOnlyList<MessageState> States { get; } = [.. Enum.GetValues<MessageState>().Where(state => state != MessageState.SharedOut)];

    /// <summary>What has become of it.</summary>
    public static string Word(this IStringLocalizer<MessageTexts> texts, MessageState state) => texts[$"State_{state}"];

    /// <summary>On which way it leaves.</summary>
    public static string Word(this IStringLocalizer<MessageTexts> texts, MessageChannel channel) => texts[$"Channel_{channel}"];

    /// <summary>Why it did not leave.</summary>
    public static string Word(this IStringLocalizer<MessageTexts> texts, MessageFault fault) => texts[$"Fault_{fault}"];
}
