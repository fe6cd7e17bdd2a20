using System.Text.Json;

namespace Dms.Predictive.Learning;

/// <summary>Writes and reads a head inside <c>calibration.json</c>.</summary>
public static class LogitHeadJson
{
    /// <summary>Writes a head as one object; equal heads give equal bytes.</summary>
    /// <param name="w">Writer, after a property name or inside an array.</param>
    /// <param name="head">Head.</param>
    /// <exception cref="ArgumentException">The calibration is of a kind without a written form.</exception>
    public static void Write(Utf8JsonWriter w, LogitHead head)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(head);
        w.WriteStartObject();
        w.WriteStartArray("inputs");
        foreach (HeadInput input in head.Inputs)
        {
            w.WriteStartObject();
            w.WriteString("name", input.Name);
            w.WriteNumber("coefficient", input.Coefficient);
            w.WriteNumber("mean", input.Mean);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteNumber("offset", head.Offset);
        switch (head.Map)
        {
            case PlattMap platt:
                Numbers(w, "platt", [platt.Slope, platt.Offset]);
                break;
            case BetaMap beta:
                Numbers(w, "beta", [beta.Rise, beta.Fall, beta.Offset]);
                break;
            case IsotonicMap isotonic:
                Numbers(w, "isotonicScores", isotonic.Scores);
                Numbers(w, "isotonicProbabilities", isotonic.Probabilities);
                break;
            default:
                throw new ArgumentException($"A {head.Map.GetType().Name} has no written form.", nameof(head));
        }

        w.WriteEndObject();
    }

    /// <summary>Reads a head back.</summary>
    /// <param name="json">Object as written by <see cref="Write"/>.</param>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    /// <exception cref="FormatException">No calibration, or one of the wrong length.</exception>
    /// <exception cref="ArgumentException">A number is not allowed.</exception>
    public static LogitHead Read(JsonElement json)
    {
        HeadInput[] inputs = [.. json.GetProperty("inputs").EnumerateArray().Select(i => new HeadInput(
            i.GetProperty("name").GetString()!, i.GetProperty("coefficient").GetDouble(),
            i.GetProperty("mean").GetDouble()))];
        return new LogitHead(inputs, json.GetProperty("offset").GetDouble(), MapOf(json));
    }

    private static ICalibrationMap MapOf(JsonElement json)
    {
        if (json.TryGetProperty("platt", out JsonElement platt) && Numbers(platt) is [var slope, var offset])
        {
            return new PlattMap(slope, offset);
        }

        if (json.TryGetProperty("beta", out JsonElement beta) && Numbers(beta) is [var rise, var fall, var c])
        {
            return new BetaMap(rise, fall, c);
        }

        return json.TryGetProperty("isotonicScores", out JsonElement scores)
            ? new IsotonicMap(Numbers(scores), Numbers(json.GetProperty("isotonicProbabilities")))
            : throw new FormatException("a head needs a calibration: platt (2 numbers), beta (3) or isotonic");
    }

    private static void Numbers(Utf8JsonWriter w, string name, IReadOnlyList<double> values)
    {
        w.WriteStartArray(name);
        foreach (double value in values)
        {
            w.WriteNumberValue(value);
        }

        w.WriteEndArray();
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
}
