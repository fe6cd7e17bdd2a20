using System.Text;
using System.Text.Json.Nodes;

namespace Dms.Predictive.Learning.Tests;

/// <summary>The stored background: what was written comes back, and whatever else stands there is refused.</summary>
public sealed class ReferenceBackgroundTests
{
    [Fact]
    public void Read_WrittenBackground_EveryValueComesBackBitForBit()
    {
        using SampleBundle sample = new();

        ReferenceBackground read = BundleReader.Read(sample.Folder, sample.Trust).Background!;

        Assert.Equal(SampleBundle.Background.Rule, read.Rule);
        Assert.Equal(2, read.Sets.Count);
        foreach ((BackgroundSet written, BackgroundSet found) in SampleBundle.Background.Sets.Zip(read.Sets))
        {
            Assert.Equal(written.Outputs, found.Outputs);
            Assert.Equal(Bits(written), Bits(found));
        }

        Assert.Equal(Bits(read.Sets[1]), Bits(new([], read.RowsOf("log_variance_60m")!)));
        Assert.Null(read.RowsOf("another"));

        static IEnumerable<long> Bits(BackgroundSet set) => set.Rows.SelectMany(r => r).Select(BitConverter.DoubleToInt64Bits);
    }

    [Fact]
    public void Read_BundleOfAnOlderProgram_HasNoneAndIsAccepted()
    {
        using SampleBundle sample = new();
        string folder = Path.Combine(sample.Root, "sample", "0.9.0");

        ModelBundle bundle = BundleWriter.Write(SampleBundle.Contents() with { Background = null }, folder, sample.Signer);

        Assert.Null(bundle.Background);
        Assert.Equal(64, bundle.GoldenRows.Count);
        Assert.False(File.Exists(Path.Combine(folder, BundleFiles.Background)));
    }

    [Fact]
    public void Read_OneValueChangedAcrossAThreshold_TheCoversTellIt()
    {
        // The first split of the sample's first tree, by a row that then falls on its other side.
        Assert.Equal("background-mismatch", Refusal(root =>
        {
            using SampleBundle sample = new();
            Tree tree = SampleBundle.Contents().Outputs[0].Forest!.Trees[0];
            JsonArray row = root["sets"]![0]!["rows"]![0]!.AsArray();
            bool left = tree.LeafOf(SampleBundle.Background.Sets[0].Rows[0]) is int leaf && IsUnder(tree, tree.Left[0], leaf);
            row[tree.Feature[0]] = left ? 1e30 : -1e30;
        }));
    }

    public static TheoryData<string, Action<JsonNode>> Faults => new()
    {
        { "no rule", r => r["rule"] = "" },
        { "a rule of a book's length", r => r["rule"] = new string('x', 501) },
        { "a set less", r => r["sets"]!.AsArray().RemoveAt(1) },
        { "an output twice", r => r["sets"]![1]!["outputs"]![0] = "log_variance_10m" },
        { "an unknown output", r => r["sets"]![0]!["outputs"]!.AsArray().Add("another") },
        { "no rows", r => r["sets"]![0]!["rows"] = new JsonArray() },
        { "a row too short", r => r["sets"]![0]!["rows"]![3]!.AsArray().RemoveAt(0) },
        { "a value beyond float32", r => r["sets"]![0]!["rows"]![3]![0] = 1e39 },
        { "a text", r => r["sets"]![0]!["rows"]![3]![0] = "1" },
        { "a row less", r => r["sets"]![0]!["rows"]!.AsArray().RemoveAt(7) },
        { "rows without end", r => r["sets"]![0]!["rows"] = new JsonArray([.. Enumerable.Range(0, 5_001).Select(_ => (JsonNode)new JsonArray(0, 0, 0))]) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_SignedButWrong_BackgroundMismatch(string fault, Action<JsonNode> spoil) =>
        Assert.True(Refusal(spoil) == "background-mismatch", fault);

    private static bool IsUnder(Tree tree, int node, int leaf) =>
        node == leaf || (tree.Feature[node] >= 0 && (IsUnder(tree, tree.Left[node], leaf) || IsUnder(tree, tree.Right[node], leaf)));

    private static string Refusal(Action<JsonNode> spoil)
    {
        using SampleBundle sample = new();
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(sample.PathOf(BundleFiles.Background)))!;
        spoil(root);
        sample.Replace(BundleFiles.Background, Encoding.UTF8.GetBytes(root.ToJsonString()));
        return sample.Refusal();
    }
}
