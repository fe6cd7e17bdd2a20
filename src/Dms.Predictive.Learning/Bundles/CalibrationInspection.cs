using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Checks what can be said of a calibration without the pipeline that uses it: strict JSON, every number finite, every
/// probability map monotone.
/// </summary>
internal static class CalibrationInspection
{
    private const int MostLevels = 32;

    /// <summary>Refuses a calibration that is not such.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <exception cref="InputRefusedException"><c>calibration</c>.</exception>
    public static void Refuse(byte[] utf8)
    {
        JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = MostLevels };
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Refusal("it is no JSON object", null);
            }

            RefuseNumbers(document.RootElement, "");
            if (document.RootElement.TryGetProperty("horizons", out JsonElement horizons))
            {
                RefuseMaps(horizons);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException)
        {
            throw Refusal(e.Message, e);
        }
    }

    private static void RefuseNumbers(JsonElement element, string where)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number when !double.IsFinite(element.GetDouble()):
            case JsonValueKind.String when element.GetString() is "NaN" or "Infinity" or "-Infinity":
                throw Refusal($"{where} is no finite number", null);
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    RefuseNumbers(property.Value, $"{where}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    RefuseNumbers(item, where);
                }

                break;
            default:
                break;
        }
    }

    // The maps themselves refuse a slope below 0 and a table that falls.
    private static void RefuseMaps(JsonElement horizons)
    {
        foreach (JsonElement horizon in horizons.EnumerateArray())
        {
            if (horizon.TryGetProperty("spike", out JsonElement pair))
            {
                double[] numbers = [.. pair.EnumerateArray().Select(n => n.GetDouble())];
                _ = numbers is [var slope, var offset]
                    ? new PlattMap(slope, offset)
                    : throw new FormatException("spike needs a slope and an offset");
            }

            if (horizon.TryGetProperty("spikeHead", out JsonElement head))
            {
                _ = LogitHeadJson.Read(head);
            }
        }
    }

    private static InputRefusedException Refusal(string what, Exception? cause) =>
        new("calibration", $"The calibration cannot be used: {what}", BundleFiles.Calibration, cause);
}
