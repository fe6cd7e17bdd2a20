using System.Text.Json;
using Dms.Predictive.Audit;

namespace Dms.Predictive.Pipeline;

/// <summary>A drift reference inside <c>calibration.json</c>.</summary>
internal static class DriftReferenceJson
{
    private const int MostFeatures = 10_000;

    public static void Write(Utf8JsonWriter w, DriftReference reference)
    {
        w.WriteStartObject();
        w.WriteNumber("spacingMinutes", reference.SpacingMinutes);
        w.WriteNumber("usualOutliers", reference.UsualOutliers);
        w.WriteStartArray("features");
        foreach (DriftFeature f in reference.Features)
        {
            w.WriteStartObject();
            w.WriteString("name", f.Name);
            w.WriteNumber("index", f.Index);
            w.WriteBoolean("top", f.IsTop);
            Row(w, "edges", f.Edges);
            Row(w, "counts", [.. f.Counts.Counts.Select(c => (double)c)]);
            w.WriteNumber("missing", f.Counts.Missing);
            Row(w, "box", [f.Low, f.High]);
            w.WriteNumber("usualShift", f.UsualShift);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    /// <exception cref="FormatException">The content is no reference.</exception>
    public static DriftReference Read(JsonElement json)
    {
        JsonElement features = json.GetProperty("features");
        int spacing = json.GetProperty("spacingMinutes").GetInt32();
        return features.GetArrayLength() <= MostFeatures && spacing >= 1
            ? new DriftReference(spacing, [.. features.EnumerateArray().Select(ReadFeature)], json.GetProperty("usualOutliers").GetDouble())
            : throw new FormatException($"drift must watch at most {MostFeatures} features at a spacing of a minute or more");
    }

    private static DriftFeature ReadFeature(JsonElement f)
    {
        double[] edges = Numbers(f.GetProperty("edges")), box = Numbers(f.GetProperty("box"));
        int[] counts = [.. f.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32())];
        BinCounts counted = new(counts, f.GetProperty("missing").GetInt32());
        int index = f.GetProperty("index").GetInt32();
        _ = ReferenceBins.Of(edges);
        return counts.Length == edges.Length - 1 && counts.All(c => c >= 0) && counted is { Missing: >= 0, Total: > 0 } && box.Length == 2 && index >= 0
            ? new DriftFeature(f.GetProperty("name").GetString()!, index, f.GetProperty("top").GetBoolean(), edges, counted, box[0], box[1], f.GetProperty("usualShift").GetDouble())
            : throw new FormatException("drift.features must hold one count per bin, a box of two and a place in the row");
    }

    private static void Row(Utf8JsonWriter w, string name, IReadOnlyList<double> values)
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
