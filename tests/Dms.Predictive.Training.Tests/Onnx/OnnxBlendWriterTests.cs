using Dms.Predictive.Learning;
using Xunit.Abstractions;

namespace Dms.Predictive.Training.Tests;

public sealed class OnnxBlendWriterTests(ITestOutputHelper output)
{
    private const double TreeWeight = 0.7;

    private static readonly string[] Columns =
        ["f0", "f1", "f2", "f3", "f4", "ln_garch", "ln_har", "ln_garch_to_threshold"];

    private static readonly OnnxModelDescription About = new("blend", "1.0", "A test blend.", []);

    private static readonly PlattMap Platt = new(1.4, -3.2);

    private static readonly IsotonicMap Isotonic = new([-12, -9, -6, -5.5, -2], [0.001, 0.001, 0.01, 0.2, 0.9]);

    private static readonly LogitHead Head = new(
        [new HeadInput("forecast_to_threshold", 1.3, -0.4), new HeadInput("f3", 0.2, 0.1)], -3, new BetaMap(0.9, 1.2, 0.1));

    private static readonly Lazy<OnnxMember[]> Members = new(() =>
    [
        .. Enum.GetValues<Learner>().Where(l => l != Learner.Network).Select((learner, i) => new OnnxMember(
            "m_" + learner, Fit(learner), 0.01 * i, learner is Learner.NativeLightGbm or Learner.Ridge)),
    ]);

    private static readonly double[] Weights = [0.1, 0.2, 0.3, 0.05, 0.15, 0.1, 0.1];

    [Fact]
    public void Write_EveryLearnerTwoMaps_RuntimeAgreesOnTenThousandRows()
    {
        byte[] model = OnnxBlendWriter.Write(Columns, [Blend("a", Platt), Blend("b", Isotonic)], About);
        using OnnxScorer scorer = new(model);
        float[][] rows = Probes();

        IReadOnlyList<float[]> scores = scorer.ScoreBatch([.. rows.SelectMany(r => r)]);

        Dictionary<string, double> worst = [];
        for (int r = 0; r < rows.Length; r++)
        {
            double[] row = [.. rows[r].Select(x => (double)x)];
            Dictionary<string, double> expected = Expected(row);
            for (int o = 0; o < scorer.OutputNames.Count; o++)
            {
                string name = scorer.OutputNames[o];
                // A steep map turns float32 of the score into more: it is judged on the score that the graph gives out.
                double want = name == "spike_probability_b"
                    ? Isotonic.Apply(scores[scorer.OutputNames.ToList().IndexOf("spike_score_b")][r])
                    : expected[name.EndsWith("_b", StringComparison.Ordinal) ? name[..^2] + "_a" : name.Replace("b_", "a_")];
                double found = scores[o][r];
                Assert.True(double.IsNaN(want) == double.IsNaN(found), $"{name} row {r}: {want} {found}");
                double difference = double.IsNaN(want) ? 0 : Math.Abs(found - want) / Math.Max(1, Math.Abs(want));
                worst[name] = Math.Max(worst.GetValueOrDefault(name), difference);
            }
        }

        Assert.All(worst, w =>
        {
            output.WriteLine($"{w.Key}: {w.Value:E2}");
            Assert.True(w.Value <= 1e-5, $"{w.Key}: {w.Value:E2}");
        });
        Assert.Equal(26, worst.Count);
        Assert.True(scores[^1].Distinct().Count() > 300);
    }

    [Fact]
    public void Write_SpikeHead_RuntimeAgreesWhereInputsAreMissingToo()
    {
        OnnxBlend blend = Blend("a", Platt) with { Map = null, Head = Head };
        using OnnxScorer scorer = new(OnnxBlendWriter.Write(Columns, [blend], About));
        double[] scores = new double[scorer.OutputNames.Count];
        int known = 0;
        foreach (float[] probe in Probes().Take(3_000))
        {
            double[] row = [.. probe.Select(x => (double)x)];
            scorer.Score(row, scores);
            Dictionary<string, double> expected = Expected(row);
            double first = expected["a_m_LightGbm_forecast"];
            double ratio = ((expected["ln_blend_a"] + first) / 2) - (row[5] - row[7]);
            double want = double.IsNaN(ratio) ? double.NaN : Head.Probability([ratio, row[3]]);

            Assert.Equal(double.IsNaN(want), double.IsNaN(scores[^1]));
            Assert.True(double.IsNaN(want) || Math.Abs(want - scores[^1]) <= 1e-5, $"{want} {scores[^1]}");
            known += !double.IsNaN(want) && double.IsNaN(row[3]) ? 1 : 0;
        }

        Assert.True(known > 50);
        Assert.Equal(Members.Value.Select(m => "a_" + m.Name), scorer.OutputNames.Take(Members.Value.Length));
    }

