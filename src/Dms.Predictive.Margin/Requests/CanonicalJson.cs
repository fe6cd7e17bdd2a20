using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>
/// One spelling for equal JSON: keys in ordinal order, no blanks, numbers without needless digits. Made for hashes.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Rewrites one JSON document.</summary>
    /// <param name="json">A complete document; keys within an object are unique.</param>
    /// <returns>UTF-8 text of the same value.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static byte[] Rewrite(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        StringBuilder text = new();
        Append(text, document.RootElement);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>SHA-256 of the canonical text, lower-case hex.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string Hash(ReadOnlyMemory<byte> json) => Convert.ToHexStringLower(SHA256.HashData(Rewrite(json)));

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, value);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    text.Append(index++ == 0 ? "" : ",");
                    Append(text, item);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                AppendText(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetRawText()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement value)
    {
        text.Append('{');
        string comma = "";
        foreach (JsonProperty property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append(comma);
            AppendText(text, property.Name);
            text.Append(':');
            Append(text, property.Value);
            comma = ",";
        }

        text.Append('}');
    }

    // Escapes only what JSON must escape, so that other languages reach the same bytes.
    private static void AppendText(StringBuilder text, string value) =>
        text.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)).Append('"');

    // Digits and power of ten, then the ECMAScript spelling: plain between 1e-6 and 1e21, else d.ddde±x.
    private static string Number(string raw)
    {
        int e = raw.AsSpan().IndexOfAny('e', 'E');
        string mantissa = (e < 0 ? raw : raw[..e]).TrimStart('-');
        int power = e < 0
            ? 0
            : int.Parse(raw.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        power -= point < 0 ? 0 : mantissa.Length - point - 1;
        string all = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        string digits = all.TrimEnd('0');
        if (digits.Length == 0)
        {
            return "0";
        }

        power += all.Length - digits.Length;
        return (raw[0] == '-' ? "-" : "") + Spell(digits, digits.Length + power);
    }

    // point: how many digits stand before the decimal point.
    private static string Spell(string digits, int point)
    {
        if (point is > 21 or <= -6)
        {
            string tail = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{digits[0]}{tail}e{(point > 0 ? "+" : "")}{point - 1}";
        }

        return point <= 0 ? "0." + new string('0', -point) + digits
            : point >= digits.Length ? digits + new string('0', point - digits.Length)
            : digits[..point] + "." + digits[point..];
    }
}
