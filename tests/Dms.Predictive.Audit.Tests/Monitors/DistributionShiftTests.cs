namespace Dms.Predictive.Audit.Tests;

public class DistributionShiftTests
{
    private static double[] Normal(int seed, int count, double shift = 0)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => shift
            + (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    [Fact]
    public void Shift_SampleAgainstItself_NothingFound()
    {
        double[] sample = Normal(1, 500);
        BinCounts counts = ReferenceBins.From(sample).Count(sample);
        Assert.Equal(0, DistributionShift.PopulationStabilityIndex(counts, counts));
        Assert.Equal(0, DistributionShift.JensenShannonDistance(counts, counts));
        Assert.Equal((0, 1), DistributionShift.KolmogorovSmirnov(sample, sample));
        Assert.Equal(0, DistributionShift.Wasserstein(sample, sample).Distance);
    }

    [Fact]
    public void Wasserstein_ShiftedSample_IsTheShift()
    {
        double[] sample = Normal(2, 400);
        double[] moved = [.. sample.Select(x => x + 0.75)];
        Assert.Equal(0.75, DistributionShift.Wasserstein(sample, moved).Distance, 12);
        Assert.Null(DistributionShift.Wasserstein([1, 1], [2, 2]).Standardised);
    }

    [Fact]
    public void Shift_DisjointSamples_LargestDistances()
    {
        BinCounts left = new([10, 0], 0);
        BinCounts right = new([0, 10], 0);
        Assert.Equal(1, DistributionShift.JensenShannonDistance(left, right), 12);
        Assert.Equal(1, DistributionShift.KolmogorovSmirnov([1, 2], [3, 4]).Distance);
        Assert.Equal(2 * (1 - 1e-4) * Math.Log(1e4), DistributionShift.PopulationStabilityIndex(left, right), 12);
    }

    [Fact]
    public void Count_MissingValues_AreABinOfTheirOwn()
    {
        ReferenceBins bins = ReferenceBins.From([1, 2, 3, 4, double.NaN], 2);
        BinCounts counts = bins.Count([double.NaN, 2.5, 2.6, 99]);
        Assert.Equal([1, 2], counts.Counts);
        Assert.Equal(1, counts.Missing);
        BinCounts whole = bins.Count([1, 4]);
        Assert.True(DistributionShift.PopulationStabilityIndex(whole, bins.Count([1, 4, double.NaN])) > 0.2);
    }

    [Fact]
    public void From_EqualEdges_Merge()
    {
        ReferenceBins bins = ReferenceBins.From([0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        Assert.Equal(bins.Edges.Distinct(), bins.Edges);
        Assert.True(bins.Edges.Count < 11);
        Assert.Equal([1], ReferenceBins.From([5]).Count([4]).Counts);
    }

    [Fact]
    public void From_NothingOrInfinite_Refused()
    {
        Assert.Throws<ArgumentException>(() => ReferenceBins.From([double.NaN]));
        Assert.Throws<ArgumentException>(() => ReferenceBins.From([1, double.PositiveInfinity]));
    }

    [Fact]
    public void Detectors_OneDeviationShift_FoundWithin200AndStartAnew()
    {
        double[] shifted = Normal(3, 200, 1);
        Assert.InRange(Array.FindIndex([.. Normal(5, 500), .. shifted], new PageHinkley(0.1, 20, 30).Add), 500, 699);
        CumulativeSum sum = new(0, 0.5, 8);
        Assert.InRange(Array.FindIndex(shifted, sum.Add), 0, 199);
        Assert.False(sum.Add(0));
        Assert.Equal(-1, Array.FindIndex(Normal(4, 10_000), new CumulativeSum(0, 0.5, 12).Add));
    }

    [Fact]
    public void Coverage_MissesFiveTimesTooOften_AlarmAndSilenceAtThePromisedRate()
    {
        CoverageProcess late = new();
        Assert.Contains(true, Enumerable.Range(1, 2000).Select(i => late.Add(i % 20 == 0)));
        CoverageProcess good = new();
        Assert.DoesNotContain(true, Enumerable.Range(1, 20_000).Select(i => good.Add(i % 100 == 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoverageProcess(0.01, 100));
    }
}
