using System.Text.Json;
using Dms.Predictive.Core;
using Microsoft.ML.OnnxRuntime;

namespace Dms.Predictive.Learning;

/// <summary>Rows with the scores that every loading of the bundle must give again.</summary>
internal sealed record GoldenRows(double[][] Rows, IReadOnlyDictionary<string, double[]> Expected)
{
    /// <summary>Number of rows in every bundle.</summary>
    public const int Count = 64;

    /// <summary>Largest difference of ONNX Runtime's float32 sum, relative to max(1, |score|).</summary>
    private const double OnnxTolerance = 1e-5;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Scores the rows, rounded to float32, with the canonical models.</summary>
    public static GoldenRows From(IReadOnlyList<double[]> rows, IReadOnlyList<BundleOutput> outputs)
    {
        double[][] rounded = [.. rows.Select(r => (double[])r.Clone())];
        Array.ForEach(rounded, r => ModelRow.RoundToFloat(r));
        return new GoldenRows(rounded, outputs.ToDictionary(
            o => o.Name, o => Array.ConvertAll(rounded, r => o.Model.Score(r)), StringComparer.Ordinal));
    }

    public byte[] ToBytes(IReadOnlyList<BundleOutput> outputs)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rows");
            Array.ForEach(Rows, row => WriteNumbers(writer, row));
            writer.WriteEndArray();
            writer.WriteStartObject("expected");
            foreach (BundleOutput output in outputs)
            {
                writer.WritePropertyName(output.Name);
                WriteNumbers(writer, Expected[output.Name]);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static GoldenRows Read(byte[] utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Strict);
            JsonElement root = document.RootElement;
            return new GoldenRows(
                [.. root.GetProperty("rows").EnumerateArray().Select(ReadNumbers)],
                root.GetProperty("expected").EnumerateObject().ToDictionary(
                    p => p.Name, p => ReadNumbers(p.Value), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            throw new InputRefusedException("golden-mismatch",
                $"The golden rows cannot be read: {e.Message}", BundleFiles.Golden, e);
        }
    }

    /// <summary>Scores every row again with the trees (bit for bit) and with ONNX Runtime; a network with ONNX Runtime alone.</summary>
    public void Refuse(IReadOnlyList<BundleOutput> outputs, OnnxScorer scorer)
    {
        RefuseShape(outputs, scorer.Columns);
        double[] native = new double[scorer.OutputNames.Count];
        for (int r = 0; r < Rows.Length; r++)
        {
            ScoreNatively(scorer, r, native);
            int inOnnx = 0;
            for (int o = 0; o < outputs.Count; o++)
            {
                double expected = Expected[outputs[o].Name][r];
                double own = outputs[o].Model.Score(Rows[r]);
                double limit = OnnxTolerance * Math.Max(1.0, Math.Abs(expected));
                if (!outputs[o].IsInOnnx)
                {
                    if (double.IsNaN(own) != double.IsNaN(expected) || Math.Abs(own - expected) > limit)
                    {
                        throw Mismatch($"Row {r} of {outputs[o].Name} must score {expected:R}; the network gives {own:R}.");
                    }

                    continue;
                }

                double runtime = native[inOnnx++];
                if (own != expected || !(Math.Abs(runtime - expected) <= limit))
                {
                    throw Mismatch($"Row {r} of {outputs[o].Name} must score {expected:R}; the canonical model gives {own:R}, "
                        + $"the ONNX model {runtime:R}.");
                }
            }
        }
    }

    // A model that the runtime loads may still fail on a row, such as one whose tree asks for a column that is not there.
    private void ScoreNatively(OnnxScorer scorer, int row, double[] scores)
    {
        try
        {
            scorer.Score(Rows[row], scores);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputRefusedException(
                "golden-mismatch", $"The ONNX model fails on golden row {row}: {e.Message.Split('\n')[0]}", BundleFiles.Golden, e);
        }
    }

    private void RefuseShape(IReadOnlyList<BundleOutput> outputs, int columns)
    {
        if (Rows.Length != Count || Rows.Any(r => r.Length != columns) || Expected.Count != outputs.Count
            || outputs.Any(o => !Expected.TryGetValue(o.Name, out double[]? e) || e.Length != Count))
        {
            throw Mismatch($"Expected {Count} rows of {columns} values and {Count} scores for every output.");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, double[] values)
    {
        writer.WriteStartArray();
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                writer.WriteNullValue();
            }
            else
            {
                writer.WriteNumberValue(value);
            }
        }

        writer.WriteEndArray();
    }

    private static double[] ReadNumbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];

    private static InputRefusedException Mismatch(string message) =>
        new("golden-mismatch", message, BundleFiles.Golden);
}
