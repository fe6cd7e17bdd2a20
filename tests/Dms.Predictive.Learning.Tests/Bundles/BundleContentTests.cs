using System.Text;
using System.Text.Json.Nodes;

namespace Dms.Predictive.Learning.Tests;

/// <summary>Contents that are wrong although hashes and signature are right.</summary>
public sealed class BundleContentTests
{
    [Fact]
    public void Read_GoldenScoreOneUlpOff_GoldenMismatch()
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Golden, Edited(sample, BundleFiles.Golden, root =>
        {
            JsonArray scores = root["expected"]!["log_variance_10m"]!.AsArray();
            scores[5] = Math.BitIncrement((double)scores[5]!);
        }));

        Assert.Equal("golden-mismatch", sample.Refusal());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("oops")]
    [InlineData("""{"rows":[],"expected":{}}""")]
    [InlineData("""{"rows":[[1]],"expected":{"log_variance_10m":[1],"log_variance_60m":[1]}}""")]
    public void Read_GoldenRowsOfAnotherForm_GoldenMismatch(string text)
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Golden, Encoding.UTF8.GetBytes(text));

        Assert.Equal("golden-mismatch", sample.Refusal());
    }

    [Fact]
    public void Read_TreesOfAnotherModel_GoldenMismatch()
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Trees, Edited(sample, BundleFiles.Trees, root =>
            root["outputs"]![0]!["forest"]!["baseScore"] = -9.25));

        Assert.Equal("golden-mismatch", sample.Refusal());
    }

    [Theory]
    [InlineData("left", 0, 0, "tree-structure")]
    [InlineData("left", 0, 99, "tree-structure")]
    [InlineData("right", 0, 1, "tree-structure")]
    [InlineData("feature", 0, 7, "tree-structure")]
    [InlineData("cover", 0, -1, "tree-value")]
    public void Read_TreeBroken_RefusedByName(string field, int node, int value, string code)
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Trees, Edited(sample, BundleFiles.Trees, root =>
            root["outputs"]![0]!["forest"]!["trees"]![0]![field]![node] = value));

        Assert.Equal(code, sample.Refusal());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("""{"outputs":[]}""")]
    [InlineData("""{"outputs":[{"name":1}]}""")]
    public void Read_TreesNotTheForm_TreeStructure(string text)
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Trees, Encoding.UTF8.GetBytes(text));

        Assert.Equal("tree-structure", sample.Refusal());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Read_CalibrationNotAnObject_Calibration(string text)
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Calibration, Encoding.UTF8.GetBytes(text));

        Assert.Equal("calibration", sample.Refusal());
    }

    [Fact]
    public void Read_OutputsInAnotherOrder_OnnxIo()
    {
        using SampleBundle sample = new();
        sample.Replace(BundleFiles.Trees, Edited(sample, BundleFiles.Trees, root =>
        {
            JsonArray outputs = root["outputs"]!.AsArray();
            JsonNode first = outputs[0]!;
            outputs.RemoveAt(0);
            outputs.Add(first);
        }));

        Assert.Equal("onnx-io", sample.Refusal());
    }

    [Fact]
    public void Read_OnnxCutOff_OnnxMalformed()
    {
        using SampleBundle sample = new();
        byte[] model = SampleBundle.SampleFile("model.onnx");
        sample.Replace(BundleFiles.Onnx, model[..(model.Length / 2)]);

        Assert.Equal("onnx-malformed", sample.Refusal());
    }

    private static byte[] Edited(SampleBundle sample, string name, Action<JsonNode> edit)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(sample.PathOf(name)))!;
        edit(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
