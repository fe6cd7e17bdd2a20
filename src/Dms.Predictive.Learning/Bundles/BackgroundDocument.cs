using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The content of <c>background.json</c>; values are float32, as the model compares them, and come back bit for bit.</summary>
internal static class BackgroundDocument
{
    private const string Code = "background-mismatch";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static byte[] Write(ReferenceBackground background)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("rule", background.Rule);
            writer.WriteStartArray("sets");
            foreach (BackgroundSet set in background.Sets)
            {
                WriteSet(writer, set);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads the rows and proves that the covers of the trees were counted on them.</summary>
    /// <exception cref="InputRefusedException"><c>background-mismatch</c>.</exception>
    public static ReferenceBackground Read(byte[] utf8, IReadOnlyList<BundleOutput> outputs)
    {
        ReferenceBackground background = Parse(utf8);
        RefuseForm(background, outputs);
        foreach (BundleOutput output in outputs)
        {
            RefuseCovers(output, background.RowsOf(output.Name)!);
        }

        return background;
    }

    /// <summary>Reads the rows alone.</summary>
    /// <exception cref="InputRefusedException"><c>background-mismatch</c>.</exception>
    public static ReferenceBackground Parse(byte[] utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Strict);
            JsonElement root = document.RootElement;
            return new ReferenceBackground(
                root.GetProperty("rule").GetString() ?? "",
                [.. root.GetProperty("sets").EnumerateArray().Select(s => new BackgroundSet(
                    [.. s.GetProperty("outputs").EnumerateArray().Select(o => o.GetString() ?? "")],
                    [.. s.GetProperty("rows").EnumerateArray().Select(ReadRow)]))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputRefusedException(Code, $"The background cannot be read: {e.Message}", BundleFiles.Background, e);
        }
    }

    private static void WriteSet(Utf8JsonWriter writer, BackgroundSet set)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("outputs");
        foreach (string output in set.Outputs)
        {
            writer.WriteStringValue(output);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (double[] row in set.Rows)
        {
            writer.WriteStartArray();
            foreach (double value in row)
            {
                if (double.IsNaN(value))
                {
                    writer.WriteNullValue();
                }
                else
                {
                    writer.WriteNumberValue((float)value);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static double[] ReadRow(JsonElement row) =>
        [.. row.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetSingle())];

    private static void RefuseForm(ReferenceBackground background, IReadOnlyList<BundleOutput> outputs)
    {
        string[] named = [.. background.Sets.SelectMany(s => s.Outputs).Order(StringComparer.Ordinal)];
        Refuse(background.Rule.Length is 0 or > ReferenceBackground.MostRuleLength,
            $"The rule must have 1 to {ReferenceBackground.MostRuleLength} characters.");
        Refuse(!named.SequenceEqual(outputs.Select(o => o.Name).Order(StringComparer.Ordinal)),
            $"The sets name the outputs {string.Join(", ", named)}; each of the bundle's must be named once.");
        int width = outputs[0].FeatureNames.Count;
        foreach (BackgroundSet set in background.Sets)
        {
            string name = set.Outputs.Count > 0 ? set.Outputs[0] : "a set without outputs";
            Refuse(set.Outputs.Count == 0 || set.Rows.Count is 0 or > ReferenceBackground.MostRows,
                $"{name} has {set.Rows.Count} rows; 1 to {ReferenceBackground.MostRows} are read.");
            Refuse(set.Rows.Any(r => r.Length != width || r.Any(double.IsInfinity)),
                $"Every row of {name} must hold {width} values, finite or missing.");
        }
    }

    // Covers that were counted on other rows would make another path-dependent attribution of the same trees.
    private static void RefuseCovers(BundleOutput output, IReadOnlyList<double[]> rows)
    {
        if (output.Forest is not { } forest)
        {
            return;
        }

        Forest counted = forest.WithCoversFrom(rows);
        for (int t = 0; t < forest.Trees.Count; t++)
        {
            Refuse(!counted.Trees[t].Cover.AsSpan().SequenceEqual(forest.Trees[t].Cover),
                $"The covers of tree {t} of {output.Name} are not those of the background rows.");
        }
    }

    private static void Refuse(bool bad, string message)
    {
        if (bad)
        {
            throw new InputRefusedException(Code, message, BundleFiles.Background);
        }
    }
}
