using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests.Trees;

public sealed class ForestJsonTests
{
    private const string Stump = """
        {"numFeatures":1,"featureNames":["x"],"baseScore":0.5,"trees":[{"feature":[0,-1,-1],"threshold":[2,0,0],
         "left":[1,-1,-1],"right":[2,-1,-1],"defaultLeft":[true,false,false],"value":[0,-1.5,3],"cover":[10,4,6]}]}
        """;

    [Fact]
    public void Read_Stump_RoutesTiesAndMissingLeft()
    {
        Forest forest = Read(Stump);
        Assert.Equal([-1.0, -1.0, 3.5, 3.5, -1.0],
            new[] { 2.0, double.NaN, Math.BitIncrement(2.0), double.PositiveInfinity, double.NegativeInfinity }
                .Select(x => forest.Score([x])));
    }

    [Fact]
    public void Write_ThenRead_KeepsEveryBitAndEveryByte() =>
        Gen.Select(Gen.Double[-1e300, 1e300], Gen.Double.Unit, Gen.Double[-1e-300, 1e-300], Gen.Bool)
            .Sample((a, b, c, d) =>
        {
            Forest forest = new(["µ \"name\"", "y"], c,
                [Chain([a, double.PositiveInfinity], b, d), Chain([double.NegativeInfinity, c], a, d)]);
            byte[] bytes = Bytes(forest);
            Forest back = ForestJson.Read(bytes);
            Assert.Equal(bytes, Bytes(back));
            Assert.Equal(Bits(c), Bits(back.BaseScore));
            Assert.Equal(forest.FeatureNames, back.FeatureNames);
            for (int t = 0; t < 2; t++)
            {
                Assert.Equal(forest.Trees[t].Threshold.Select(Bits), back.Trees[t].Threshold.Select(Bits));
                Assert.Equal(forest.Trees[t].Value.Select(Bits), back.Trees[t].Value.Select(Bits));
                Assert.Equal(forest.Trees[t].Cover.Select(Bits), back.Trees[t].Cover.Select(Bits));
                Assert.Equal(forest.Trees[t].DefaultLeft, back.Trees[t].DefaultLeft);
            }
        });

    [Fact]
    public void Write_MeaninglessEntriesDiffer_SameBytes()
    {
        Tree tree = Chain([1, 2], 0.25, true);
        Tree noisy = tree with { Threshold = [1, 2, double.NaN, 7, 8], Value = [double.NaN, 9, .. tree.Value[2..]] };
        Assert.Equal(Bytes(new Forest(["a", "b"], 0, [tree])), Bytes(new Forest(["a", "b"], 0, [noisy])));
    }

    [Fact]
    public void Read_NegativeZeroLeaf_KeepsItsSign()
    {
        Forest forest = Read(Stump.Replace("-1.5", "-0.0", StringComparison.Ordinal));
        Assert.True(double.IsNegative(ForestJson.Read(Bytes(forest)).Trees[0].Value[1]));
    }

    [Theory]
    [InlineData("\"left\":[1", "\"left\":[0", "tree-structure")]
    [InlineData("\"right\":[2", "\"right\":[1000000", "tree-structure")]
    [InlineData("\"right\":[2", "\"right\":[1", "tree-structure")]
    [InlineData("\"feature\":[0", "\"feature\":[1", "tree-structure")]
    [InlineData("\"feature\":[0", "\"feature\":[0.5", "tree-structure")]
    [InlineData("\"feature\":[0,-1,-1]", "\"feature\":[0,-1]", "tree-structure")]
    [InlineData("4,6]", "4,-1]", "tree-value")]
    [InlineData("4,6]", "4,null]", "tree-value")]
    [InlineData("-1.5", "null", "tree-value")]
    [InlineData("-1.5", "\"NaN\"", "tree-value")]
    [InlineData("-1.5", "1e400", "tree-value")]
    [InlineData("-1.5", "NaN", "json")]
    [InlineData("\"threshold\":[2", "\"threshold\":[null", "tree-value")]
    [InlineData("\"threshold\":[2,0,0]", "\"thresholdInfinity\":[1,0,0],\"threshold\":[2,0,0]", "tree-value")]
    [InlineData("\"numFeatures\":1", "\"numFeatures\":2", "tree-structure")]
    [InlineData("\"numFeatures\":1", "\"numFeatures\":1,\"numFeatures\":1", "json")]
    [InlineData("\"baseScore\":0.5,", "", "tree-structure")]
    [InlineData("true", "1", "tree-structure")]
    [InlineData("\"numFeatures\":1", "\"numFeatures\":1,\"compareAs\":\"float32\"", "tree-precision")]
    public void Read_DamagedModel_IsRefused(string healthy, string damaged, string code)
    {
        string text = Stump.Replace(healthy, damaged, StringComparison.Ordinal);
        Assert.NotEqual(Stump, text);
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => Read(text));
        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(-1, double.NegativeInfinity)]
    public void Read_InfiniteThreshold_ComesFromItsSign(int sign, double expected)
    {
        string text = Stump.Replace("\"threshold\":[2,0,0]",
            $"\"threshold\":[null,0,0],\"thresholdInfinity\":[{sign},0,0]", StringComparison.Ordinal);
        Assert.Equal(expected, Read(text).Trees[0].Threshold[0]);
    }

    [Fact]
    public void Read_AnyTruncation_IsRefused()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Stump);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InputRefusedException>(() => ForestJson.Read(whole.AsMemory(0, length)));
        }
    }

    private static Forest Read(string text) => ForestJson.Read(Encoding.UTF8.GetBytes(text));

    private static long Bits(double x) => BitConverter.DoubleToInt64Bits(x);

    private static Tree Chain(double[] thresholds, double scale, bool defaultLeft) => new()
    {
        Feature = [0, 1, -1, -1, -1],
        Threshold = [thresholds[0], thresholds[1], 0, 0, 0],
        Left = [1, 2, -1, -1, -1],
        Right = [4, 3, -1, -1, -1],
        DefaultLeft = [defaultLeft, !defaultLeft, false, false, false],
        Value = [0, 0, scale, -scale / 3, scale * 7],
        Cover = [3, 2, Math.Abs(scale), 1.25, 1],
    };

    private static byte[] Bytes(Forest forest)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            ForestJson.Write(writer, forest);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
