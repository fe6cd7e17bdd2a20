using System.Text.Json;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>One file of exact reference attributions.</summary>
internal sealed class TreeVector
{
    private TreeVector(string name, JsonElement root)
    {
        Name = name;
        Forest = ForestJson.Read(root.GetProperty("model"));
        Background = [.. root.GetProperty("background").EnumerateArray().Select(Row)];
        Rows = [.. root.GetProperty("rows").EnumerateArray().Select(r => new Expectation(r))];
    }

    public string Name { get; }

    public Forest Forest { get; }

    public double[][] Background { get; }

    public Expectation[] Rows { get; }

    public static IReadOnlyList<TreeVector> All()
    {
        string folder = SharedVectors.Folder("trees")!;
        string[] files = [.. Directory.GetFiles(folder, "t*.json").Order(StringComparer.Ordinal)];
        Assert.Equal(11, files.Length);
        return [.. files.Select(Load)];
    }

    private static TreeVector Load(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new(Path.GetFileNameWithoutExtension(path), document.RootElement);
    }

    private static double[] Row(JsonElement row) =>
        [.. row.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Null ? double.NaN : x.GetDouble())];

    private static double[] Numbers(JsonElement list) =>
        [.. list.EnumerateArray().Select(x => x.GetProperty("f").GetDouble())];

    internal sealed class Expectation(JsonElement row)
    {
        public double[] X { get; } = Row(row.GetProperty("x"));

        public double Prediction { get; } = row.GetProperty("prediction").GetProperty("f").GetDouble();

        public Split Path { get; } = new(row.GetProperty("pathDependent"));

        public Split Interventional { get; } = new(row.GetProperty("interventional"));
    }

    internal sealed class Split(JsonElement mode)
    {
        public double Expected { get; } = mode.GetProperty("expectedValue").GetProperty("f").GetDouble();

        public double[] Phi { get; } = Numbers(mode.GetProperty("phi"));

        public double[][] Interactions { get; } =
            [.. mode.GetProperty("interactions").EnumerateArray().Select(Numbers)];
    }
}