    [Fact]
    public void Write_Twice_SameBytes() => Assert.Equal(
        OnnxBlendWriter.Write(Columns, [Blend("a", Platt)], About),
        OnnxBlendWriter.Write(Columns, [Blend("a", Platt)], About));

    [Fact]
    public void Write_WhatCannotBe_Throws()
    {
        OnnxBlend blend = Blend("a", Platt);

        Assert.Throws<ArgumentException>(() => OnnxBlendWriter.Write(Columns, [], About));
        Assert.Throws<ArgumentException>(() => OnnxBlendWriter.Write(Columns, [blend, blend], About));
        Assert.Throws<ArgumentException>(() => OnnxBlendWriter.Write(Columns, [blend with { Weights = [1] }], About));
        Assert.Throws<ArgumentException>(() => OnnxBlendWriter.Write(Columns, [blend with { Head = Head }], About));
        Assert.Throws<ArgumentException>(() => OnnxBlendWriter.Write([.. Columns, "more"], [blend], About));
        Forest lone = new(["x"], 0, []);
        Assert.Throws<ArgumentException>(() => OnnxBlendWriter.Write(["x"], [new OnnxBlend("a", [new("m", lone, 0, true)])], About));
    }

    [PythonOnnxFact]
    public void Write_EveryLearnerTwoMaps_PassesTheReferenceChecker()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, OnnxBlendWriter.Write(Columns, [Blend("a", Platt), Blend("b", Isotonic)], About));
            (int exitCode, string text) = PythonOnnxFactAttribute.Run(
                "import sys, onnx; m = onnx.load(sys.argv[1]); onnx.checker.check_model(m, full_check=True); "
                + "print(len(m.graph.output))", file);

            Assert.True(exitCode == 0, text);
            Assert.Equal("26", text.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Inspection_OfAWholeBlend_Passes() =>
        OnnxInspection.Refuse(OnnxBlendWriter.Write(Columns, [Blend("a", Platt)], About));

    private static Dictionary<string, double> Expected(double[] row)
    {
        Dictionary<string, double> expected = [];
        double pooled = 0.05 + (Weights[0] * row[6]) + (Weights[1] * row[5]);
        double first = 0;
        for (int m = 0; m < Members.Value.Length; m++)
        {
            OnnxMember member = Members.Value[m];
            double score = member.Model.Score(row);
            double ln = new LearnedMember("m", member.AddsHar, member.Model, member.LnScale).Ln(score, row[6]);
            (expected["a_" + member.Name], expected[$"a_{member.Name}_forecast"]) = (score, ln);
            pooled += Weights[m + 2] * ln;
            first = m == 0 ? ln : first;
        }

        double spike = (TreeWeight * first) + ((1 - TreeWeight) * row[5]) - (row[5] - row[7]);
        (expected["ln_blend_a"], expected["spike_score_a"]) = (pooled, spike);
        expected["spike_probability_a"] = Platt.Apply(spike);
        return expected;
    }

    private static OnnxBlend Blend(string name, ICalibrationMap map) =>
        new(name, [.. Members.Value.Select(m => m with { Name = $"{name}_{m.Name}" })])
        {
            Intercept = 0.05,
            Weights = Weights,
            SpikeTreeWeight = TreeWeight,
            Map = map,
        };

    private static float[][] Probes() =>
        [.. Members.Value.Select(m => m.Model).OfType<Forest>().SelectMany((f, i) => ProbeRows.For(f, 2_500, i))];

    private static IRowModel Fit(Learner learner)
    {
        TrainingRows rows = SyntheticRows.Make(4_000, Columns.Length, 5);
        BoostingRecipe trees = new() { Trees = 40, Leaves = 12, MinimumRowsPerLeaf = 20 };
        return MemberTrainer.Fit(
            new TrainingRows(Columns, rows.RowMajor, rows.Target), new MemberRecipe { Learner = learner, Trees = trees }, 7).Model;
    }
}
