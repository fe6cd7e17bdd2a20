using CsCheck;

namespace Dms.Predictive.Learning.Tests;

public sealed class IsotonicMapTests
{
    [Fact]
    public void Fit_ViolatorsAndTies_PooledByHand()
    {
        // Scores 1,2,2,3,4,5 with outcomes 0,1,0,0,1,1: the tie at 2 has mean 1/2, pooled with 3 to 1/3.
        IsotonicMap map = IsotonicMap.Fit([4, 2, 1, 3, 2, 5], [true, true, false, false, false, true]);

        Assert.Equal([1, 2, 3, 4, 5], map.Scores);
        double floor = 1.0 / 12;
        Assert.Equal([floor, 1.0 / 3, 1.0 / 3, 1 - floor, 1 - floor], map.Probabilities);
    }

    [Fact]
    public void Apply_BetweenAndOutsideKnots_InterpolatesAndHolds()
    {
        IsotonicMap map = new([1, 3], [0.2, 0.6]);

        Assert.Equal(0.2, map.Apply(-10));
        Assert.Equal(0.4, map.Apply(2), 1e-15);
        Assert.Equal(0.6, map.Apply(10));
        Assert.True(double.IsNaN(map.Apply(double.NaN)));
    }

    [Fact]
    public void Fit_AnySample_MonotoneClippedAndCalibratedInTotal() =>
        Gen.Select(Gen.Int[-5, 5], Gen.Bool).Array[2, 60].Sample(pairs =>
        {
            bool[] outcomes = [.. pairs.Select(p => p.Item2)];
            outcomes[0] = true;
            outcomes[1] = false;
            double[] scores = [.. pairs.Select(p => p.Item1 / 2.0)];
            IsotonicMap map = IsotonicMap.Fit(scores, outcomes);
            double floor = 1.0 / (2 * scores.Length);
            double[] sorted = [.. scores.Order().Select(map.Apply)];

            Assert.All(sorted.Zip(sorted.Skip(1)), p => Assert.True(p.Second >= p.First));
            Assert.All(sorted, p => Assert.InRange(p, floor, 1 - floor));
            Assert.Equal(outcomes.Count(o => o), sorted.Sum(), 0.5 + 1e-9);
        });

    [Fact]
    public void Fit_OrderOfRows_DoesNotMatter()
    {
        double[] scores = [3, 1, 2, 2, 5, 4, 1];
        bool[] outcomes = [false, false, true, false, true, false, true];

        IsotonicMap forward = IsotonicMap.Fit(scores, outcomes);
        IsotonicMap backward = IsotonicMap.Fit([.. scores.Reverse()], [.. outcomes.Reverse()]);

        Assert.Equal(forward.Scores, backward.Scores);
        Assert.Equal(forward.Probabilities, backward.Probabilities);
    }

    [Fact]
    public void Constructor_FallingOrEqualKnots_Throws()
    {
        Assert.Throws<ArgumentException>(() => new IsotonicMap([1, 2], [0.5, 0.4]));
        Assert.Throws<ArgumentException>(() => new IsotonicMap([1, 1], [0.5, 0.6]));
        Assert.Throws<ArgumentException>(() => new IsotonicMap([], []));
        Assert.Throws<ArgumentException>(() => new IsotonicMap([1], [1.5]));
    }
}
