using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Tests.Global;

public sealed class AttributionSizesTests
{
    private static ExplainedRows Rows(int days, int perDay = 12, double breachAt = double.NaN)
    {
        Random random = new(3);
        List<Timestamp> times = [];
        List<double[]> rows = [];
        for (int d = 0; d < days; d++)
        {
            double level = 1 + random.NextDouble();
            for (int k = 0; k < perDay; k++)
            {
                times.Add(Timestamp.FromDate(2026, 1, 1) + TimeSpan.FromMinutes((d * 1440) + (k * 60)));
                rows.Add([level, k % 2 == 0 ? -0.5 : 0.5, 0]);
            }
        }

        return ExplainedRows.Of(new SumAttributor(3, breachAt), times, rows);
    }

    [Fact]
    public void Of_KnownParts_MeansSharesAndIntervalsOfDays()
    {
        ExplainedRows rows = Rows(40);
        AttributionSizes sizes = AttributionSizes.Of(rows, ["a", "b", "b"]);
        Assert.Equal(40, sizes.Days);
        Assert.Equal(rows.Parts(0).Average(Math.Abs), sizes.Features[0].Value, 1e-12);
        Assert.Equal(0.5, sizes.Features[1].Value, 1e-12);
        Assert.Equal((0.5, 0.5), (sizes.Features[1].Low, sizes.Features[1].High));
        Assert.InRange(sizes.Features[0].Value, sizes.Features[0].Low, sizes.Features[0].High);

        // Days differ, rows of a day do not: the interval is that of 40 numbers, not of 480.
        double[] levels = [.. rows.Parts(0).Distinct()];
        double error = Math.Sqrt(levels.Sum(l => Math.Pow(l - levels.Average(), 2)) / 39 / 40);
        Assert.InRange(sizes.Features[0].High - sizes.Features[0].Low, 3 * error, 5 * error);
        Assert.Equal(1, sizes.Groups.Sum(g => g.Share.Value), 1e-12);
        Assert.Equal(1, sizes.TopShare.Value, 1e-12);
    }

    [Fact]
    public void Of_SameSeed_SameNumbers_FewDays_NoInterval()
    {
        AttributionSizes one = AttributionSizes.Of(Rows(6), ["a", "a", "a"]), two = AttributionSizes.Of(Rows(6), ["a", "a", "a"]);
        Assert.Equal(one.Features, two.Features);
        Assert.True(double.IsNaN(AttributionSizes.Of(Rows(4), ["a", "a", "a"]).Features[0].Low));
        Assert.Throws<ArgumentException>(() => AttributionSizes.Of(Rows(4), ["a"]));
    }

    [Fact]
    public void ExplainedRows_PartsMissTheScore_RowLeftOutAndCounted()
    {
        ExplainedRows whole = Rows(5);
        double first = whole.Row(0)[0];
        ExplainedRows rows = Rows(5, breachAt: first);
        Assert.Equal((12, 48), (rows.Refused, rows.Count));
        Assert.InRange(rows.MaxAdditivityError, 0, 1e-12);
    }

    [Fact]
    public void ExplainedRows_AnyOrderOfWork_SameRows()
    {
        List<double[]> rows = [.. Enumerable.Range(0, 50).Select(i => new[] { i / 7.0, -i })];
        List<Timestamp> times = [.. Enumerable.Range(0, 50).Select(i => Timestamp.FromMinutes(i))];
        ExplainedRows one = ExplainedRows.Of(new SumAttributor(2), times, rows);
        ExplainedRows two = ExplainedRows.Of(new SumAttributor(2), times, rows, (n, run) => Parallel.For(0, n, run));
        Assert.Equal(one.Scores, two.Scores);
        Assert.Equal(one.Parts(1), two.Parts(1));
        Assert.Equal(10, one.Spread(10).Distinct().Count());
    }

    [Fact]
    public void Cloud_AnyParts_MarksHoldEveryRowAndStayFew()
    {
        Random random = new(4);
        double[] parts = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() - 0.5)];
        double[] values = [.. parts.Select((p, k) => k % 10 == 0 ? double.NaN : p)];
        IReadOnlyList<CloudMark> marks = AttributionCloud.Of(parts, values, -0.4, 0.4, 80);
        Assert.InRange(marks.Count, 1, 80);
        Assert.Equal(5000, marks.Sum(m => m.Count));
        Assert.True(marks[0].MeanRank < 0.15 && marks[^1].MeanRank > 0.85);
        Assert.Throws<ArgumentOutOfRangeException>(() => AttributionCloud.Of(parts, values, -1, 1, 401));
    }

    [Fact]
    public void Dependence_KnownCurve_MedianAndBand()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        double[] parts = [.. values.Select((v, k) => v + (k % 10))];
        IReadOnlyList<DependenceBin> bins = Dependence.Of(values, parts, 10);
        Assert.Equal(10, bins.Count);
        Assert.Equal(1000, bins.Sum(b => b.Count));
        Assert.All(bins, b => Assert.True(b.Low < b.Median && b.Median < b.High && Math.Abs(b.Median - b.Value) < 15));
        Assert.Empty(Dependence.Of([double.NaN], [1]));
    }

    [Fact]
    public void Interactions_PairsAndPartner_MeanOfSizes()
    {
        InteractionStrength found = InteractionStrength.Of(new SumAttributor(2), [[1, -2], [3, 2]]);
        Assert.Equal((2.0, 2.0, 0.0), (found[0, 0], found[1, 1], found[0, 1]));
        Assert.Equal(-1, found.PartnerOf(0));
    }
}
