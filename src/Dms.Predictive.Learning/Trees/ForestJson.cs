using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// The JSON form of a <see cref="Forest"/>, as in a bundle's <c>trees.json</c>: <c>numFeatures</c>,
/// <c>featureNames</c>, <c>baseScore</c>, <c>trees[]</c> of node arrays (<c>feature</c> −1 = leaf). An infinite
/// threshold is <c>null</c> with ±1 at the same place of <c>thresholdInfinity</c>.
/// </summary>
public static class ForestJson
{
    /// <summary>Reads a whole document.</summary>
    /// <param name="utf8">UTF-8 JSON without a byte-order mark; one object.</param>
    /// <exception cref="InputRefusedException">
    /// Not JSON, a property missing, given twice or of another type, or a forest that <see cref="Forest"/> refuses.
    /// </exception>
    public static Forest Read(ReadOnlyMemory<byte> utf8)
    {
        JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, strict);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("json",
                $"The forest is not valid JSON: {e.Message}", $"line {e.LineNumber + 1}", e);
        }
    }

    /// <summary>Reads one element of a larger document.</summary>
    /// <param name="model">The object that holds the forest; properties not named here are ignored.</param>
    /// <param name="where">How error messages name the element.</param>
    /// <exception cref="InputRefusedException">
    /// A property missing or of another type, or a forest that <see cref="Forest"/> refuses.
    /// </exception>
    public static Forest Read(JsonElement model, string where = "model")
    {
        ForestJsonField root = new(model, where);
        int width = root.Get("numFeatures").Integer();
        string[] names = [.. root.Get("featureNames").Items().Select(f => f.Text())];
        if (width != names.Length)
        {
            throw new InputRefusedException("tree-structure",
                $"numFeatures is {width} but {names.Length} names are given.", $"{where}.featureNames");
        }

        if (root.TryGet("compareAs", out ForestJsonField precision) && precision.Text() != "float64")
        {
            throw new InputRefusedException("tree-precision",
                "Only compareAs float64 is read here; round thresholds and rows to float32 before.",
                $"{where}.compareAs");
        }

        return new Forest(names, root.Get("baseScore").Number(), [.. root.Get("trees").Items().Select(ReadTree)]);
    }

    /// <summary>Writes the forest; equal forests give equal bytes, and every double is read back bit for bit.</summary>
    /// <remarks>Values without meaning (a leaf's threshold, an inner node's value) are written as 0.</remarks>
    public static void Write(Utf8JsonWriter writer, Forest forest)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(forest);
        writer.WriteStartObject();
        writer.WriteNumber("numFeatures", forest.FeatureNames.Count);
        IReadOnlyList<string> names = forest.FeatureNames;
        WriteArray(writer, "featureNames", names.Count, i => writer.WriteStringValue(names[i]));
        writer.WriteNumber("baseScore", forest.BaseScore);
        writer.WriteStartArray("trees");
        foreach (Tree tree in forest.Trees)
        {
            WriteTree(writer, tree);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Tree ReadTree(ForestJsonField tree)
    {
        int[] feature = [.. tree.Get("feature").Items().Select(f => f.Integer())];
        double LeafValue(ForestJsonField f, int i) => Unused(f, i, feature, leaf: false) ? 0.0 : f.Number();
        return new Tree
        {
            Feature = feature,
            Threshold = ReadThresholds(tree, feature),
            Left = [.. tree.Get("left").Items().Select(f => f.Integer())],
            Right = [.. tree.Get("right").Items().Select(f => f.Integer())],
            DefaultLeft = [.. tree.Get("defaultLeft").Items().Select(f => f.Flag())],
            Value = [.. tree.Get("value").Items().Select(LeafValue)],
            Cover = [.. tree.Get("cover").Items().Select(f => f.Number())],
        };
    }

    private static double[] ReadThresholds(ForestJsonField tree, int[] feature)
    {
        int[] infinity = tree.TryGet("thresholdInfinity", out ForestJsonField signs)
            ? [.. signs.Items().Select(s => s.IsNull ? 0 : s.Integer())]
            : [];
        return [.. tree.Get("threshold").Items().Select((f, i) => Threshold(f, i, infinity, feature))];
    }

    private static double Threshold(ForestJsonField field, int i, int[] infinity, int[] feature)
    {
        int sign = i < infinity.Length ? infinity[i] : 0;
        return (field.IsNull, sign) switch
        {
            (true, 1) => double.PositiveInfinity,
            (true, -1) => double.NegativeInfinity,
            (true, 0) when Unused(field, i, feature, leaf: true) => 0.0,
            (false, 0) => field.Number(),
            _ => throw new InputRefusedException("tree-value",
                "A threshold is a finite number, or null with 1 or -1 at the same place of thresholdInfinity.",
                field.Where),
        };
    }

    private static bool Unused(ForestJsonField field, int i, int[] feature, bool leaf) =>
        field.IsNull && i < feature.Length && feature[i] < 0 == leaf;

    private static void WriteTree(Utf8JsonWriter writer, Tree tree)
    {
        int n = tree.Count;
        writer.WriteStartObject();
        WriteArray(writer, "feature", n, i => writer.WriteNumberValue(tree.Feature[i]));
        WriteArray(writer, "threshold", n, i => WriteThreshold(writer, tree, i));
        if (Enumerable.Range(0, n).Any(i => Sign(tree, i) != 0))
        {
            WriteArray(writer, "thresholdInfinity", n, i => writer.WriteNumberValue(Sign(tree, i)));
        }

        WriteArray(writer, "left", n, i => writer.WriteNumberValue(IsLeaf(tree, i) ? -1 : tree.Left[i]));
        WriteArray(writer, "right", n, i => writer.WriteNumberValue(IsLeaf(tree, i) ? -1 : tree.Right[i]));
        WriteArray(writer, "defaultLeft", n, i => writer.WriteBooleanValue(!IsLeaf(tree, i) && tree.DefaultLeft[i]));
        WriteArray(writer, "value", n, i => writer.WriteNumberValue(IsLeaf(tree, i) ? tree.Value[i] : 0.0));
        WriteArray(writer, "cover", n, i => writer.WriteNumberValue(tree.Cover[i]));
        writer.WriteEndObject();
    }

    private static void WriteThreshold(Utf8JsonWriter writer, Tree tree, int i)
    {
        if (Sign(tree, i) != 0)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteNumberValue(IsLeaf(tree, i) ? 0.0 : tree.Threshold[i]);
        }
    }

    private static bool IsLeaf(Tree tree, int i) => tree.Feature[i] < 0;

    private static int Sign(Tree tree, int i) =>
        !IsLeaf(tree, i) && double.IsInfinity(tree.Threshold[i]) ? Math.Sign(tree.Threshold[i]) : 0;

    private static void WriteArray(Utf8JsonWriter writer, string name, int count, Action<int> item)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < count; i++)
        {
            item(i);
        }

        writer.WriteEndArray();
    }
}
