using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests;

public sealed class OnnxScorerTests
{
    [Fact]
    public void Score_TenThousandRows_AgreesWithTheTreesAndTheBatch()
    {
        using OnnxScorer scorer = new(SampleBundle.SampleFile("model.onnx"));
        IReadOnlyList<BundleOutput> outputs = SampleBundle.Outputs();
        double[][] rows = SampleBundle.Rows(10_000, 8);
        Array.ForEach(rows, r => ModelRow.RoundToFloat(r));

        IReadOnlyList<float[]> batch = scorer.ScoreBatch([.. rows.SelectMany(r => r).Select(x => (float)x)]);

        double[] single = new double[2];
        for (int r = 0; r < rows.Length; r++)
        {
            scorer.Score(rows[r], single);
            for (int o = 0; o < 2; o++)
            {
                double own = outputs[o].Model.Score(rows[r]);
                Assert.True(Math.Abs(own - single[o]) <= 1e-5 * Math.Abs(own), $"row {r}: {own:R} {single[o]:R}");
                Assert.True(Math.Abs(own - batch[o][r]) <= 1e-5 * Math.Abs(own), $"row {r}: {own:R} {batch[o][r]:R}");
            }
        }
    }

    [Fact]
    public void Score_SingleRows_AllocatesLittle()
    {
        using OnnxScorer scorer = new(SampleBundle.SampleFile("model.onnx"));
        double[] row = [0.1, double.NaN, 2.0];
        double[] scores = new double[2];
        scorer.Score(row, scores);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
        {
            scorer.Score(row, scores);
        }

        long perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
        Assert.True(perCall <= 1_024, $"{perCall} bytes per call");
    }

    [Fact]
    public void ScoreBatch_NoRows_EmptyScores()
    {
        using OnnxScorer scorer = new(SampleBundle.SampleFile("model.onnx"));

        Assert.All(scorer.ScoreBatch([]), Assert.Empty);
        Assert.Throws<ArgumentException>(() => scorer.ScoreBatch(new float[4]));
        Assert.Throws<ArgumentException>(() => scorer.Score(new double[2], new double[2]));
    }

    [Fact]
    public void Constructor_NoModel_OnnxMalformed() =>
        Assert.Equal("onnx-malformed", Assert.Throws<InputRefusedException>(() => new OnnxScorer([1, 2, 3])).Code);
}
