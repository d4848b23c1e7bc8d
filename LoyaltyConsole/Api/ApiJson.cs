using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using LoyaltyConsole.Core.Integrations;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Api;

/// <summary>How the interface spells its bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(InstantText), typeof(DateText), typeof(NameDayText)])]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(BalanceAnswer))]
[JsonSerializable(typeof(EntryAnswer[]))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(CreditNoteBody))]
[JsonSerializable(typeof(CreditNoteAnswer))]
[JsonSerializable(typeof(AdjustmentBody))]
[JsonSerializable(typeof(EntryAnswer))]
[JsonSerializable(typeof(RedemptionBody))]
[JsonSerializable(typeof(RedemptionAnswer))]
[JsonSerializable(typeof(ConfirmationBody))]
[JsonSerializable(typeof(ConfirmationAnswer))]
[JsonSerializable(typeof(MergeRequestBody))]
[JsonSerializable(typeof(MergeRequestAnswer))]
[JsonSerializable(typeof(ReferralBody))]
[JsonSerializable(typeof(ReferralAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The one spelling: umlauts as they are, instants and dates in ISO 8601.</summary>
    public static ApiJson Spelt => Relaxed.Context;

    /// <summary>An answer with a body.</summary>
    public static CallAnswer Answer<T>(int status, T body) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body, (JsonTypeInfo<T>)Spelt.GetTypeInfo(typeof(T))!));

    // In a class of its own, so that it is made after Default, from which it comes.
    private static class Relaxed
    {
        public static readonly ApiJson Context = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
    }
}

/// <summary>An instant, such as 2025-11-28T13:37:00Z; an offset in the place of Z is understood.</summary>
internal sealed class InstantText : JsonConverter<Instant>
{
    /// <inheritdoc />
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(reader.TokenType == JsonTokenType.String ? reader.GetString() : null) ?? throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));

    /// <summary>The instant that a text names; null where it names none.</summary>
    public static Instant? TryRead(string? text)
    {
        if (text is not { Length: <= 40 })
        {
            return null;
        }

        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        return parsed.Success ? parsed.Value.ToInstant() : null;
    }
}

/// <summary>A date, such as 1985-06-24.</summary>
internal sealed class DateText : JsonConverter<LocalDate>
{
    /// <inheritdoc />
    public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && LocalDatePattern.Iso.Parse(reader.GetString()!) is { Success: true } parsed
            ? parsed.Value
            : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
}

/// <summary>A day of each year, such as 06-24.</summary>
internal sealed class NameDayText : JsonConverter<AnnualDate>
{
    /// <inheritdoc />
    public override AnnualDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // ISO 8601 of old wrote two hyphens in the place of the year.
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        var parsed = AnnualDatePattern.Iso.Parse(text.StartsWith("--", StringComparison.Ordinal) ? text[2..] : text);
        return parsed.Success ? parsed.Value : throw new JsonException();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, AnnualDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(AnnualDatePattern.Iso.Format(value));
}
