using Dms.Predictive.Learning;
using Xunit.Abstractions;

namespace Dms.Predictive.Training.Tests;

public sealed class OnnxForestWriterTests(ITestOutputHelper output)
{
    private static readonly OnnxModelDescription About = new("test", "1.0", "A test model.",
        [new("feature_schema_hash", "00ff"), new("unit", "log variance")]);

    private static readonly Lazy<Forest> Trained = new(() => BoostedTreesTrainer.Train(
        SyntheticRows.Make(8_000, 12, 5), new BoostingRecipe { Trees = 160, MinimumRowsPerLeaf = 20 }, 7).Forest);

    [Fact]
    public void Write_TrainedForest_RuntimeAgreesOnTenThousandRows()
    {
        Forest forest = Trained.Value;
        using OnnxScorer scorer = new(OnnxForestWriter.Write([new("score", forest)], About));
        float[][] rows = ProbeRows.For(forest, 10_000, 3);

        float[] batch = scorer.ScoreBatch([.. rows.SelectMany(r => r)])[0];

        double worst = 0.0;
        double[] single = new double[1];
        for (int r = 0; r < rows.Length; r++)
        {
            double own = ProbeRows.Score(forest, rows[r]);
            scorer.Score([.. rows[r].Select(x => (double)x)], single);
            double scale = Math.Max(1, Math.Abs(own));
            worst = Math.Max(worst, Math.Max(Math.Abs(own - batch[r]), Math.Abs(own - single[0])) / scale);
        }

        output.WriteLine($"largest relative difference on 10,000 rows: {worst:E2}");
        Assert.True(worst <= 1e-5, $"largest relative difference {worst:E2}");
    }

    [Fact]
    public void Write_TwoForests_TwoNamedOutputs()
    {
        Forest other = new(Trained.Value.FeatureNames, 1.5, []);
        using OnnxScorer scorer = new(OnnxForestWriter.Write([new("h10", Trained.Value), new("h60", other)], About));
        double[] scores = new double[2];

        scorer.Score(new double[12], scores);

        Assert.Equal(["h10", "h60"], scorer.OutputNames);
        Assert.Equal(Trained.Value.Score(new double[12]), scores[0], 1e-4);
        Assert.Equal(1.5, scores[1]);
    }

    [Fact]
    public void Write_SingleLeafAndDoubleThreshold_RuntimeAgreesBitForBit()
    {
        double threshold = 0.1;
        Tree split = new()
        {
            Feature = [0, -1, -1],
            Threshold = [threshold, 0, 0],
            Left = [1, -1, -1],
            Right = [2, -1, -1],
            DefaultLeft = [true, false, false],
            Value = [0, -1, 1],
            Cover = [3, 1, 2],
        };
        Tree leaf = new()
        {
            Feature = [-1],
            Threshold = [0],
            Left = [-1],
            Right = [-1],
            DefaultLeft = [false],
            Value = [8],
            Cover = [3],
        };
        Forest forest = new(["x"], 0.5, [split, leaf]);
        using OnnxScorer scorer = new(OnnxForestWriter.Write([new("score", forest)], About));
        double[] score = new double[1];
        float near = (float)threshold;

        foreach (float x in new[] { near, MathF.BitIncrement(near), MathF.BitDecrement(near), float.NaN })
        {
            scorer.Score([x], score);
            Assert.Equal(forest.Score([x]), score[0]);
        }
    }

    [Theory]
    [InlineData(0.5, 0.5f)]
    [InlineData(1e300, float.MaxValue)]
    [InlineData(-1e300, float.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(16_777_217.0, 16_777_216f)]
    [InlineData(-16_777_217.0, -16_777_218f)]
    public void Threshold_RoundDown_LargestFloatNotAbove(double threshold, float expected) =>
        Assert.Equal(expected, OnnxThreshold.RoundDown(threshold));

    [Fact]
    public void Write_Twice_SameBytes() => Assert.Equal(
        OnnxForestWriter.Write([new("score", Trained.Value)], About),
        OnnxForestWriter.Write([new("score", Trained.Value)], About));

    [Fact]
    public void Write_NamesClashOrNone_Throws()
    {
        Forest forest = new(["x"], 0, []);
        Assert.Throws<ArgumentException>(() => OnnxForestWriter.Write([], About));
        Assert.Throws<ArgumentException>(() => OnnxForestWriter.Write([new("a", forest), new("a", forest)], About));
        Assert.Throws<ArgumentException>(() => OnnxForestWriter.Write([new("features", forest)], About));
        Assert.Throws<ArgumentException>(() =>
            OnnxForestWriter.Write([new("a", forest), new("b", new Forest(["y"], 0, []))], About));
    }

    [PythonOnnxFact]
    public void Write_TrainedForest_PassesTheReferenceChecker()
    {
        string file = Path.GetTempFileName();
        try
        {
            OnnxForest[] outputs = [new("h10", Trained.Value), new("h60", Trained.Value)];
            File.WriteAllBytes(file, OnnxForestWriter.Write(outputs, About));
            const string Script = """
                import sys, onnx
                m = onnx.load(sys.argv[1])
                onnx.checker.check_model(m, full_check=True)
                print(m.ir_version, [(o.domain, o.version) for o in m.opset_import], m.metadata_props[0].value,
                      [n.op_type for n in m.graph.node], [o.name for o in m.graph.output])
                """;

            (int exitCode, string text) = PythonOnnxFactAttribute.Run(Script, file);

            Assert.True(exitCode == 0, text);
            const string Trees = "'TreeEnsembleRegressor'";
            Assert.Equal($"8 [('', 17), ('ai.onnx.ml', 3)] 00ff [{Trees}, {Trees}] ['h10', 'h60']", text.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
