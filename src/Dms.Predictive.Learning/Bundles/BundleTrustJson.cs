using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Reads a trust file, which a victim keeps outside every folder of models: <c>{"schema":"dms-trust/1","keys":[{"keyId",
/// "publicKey"}],"revoked":["…"],"floors":{"model id":"time"}}</c>.
/// </summary>
/// <remarks>Without <c>keys</c> a bundle may be signed by any key, its own included; an empty list trusts nobody.
/// <c>revoked</c> holds key ids and manifest digests. A floor is the earliest time at which a bundle may have been made.</remarks>
public static class BundleTrustJson
{
    /// <summary>The only schema that is read.</summary>
    public const string Schema = "dms-trust/1";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Reads a trust file.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="where">Its name, for messages.</param>
    /// <exception cref="InputRefusedException"><c>bad-trust</c> or <c>bad-key</c>: a typing error here would let
    /// through what was meant to be refused, so nothing unknown is skipped.</exception>
    public static BundleTrust Read(string text, string where)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            JsonElement root = document.RootElement;
            string[] unknown = [.. root.EnumerateObject().Select(p => p.Name).Except(["schema", "keys", "revoked", "floors"])];
            if (unknown.Length > 0 || root.GetProperty("schema").GetString() != Schema)
            {
                throw new FormatException($"expected schema {Schema} and no property '{string.Join(", ", unknown)}'");
            }

            string[] revoked = root.TryGetProperty("revoked", out JsonElement list) ? [.. list.EnumerateArray().Select(Revoked)] : [];
            BundleTrust trust = root.TryGetProperty("keys", out JsonElement keys)
                ? BundleTrust.Keys([.. keys.EnumerateArray().Select(k => BundleKey.Parse(k.GetRawText(), where))], revoked)
                : BundleTrust.Self(revoked);
            return root.TryGetProperty("floors", out JsonElement floors)
                ? trust.WithFloors(floors.EnumerateObject().ToDictionary(f => f.Name, f => Timestamp.Parse(f.Value.GetString()!), StringComparer.Ordinal))
                : trust;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException or OverflowException)
        {
            throw new InputRefusedException("bad-trust", $"The trust file cannot be used: {e.Message}", where, e);
        }
    }

    private static string Revoked(JsonElement item)
    {
        string text = item.GetString() ?? "";
        return text.Length is 32 or 64 && text.All(char.IsAsciiHexDigitLower)
            ? text
            : throw new FormatException($"'{text}' is neither a key id (32 hex digits) nor a manifest digest (64)");
    }
}
