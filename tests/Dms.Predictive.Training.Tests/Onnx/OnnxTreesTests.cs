using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

/// <summary>Tree operators of ONNX files against ONNX Runtime itself: every leaf has its own value and every tree its own
/// target, so that a score names the leaf.</summary>
public sealed class OnnxTreesTests
{
    private const int Columns = 6;
    private const int Trees = 8;

    private static readonly string[] Kinds = ["TreeEnsembleRegressor", "TreeEnsembleClassifier", "TreeEnsemble", "doubles"];

    public static TheoryData<string> Operators => [.. Kinds];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Read_HundredThousandHostileRows_SameLeaves(string kind)
    {
        RawEnsemble raw = RawEnsemble.Draw(new Random(5), Trees, Columns, RawEnsemble.OrderedModes);
        byte[] model = RawEnsembleFile.Of(raw, kind);
        OnnxEnsemble read = Assert.Single(OnnxTrees.Read(model, Names(Columns)));
        Assert.Equal(Trees, read.Forests.Count);
        Assert.Equal(kind != "doubles", read.ComparesFloat32);
        double[][] rows = raw.HostileRows(new Random(9), 100_000, doubles: kind == "doubles");
        float[] native = OnnxRun.Scores(model, rows, kind == "doubles", Trees);
        int elsewhere = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            for (int t = 0; t < Trees; t++)
            {
                elsewhere += native[(r * Trees) + t] == read.Forests[t].Score(rows[r]) ? 0 : 1;
            }
        }

        Assert.Equal(0, elsewhere);
    }

    [Theory]
    [InlineData("SUM")]
    [InlineData("AVERAGE")]
    public void Read_BaseValuesAndAggregate_SameScores(string aggregate)
    {
        RawEnsemble raw = RawEnsemble.Draw(new Random(11), Trees, Columns, RawEnsemble.OrderedModes);
        byte[] model = RawEnsembleFile.Of(raw, "TreeEnsembleRegressor", node =>
        {
            node.Attribute.Add(RawEnsembleFile.Text("aggregate_function", aggregate));
            node.Attribute.Add(RawEnsembleFile.Floats("base_values", [.. Enumerable.Range(0, Trees).Select(t => (t * 0.5) - 1)]));
        });
        OnnxEnsemble read = Assert.Single(OnnxTrees.Read(model, Names(Columns)));
        double[][] rows = raw.HostileRows(new Random(2), 2_000, doubles: false);
        float[] native = OnnxRun.Scores(model, rows, doubles: false, Trees);
        for (int i = 0; i < native.Length; i++)
        {
            Assert.Equal(native[i], read.Forests[i % Trees].Score(rows[i / Trees]), 1e-5);
        }
    }

    [Fact]
    public void Read_TwoClassesByOneScore_IsTheScoreBeforeTheLink()
    {
        RawEnsemble raw = RawEnsemble.Draw(new Random(4), 1, Columns, ["BRANCH_LEQ"], scale: 0.01);
        byte[] model = RawEnsembleFile.Of(raw, "TreeEnsembleClassifier", node =>
            node.Attribute.Add(RawEnsembleFile.Text("post_transform", "LOGISTIC")), labels: 2);
        OnnxEnsemble read = Assert.Single(OnnxTrees.Read(model, Names(Columns)));
        Assert.Equal("LOGISTIC", read.PostTransform);
        Forest forest = Assert.Single(read.Forests);
        double[][] rows = raw.HostileRows(new Random(2), 2_000, doubles: false);
        float[] native = OnnxRun.Scores(model, rows, doubles: false, 2);
        for (int r = 0; r < rows.Length; r++)
        {
            Assert.Equal(native[(2 * r) + 1], 1 / (1 + Math.Exp(-forest.Score(rows[r]))), 1e-6);
        }
    }

    [Fact]
    public void Read_OwnForestWriter_SameTreesAndCovers()
    {
        Forest forest = MemberTrainer.Fit(SyntheticRows.Make(3_000, 6, 5), new MemberRecipe { Learner = Learner.NativeLightGbm }, 3).Forest!;
        byte[] model = OnnxForestWriter.Write([new OnnxForest("score", forest)], new OnnxModelDescription("t", "1", "t", []));
        Forest read = Assert.Single(Assert.Single(OnnxTrees.Read(model, forest.FeatureNames)).Forests);
        foreach (float[] probe in ProbeRows.For(forest, 2_000, 3))
        {
            double[] row = [.. probe.Select(x => (double)x)];
            Assert.Equal(forest.Score(row), read.Score(row), 1e-4);
        }
    }

    [Theory]
    [InlineData("BRANCH_EQ", "onnx-mode")]
    [InlineData("BRANCH_NEQ", "onnx-mode")]
    [InlineData("BRANCH_MEMBER", "onnx-mode")]
    public void Read_ModeWithoutCanonicalForm_IsRefusedByName(string mode, string code)
    {
        RawEnsemble raw = RawEnsemble.Draw(new Random(1), 1, Columns, [mode]);
        foreach (string kind in new[] { "TreeEnsembleRegressor", "TreeEnsemble" })
        {
            byte[] model = RawEnsembleFile.Of(raw, kind);
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => OnnxTrees.Read(model, Names(Columns)));
            Assert.Equal(code, refusal.Code);
            Assert.Contains(mode, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("aggregate_function", "MIN", "onnx-aggregate")]
    [InlineData("post_transform", "SOFTMAX", "onnx-link")]
    public void Read_OtherAggregateOrLink_IsRefusedByName(string attribute, string value, string code)
    {
        RawEnsemble raw = RawEnsemble.Draw(new Random(1), 2, Columns, ["BRANCH_LEQ"]);
        byte[] model = RawEnsembleFile.Of(raw, "TreeEnsembleRegressor", n => n.Attribute.Add(RawEnsembleFile.Text(attribute, value)));
        Assert.Equal(code, Assert.Throws<InputRefusedException>(() => OnnxTrees.Read(model, Names(Columns))).Code);
    }

    [Fact]
    public void Read_SeededMutations_OnlyRefusals()
    {
        Random random = new(5);
        foreach (string kind in Kinds)
        {
            byte[] model = RawEnsembleFile.Of(RawEnsemble.Draw(random, 2, Columns, RawEnsemble.OrderedModes), kind);
            for (int round = 0; round < 2_000; round++)
            {
                byte[] changed = [.. model];
                for (int i = 0; i < 3; i++)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                if (Record.Exception(() => OnnxTrees.Read(changed, Names(Columns))) is { } e)
                {
                    Assert.IsType<InputRefusedException>(e);
                }
            }
        }
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"f{i}")];
}
