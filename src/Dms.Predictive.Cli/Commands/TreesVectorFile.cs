using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The input of <c>dms trees explain</c>: a forest, background rows and the rows to explain.</summary>
/// <param name="Forest">The model.</param>
/// <param name="Background">Rows of the interventional mean; NaN is missing.</param>
/// <param name="Rows">Rows to explain; NaN is missing.</param>
public sealed record TreesVectorFile(
    Forest Forest, IReadOnlyList<double[]> Background, IReadOnlyList<double[]> Rows)
{
    /// <summary>Reads a document.</summary>
    /// <param name="utf8">UTF-8 JSON.</param>
    /// <exception cref="InputRefusedException">Not JSON, a damaged model, or a row of another width.</exception>
    public static TreesVectorFile Read(ReadOnlyMemory<byte> utf8)
    {
        JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, strict);
            JsonElement root = document.RootElement;
            Forest forest = ForestJson.Read(Property(root, "model", "file"));
            int width = forest.FeatureNames.Count;
            bool hasBackground = root.TryGetProperty("background", out JsonElement background);
            return new(
                forest,
                hasBackground ? ReadRows(background, "background", width, (row, _) => row) : [],
                ReadRows(Property(root, "rows", "file"), "rows", width, (row, where) => Property(row, "x", where)));
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("json", $"Not valid JSON: {e.Message}", $"line {e.LineNumber + 1}", e);
        }
    }

    private static List<double[]> ReadRows(
        JsonElement list, string name, int width, Func<JsonElement, string, JsonElement> values)
    {
        List<double[]> rows = [];
        foreach (JsonElement item in Items(list, name))
        {
            string where = $"{name}[{rows.Count}]";
            double[] row = [.. Items(values(item, where), where).Select((x, k) => Value(x, $"{where}.x[{k}]"))];
            if (row.Length != width)
            {
                throw new InputRefusedException("row-width",
                    $"The row has {row.Length} values; the model wants {width}, with null for a missing one.", where);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static double Value(JsonElement x, string where) => x.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.Number when x.TryGetDouble(out double value) && double.IsFinite(value) => value,
        _ => throw new InputRefusedException("row-value",
            $"Expected a finite number or null, found {x.GetRawText()}.", where),
    };

    private static JsonElement Property(JsonElement parent, string name, string where) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new InputRefusedException("tree-json", $"Expected an object with property {name}.", where);

    private static JsonElement.ArrayEnumerator Items(JsonElement list, string where) =>
        list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new InputRefusedException("tree-json", $"Expected an array, found {list.ValueKind}.", where);
}
