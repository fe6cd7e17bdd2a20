using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class MarginEconomicsTests
{
    private static readonly PipelinePolicy Policy = new() { HorizonMinutes = 10, StepMinutes = 5 };
    private static readonly (BacktestPoint[] Points, double[] Moves) Market = Simulate(60_000);
    private static readonly IReadOnlyList<MarginRow> Rows = MarginEconomics.Of(Market.Points, Market.Moves, Policy);

    [Fact]
    public void Of_Rows_DeployedFirstThenRawBlend() =>
        Assert.Equal(["with forecast", "blend"], Rows.Take(2).Select(r => r.Name));

    [Fact]
    public void Of_MatchedRows_ShareTheCoverage() =>
        Assert.All(Rows.Where(r => r.Matched), r => Assert.Equal(0.99, r.Coverage, 1e-4));

    [Fact]
    public void Of_BetterForecast_CostsLessAtTheSameCoverage()
    {
        MarginRow blend = Row("blend");

        Assert.True(blend.AverageRate < Row("ewma").AverageRate);
        Assert.True(blend.Pinball < Row("ewma").Pinball);
        Assert.True(Row("ewma").Pinball < Row("static").Pinball);
    }

    [Fact]
    public void Of_Static_EveryFigureByHand()
    {
        double margin = Quantile.Of(Market.Moves, 0.99);
        MarginRow row = Row("static");

        Assert.Equal(margin, row.AverageRate, 1e-12);
        Assert.Equal(1.0, row.PeakToMedian, 1e-12);
        Assert.Equal(0.0, row.LargestDayStep, 1e-12);
        Assert.Equal(10_000 * Market.Moves.Average(m => Math.Max(m - margin, 0)), row.ShortfallPerTenThousand, 1e-9);
        Assert.Equal(Market.Moves.Average(m => m > margin ? 0.99 * (m - margin) : 0.01 * (margin - m)), row.Pinball, 1e-12);
    }

    [Fact]
    public void Of_ConformalBlend_KeepsCoverageInEveryQuarter()
    {
        MarginRow row = Row("blend, conformal");

        Assert.All(row.Quarters.Where(q => q.Outcomes > 5_000), q => Assert.InRange(q.Coverage, 0.988, 0.992));
    }

    [Fact]
    public void Of_Quarters_AddUpToAllOutcomes() => Assert.All(Rows, r =>
    {
        Assert.Equal(r.Outcomes, r.Quarters.Sum(q => q.Outcomes));
        Assert.Equal(r.Outcomes, r.Regimes.Sum(q => q.Outcomes));
    });

    [Fact]
    public void Conformal_LaterMovesChanged_EarlierMarginsKeepEveryBit()
    {
        const int Cut = 20_000;
        Timestamp[] times = [.. Market.Points.Select(p => p.AsOf)];
        double[] drivers = [.. Market.Points.Select(p => Math.Sqrt(p.Variances!.Blend))];
        double[] changed = [.. Market.Moves.Select((m, i) => i >= Cut ? m * 7 : m)];
        ConformalOptions options = new() { Overlap = 2 };

        double[] before = ConformalMargins.Of(times, drivers, Market.Moves, TimeSpan.FromMinutes(10), options);
        double[] after = ConformalMargins.Of(times, drivers, changed, TimeSpan.FromMinutes(10), options);

        // The outcome of the decision at the cut is known two steps later.
        Assert.Equal(before[..(Cut + 2)], after[..(Cut + 2)]);
        Assert.NotEqual(before[^1], after[^1]);
    }

    [Fact]
    public void Of_FewOutcomes_NoRows() => Assert.Empty(MarginEconomics.Of(Market.Points[..99], Market.Moves[..99], Policy));

    private static MarginRow Row(string name) => Rows.Single(r => r.Name == name);

    // Volatility in waves; the blend knows it, the EWMA knows it with noise.
    private static (BacktestPoint[] Points, double[] Moves) Simulate(int count)
    {
        SeededGenerator random = new(11);
        BacktestPoint[] points = new BacktestPoint[count];
        double[] moves = new double[count];
        for (int i = 0; i < count; i++)
        {
            double variance = 1e-5 * Math.Exp(1.5 * Math.Sin(i / 400.0));
            double noisy = variance * Math.Exp(2 * (random.NextUniform() - 0.5));
            moves[i] = Math.Sqrt(variance) * -Math.Log(1 - random.NextUniform());
            double initial = Math.Max(0.01, 3 * Math.Sqrt(variance));
            points[i] = new BacktestPoint(
                Timestamp.FromDate(2026, 1, 1) + TimeSpan.FromMinutes(5 * i), 100, initial, initial / 2, initial, 0.01, 1, 0.5,
                new MemberVariances(noisy, noisy, variance), 0.01, "");
        }

        return (points, moves);
    }
}
