using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

/// <summary>LightGBM's text against LightGBM's own leaves and raw scores.</summary>
public sealed class LightGbmTextTests
{
    private const int Columns = 10;
    private const int LeafIndex = 2;
    private const int RawScore = 1;
    private const int Averaged = 0;

    [Theory]
    [InlineData("objective=regression", 0.05)]
    [InlineData("objective=regression", 0.0)]
    [InlineData("objective=regression use_missing=false", 0.05)]
    [InlineData("objective=regression zero_as_missing=true", 0.05)]
    [InlineData("objective=regression boosting=rf bagging_freq=1 bagging_fraction=0.7", 0.05)]
    [InlineData("objective=binary", 0.05)]
    [InlineData("objective=multiclass num_class=3", 0.05)]
    public void Read_HundredThousandHostileRows_SameLeavesAndScores(string objective, double missingShare)
    {
        using BoosterHandle booster = Train(objective, missingShare);
        LightGbmModel model = LightGbmText.Read(booster.Text());
        int outputs = model.Forests.Count;
        float[][] probes = ProbeRows.For(model.Forests[0], 100_000, 3);
        float[] rowMajor = [.. probes.SelectMany(p => p)];
        int trees = model.Forests.Sum(f => f.Trees.Count);
        double[] leaves = Predict(booster, rowMajor, LeafIndex, trees);
        double[] scores = Predict(booster, rowMajor, objective.Contains("rf", StringComparison.Ordinal) ? Averaged : RawScore, outputs);
        (int elsewhere, double apart) = (0, 0.0);
        double[] row = new double[Columns];
        for (int r = 0; r < probes.Length; r++)
        {
            Array.Copy(probes[r], row, Columns);
            model.Prepare(row);
            for (int t = 0; t < trees; t++)
            {
                Tree tree = model.Forests[t % outputs].Trees[t / outputs];
                elsewhere += (int)leaves[(r * trees) + t] == tree.LeafOf(row) - (tree.Count / 2) ? 0 : 1;
            }

            for (int o = 0; o < outputs; o++)
            {
                double native = scores[(r * outputs) + o];
                apart = Math.Max(apart, Math.Abs(model.Forests[o].Score(row) - native) / Math.Max(1, Math.Abs(native)));
            }
        }

        Assert.Equal(0, elsewhere);
        Assert.True(apart <= 1e-12, $"{apart:E1}");

        Assert.StartsWith(objective.Split(' ')[0]["objective=".Length..], model.Objective, StringComparison.Ordinal);
        Assert.All(model.Forests[0].Trees, t => Assert.True(t.Cover[0] > 0 || t.Count == 1));
    }

    [Theory]
    [InlineData("objective=regression categorical_feature=0", "lightgbm-categorical")]
    [InlineData("objective=regression linear_tree=true", "lightgbm-linear")]
    public void Read_WhatHasNoCanonicalForm_IsRefusedByName(string objective, string code)
    {
        using BoosterHandle booster = Train(objective, 0.0, whole: true);
        string text = booster.Text();
        Assert.Equal(code, Assert.Throws<InputRefusedException>(() => LightGbmText.Read(text)).Code);
    }

    [Fact]
    public void Read_TreeWithoutSplits_IsAConstant()
    {
        using BoosterHandle booster = Train("objective=regression min_data_in_leaf=100000", 0.0);
        Forest forest = LightGbmText.Read(booster.Text()).Forests[0];
        double[] row = new double[Columns];
        double native = Predict(booster, new float[Columns], RawScore, 1)[0];
        Assert.Equal(native, forest.Score(row), 1e-12);
    }

    [Fact]
    public void Read_DamagedText_OnlyRefusals()
    {
        using BoosterHandle booster = Train("objective=regression", 0.05);
        string text = booster.Text();
        Random random = new(7);
        for (int round = 0; round < 500; round++)
        {
            char[] damaged = text.ToCharArray();
            for (int i = 0; i < 3; i++)
            {
                damaged[random.Next(damaged.Length)] = " =-9aN\n\t."[random.Next(9)];
            }

            string tried = new(damaged, 0, random.Next(2) == 0 ? damaged.Length : random.Next(damaged.Length));
            if (Record.Exception(() => LightGbmText.Read(tried)) is { } e)
            {
                Assert.IsType<InputRefusedException>(e);
            }
        }
    }

    private static BoosterHandle Train(string objective, double missingShare, bool whole = false)
    {
        TrainingRows made = SyntheticRows.Make(4_000, Columns, 5, missingShare);
        float[] target = objective.Contains("binary", StringComparison.Ordinal) ? Classes(made, 2)
            : objective.Contains("multiclass", StringComparison.Ordinal) ? Classes(made, 3) : made.Target.ToArray();
        float[] values = whole ? [.. made.RowMajor.ToArray().Select(v => MathF.Abs(MathF.Round(v)))] : made.RowMajor.ToArray();
        string parameters = $"{objective} num_leaves=15 min_data_in_leaf=20 num_threads=1 seed=1 deterministic=true force_row_wise=true verbosity=-1";
        if (objective.Contains("min_data", StringComparison.Ordinal))
        {
            parameters = parameters.Replace(" min_data_in_leaf=20", "", StringComparison.Ordinal);
        }

        return LightGbmThreads.Run(1, () =>
        {
            using DatasetHandle dataset = DatasetHandle.Create(new TrainingRows(made.FeatureNames, values, target), parameters);
            LightGbmLibrary.Check(LightGbmLibrary.CreateBooster(dataset, parameters, out BoosterHandle booster));
            for (int i = 0; i < 8; i++)
            {
                LightGbmLibrary.Check(LightGbmLibrary.Update(booster, out _));
            }

            return booster;
        });
    }

    private static float[] Classes(TrainingRows rows, int count) =>
        [.. rows.Target.ToArray().Select(y => (float)Math.Clamp((int)Math.Floor(y + 10), 0, count - 1))];

    private static double[] Predict(BoosterHandle booster, float[] rowMajor, int kind, int width)
    {
        int rows = rowMajor.Length / Columns;
        double[] result = new double[rows * width];
        LightGbmLibrary.Check(LightGbmLibrary.Predict(booster, in rowMajor[0], LightGbmLibrary.Float32, rows, Columns, 1, kind, 0, -1,
            "num_threads=1", out long count, ref result[0]));
        Assert.Equal(result.Length, count);
        return result;
    }
}
