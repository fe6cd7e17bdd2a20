using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dms.Predictive.Serving;

/// <summary>Reads request bodies strictly: unknown fields, repeats, wrong types and surprises are refused by pointer.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="RequestRefusedException">Wrong content type (415) or too large (413).</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        string type = context.Request.ContentType ?? "";
        if (!type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestRefusedException(415, "content-type", $"The body's content type is '{type}'; allowed is application/json.");
        }

        using MemoryStream body = new();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new RequestRefusedException(413, "body-too-large", "The body is larger than this host takes (Dms:Serving:MaxBodyBytes).");
        }

        return body.ToArray();
    }

    /// <summary>Parses a body to an object.</summary>
    /// <exception cref="RequestRefusedException">No JSON, or no object (400).</exception>
    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw RequestRefusedException.Malformed("", "must be an object");
        }
        catch (JsonException e)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            throw RequestRefusedException.Malformed("", $"is no strict JSON of depth {MaxDepth} or less, without repeated keys ({place})");
        }
    }

    /// <summary>Refuses fields that are not among those allowed.</summary>
    public static void Allow(JsonElement element, string pointer, params ReadOnlySpan<string> names)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw RequestRefusedException.Malformed($"{pointer}/{property.Name}", $"is an unknown field; allowed are {string.Join(", ", names.ToArray())}");
            }
        }
    }

    /// <summary>A text.</summary>
    public static string Text(JsonElement element, string pointer, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && IsText(value)
            ? value.GetString()!
            : throw RequestRefusedException.Malformed($"{pointer}/{name}", "must be text");

    /// <summary>A decimal in plain notation, written as text.</summary>
    public static decimal Decimal(JsonElement element, string pointer, string name)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        string text = Text(element, pointer, name);
        return text.Length <= 40 && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out decimal value) && IsExact(text, value)
            ? value
            : throw RequestRefusedException.Malformed($"{pointer}/{name}", $"is '{Cut(text)}'; it must be a decimal in plain notation such as \"12.50\"");
    }

    // decimal.Parse rounds what does not fit; an amount must not change on its way in.
    private static bool IsExact(string text, decimal value)
    {
        string digits = text.TrimStart('+', '-');
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string fraction = point < 0 ? "" : digits[(point + 1)..].TrimEnd('0');
        return fraction.Length <= value.Scale && fraction.Length <= 18;
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Cut(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    /// <summary>Digest of a request, to tell a repetition from another request.</summary>
    public static string HashOf(HttpRequest request, byte[] body) =>
        StateText.Sha256($"{request.Method} {request.Path}\n{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))}");
}
