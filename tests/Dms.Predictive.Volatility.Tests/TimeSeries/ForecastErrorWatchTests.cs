using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class ForecastErrorWatchTests
{
    [Fact]
    public void Standardise_ReturnsOfTheForecastVariance_AreStandardNormal()
    {
        double[] z = [.. SampleSignals.Noise(20_000, 3).Select(r => ForecastErrorWatch.Standardise(0.02 * r, 0.0004))];
        Assert.Equal(0, z.Average(), 0.03);
        Assert.Equal(1, z.Average(v => v * v), 0.04);
        Assert.Equal(0.05, z.Count(v => v > 1.6448536269514722) / 20_000.0, 0.006);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e6, 1)]
    [InlineData(1e-300, 1e300)]
    [InlineData(-1e300, 1e-300)]
    public void Standardise_Extremes_AreFinite(double move, double variance) =>
        Assert.InRange(Math.Abs(ForecastErrorWatch.Standardise(move, variance)), 0, 7.1);

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, 0)]
    [InlineData(1, double.NaN)]
    public void Append_NoOutcome_IsRefusedAndNothingChanges(double move, double variance)
    {
        ForecastErrorWatch watch = new();
        watch.Append(1, 1);
        double before = watch.Evidence;
        Assert.Throws<ArgumentOutOfRangeException>(() => watch.Append(move, variance));
        Assert.Equal((before, 1), (watch.Evidence, watch.Count));
    }

    [Fact]
    public void Append_ForecastsRight_ScarcelyAlert()
    {
        int alerts = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            ForecastErrorWatch watch = new();
            alerts += SampleSignals.Noise(1100, seed).Count(r => watch.Append(0.01 * r, 0.0001).IsAlert);
        }

        Assert.InRange(alerts, 0, 25); // 50,000 outcomes once warm: at most 0.5 in 1,000
    }

    [Fact]
    public void Append_VolatilityTenTimesTheForecast_AlertsWithinTheHistory()
    {
        int found = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            ForecastErrorWatch watch = new();
            double[] returns = SampleSignals.Noise(350, seed);
            bool[] alerts = [.. returns.Select((r, t) => watch.Append(t < 300 ? r : 10 * r, 1).IsAlert)];
            found += alerts.Skip(300).Any(a => a) ? 1 : 0;
        }

        Assert.InRange(found, 45, 50);
    }
}
