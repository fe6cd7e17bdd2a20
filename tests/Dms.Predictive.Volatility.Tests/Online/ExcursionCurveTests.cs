using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public sealed class ExcursionCurveTests
{
    [Fact]
    public void Beyond_ParetoSample_IsItsOwnTail()
    {
        // P(X ≥ x) = x^−3 for x ≥ 1, by its exact quantiles.
        const int n = 20_000;
        double[] ordered = [.. Enumerable.Range(0, n).Select(i => Math.Pow(1 - ((i + 0.5) / n), -1 / 3.0))];
        ExcursionCurve curve = ExcursionCurve.Of(ordered);

        Assert.InRange(curve.TailIndex, 2.85, 3.15);
        foreach (double share in new[] { 0.9, 0.35, 0.06, 0.01, 0.005, 0.001, 1e-5 })
        {
            Assert.InRange(curve.Beyond(Math.Pow(share, -1 / 3.0)), share * 0.85, share * 1.15);
        }
    }

    [Fact]
    public void Beyond_AnyDistance_FallsFromOneTowardsZero()
    {
        double[] ordered = [.. Draws(3_000).Order()];
        foreach (ExcursionCurve curve in new[] { ExcursionCurve.Of(ordered), ExcursionCurve.Assumed })
        {
            double last = 1;
            for (double x = 0; x < 60; x += 0.01)
            {
                double p = curve.Beyond(x);
                Assert.InRange(p, 0, last);
                last = p;
            }

            Assert.Equal((1.0, 1.0), (curve.Beyond(-1), curve.Beyond(double.NaN)));
            Assert.True(last < 1e-4);
        }
    }

    [Fact]
    public void Beyond_OutcomesNotSeen_AsOftenAsItSays()
    {
        double[] draws = Draws(40_000);
        ExcursionSample sample = new(5_000);
        Array.ForEach(draws[..20_000], sample.Learn);
        ExcursionCurve curve = sample.Curve();

        Assert.Equal(5_000, curve.Outcomes);
        foreach (double x in new[] { 0.3, 1.0, 2.0, 3.0, 5.0 })
        {
            double seen = draws[20_000..].Count(d => d >= x) / 20_000.0;
            Assert.InRange(curve.Beyond(x), (seen * 0.85) - 0.001, (seen * 1.15) + 0.001);
        }
    }

    [Fact]
    public void Curve_FewOutcomes_AssumedAndSaysSo()
    {
        ExcursionSample sample = new();
        for (int i = 0; i < 499; i++)
        {
            sample.Learn(1);
        }

        Assert.Equal(0, sample.Curve().Outcomes);
        sample.Learn(1);
        Assert.Equal(500, sample.Curve().Outcomes);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Learn(-1));
        Assert.Throws<ArgumentException>(() => ExcursionCurve.Of(new double[99]));
    }

    [Fact]
    public void Curve_NothingMoves_NothingIsFar()
    {
        ExcursionCurve curve = ExcursionCurve.Of(new double[1_000]);

        Assert.Equal((1.0, 0.0), (curve.Beyond(0), curve.Beyond(1e-9)));
    }

    // Exponential distances with a tail: one in twenty is three times as far.
    private static double[] Draws(int count)
    {
        SeededGenerator generator = new(9);
        return [.. Enumerable.Range(0, count).Select(_ => -Math.Log(1 - generator.NextUniform()) * (generator.NextUniform() < 0.05 ? 3 : 1))];
    }
}
