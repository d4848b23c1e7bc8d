using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoyaltyConsole.Core;
using Microsoft.Net.Http.Headers;

namespace LoyaltyConsole.Api;

/// <summary>Reads bodies that a stranger wrote: bounded, and with a clear word for whatever is wrong.</summary>
internal static class ApiBody
{
    // Deeper than any body of ours, and shallow enough for any stack.
    private const int Depth = 16;

    /// <summary>The bytes of the body.</summary>
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpContext http, int most)
    {
        if (!IsJson(http.Request))
        {
            return new MediaTypeNotSupported();
        }

        if (http.Request.ContentLength > most)
        {
            return new BodyTooLarge(most);
        }

        var bytes = new byte[http.Request.ContentLength ?? 4_096];
        var length = 0;
        try
        {
            while (await http.Request.Body.ReadAsync(bytes.AsMemory(length), http.RequestAborted) is > 0 and var read)
            {
                length += read;
                if (length > most)
                {
                    return new BodyTooLarge(most);
                }

                if (length == bytes.Length && length != http.Request.ContentLength)
                {
                    Array.Resize(ref bytes, Math.Min(bytes.Length * 2, most + 1));
                }
                else if (length == bytes.Length)
                {
                    break;
                }
            }
        }
        catch (BadHttpRequestException)
        {
            return new BodyIncomplete();
        }

        return new ReadOnlyMemory<byte>(bytes, 0, length);
    }

    /// <summary>What the body says.</summary>
    public static Result<T> Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        // First whether it is JSON at all, so that what fails afterwards is a field.
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = Depth });
            while (reader.Read())
            {
            }
        }
        catch (JsonException malformed)
        {
            return new JsonMalformed((malformed.LineNumber ?? 0) + 1, (malformed.BytePositionInLine ?? 0) + 1);
        }

        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type) is { } body ? body : new FieldNotValid("$");
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : wrong.Path ?? "$";
            return type.UnmappedMemberHandling == System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow && !type.Properties.Any(property => string.Equals(property.Name, field, StringComparison.Ordinal))
                ? new FieldUnknown(field)
                : new FieldNotValid(field);
        }
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
