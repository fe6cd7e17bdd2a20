using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Confidence set, superior predictive ability, conditional ability: identities, size, power.</summary>
public class ModelComparisonTests
{
    [Fact]
    public void Set_EqualLosses_HoldsAllAndDropsTheWorse()
    {
        double[] losses = [.. Simulated.Normals(1, 500).Select(x => x * x)];
        double[] worse = [.. losses.Zip(Simulated.Normals(2, 500), (l, e) => l + 0.5 + (0.1 * e))];
        ModelConfidenceSetResult twins = ModelConfidenceSet.Find(BootstrapMeans.Of([losses, losses], 5));
        Assert.Equal([1, 1], twins.PValues);
        ModelConfidenceSetResult three = ModelConfidenceSet.Find(BootstrapMeans.Of([worse, losses, losses], 5));
        Assert.Equal([0, 1, 1], three.PValues);
        Assert.Equal([false, true, true], Enumerable.Range(0, 3).Select(three.Contains));
    }

    [Fact]
    public void Set_TwoModels_PValueIsTheBootstrapTestOfTheirDifference()
    {
        double[] a = Simulated.Normals(3, 400), b = [.. Simulated.Normals(4, 400).Select(x => x + 0.1)];
        BootstrapMeans means = BootstrapMeans.Of([a, b], 4);
        double difference = means.Means[1] - means.Means[0];
        int beyond = Enumerable.Range(0, means.Draws)
            .Count(d => Math.Abs(means.Draw(d)[1] - means.Draw(d)[0] - difference) >= Math.Abs(difference));
        Assert.InRange(beyond, 1, 999);
        Assert.Equal([1, beyond / 1000.0], ModelConfidenceSet.Find(means).PValues);
    }

    [Fact]
    public void Set_ModelsReordered_PValuesFollow()
    {
        double[][] losses = [.. Enumerable.Range(0, 4).Select(k => Losses(k, 300, 0.1 * k))];
        ModelConfidenceSetResult there = ModelConfidenceSet.Find(BootstrapMeans.Of(losses, 4));
        ModelConfidenceSetResult back = ModelConfidenceSet.Find(BootstrapMeans.Of([.. losses.Reverse()], 4));
        Assert.Equal(there.PValues, back.PValues.Reverse());
        Assert.InRange(there.PValues.Min(), 0, 0.5);
    }

    [Fact]
    public void Set_BestAmongWorse_CoversItAsOftenAsPromisedAndDropsTheRest()
    {
        int covered = 0, dropped = 0;
        for (int run = 0; run < 100; run++)
        {
            double[][] losses = [.. Enumerable.Range(0, 5).Select(k => Losses((run * 7) + k, 300, k < 3 ? 0 : 0.6))];
            ModelConfidenceSetResult set = ModelConfidenceSet.Find(BootstrapMeans.Of(losses, 3, 200, run));
            covered += Enumerable.Range(0, 3).All(set.Contains) ? 1 : 0;
            dropped += Enumerable.Range(3, 2).Any(set.Contains) ? 0 : 1;
        }

        // All three equally best models together: the promise is 90 %.
        Assert.InRange(covered, 80, 100);
        Assert.InRange(dropped, 98, 100);
    }

    [Fact]
    public void Spa_OneRival_IsTheOneSidedTestOfTheDifference()
    {
        double[] benchmark = Losses(20, 400, 0.05), rival = Losses(21, 400, 0);
        BootstrapMeans means = BootstrapMeans.Of([rival, benchmark], 4);
        double gain = means.Means[1] - means.Means[0];
        Assert.True(gain > 0);
        int beyond = Enumerable.Range(0, means.Draws).Count(d => means.Draw(d)[1] - means.Draw(d)[0] - gain >= gain);
        SuperiorPredictiveAbilityResult result = SuperiorPredictiveAbility.Test(means, 1);
        Assert.Equal(beyond / 1000.0, result.Consistent, 12);
        Assert.Equal(result.Upper, result.Lower);
        Assert.Equal((0, 1), (SuperiorPredictiveAbility.Test(means, 0).Statistic, SuperiorPredictiveAbility.Test(means, 0).Upper));
    }

    [Fact]
    public void Spa_HopelessRivals_RaiseOnlyTheUpperPValue()
    {
        double[][] losses =
        [
            Losses(30, 600, 0.08), Losses(31, 600, 0), .. Enumerable.Range(0, 8).Select(k => Losses(40 + k, 600, 2)),
        ];
        SuperiorPredictiveAbilityResult result = SuperiorPredictiveAbility.Test(BootstrapMeans.Of(losses, 4), 0);
        SuperiorPredictiveAbilityResult alone = SuperiorPredictiveAbility.Test(BootstrapMeans.Of(losses[..2], 4), 0);
        Assert.True(result.Lower <= result.Consistent && result.Consistent < result.Upper, result.ToString());
        Assert.Equal(alone.Consistent, result.Consistent);
    }

    [Fact]
    public void Spa_EqualModels_RejectsAboutAsOftenAsItSays()
    {
        int rejected = 0;
        for (int run = 0; run < 200; run++)
        {
            double[][] losses = [.. Enumerable.Range(0, 4).Select(k => Losses((run * 5) + k, 250, 0))];
            rejected += SuperiorPredictiveAbility.Test(BootstrapMeans.Of(losses, 2, 200, run), 0).Consistent < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected / 200.0, 0.01, 0.10);
    }

    [Fact]
    public void GiacominiWhite_ByHand_EqualsTheMatrixFormula()
    {
        double[] d = Simulated.Normals(50, 120);
        GiacominiWhiteResult result = GiacominiWhite.Test(d, 2);
        Assert.Equal(18, result.Lags);
        Assert.Equal(ByHand(d, 2, 18), result.Statistic, 1e-9);
        Assert.Equal(Math.Exp(-result.Statistic / 2), result.PValue, 1e-12);
        Assert.Equal(result.Statistic, GiacominiWhite.Test([.. d.Select(x => -1e-7 * x)], 2).Statistic, 1e-7);
    }

    [Fact]
    public void GiacominiWhite_IndependentDifferences_HasItsSize()
    {
        SeededGenerator generator = new(51);
        int rejected = 0;
        for (int run = 0; run < 400; run++)
        {
            double[] d = [.. Enumerable.Range(0, 800).Select(_ => Simulated.Normal(generator))];
            rejected += GiacominiWhite.Test(d, 1).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected / 400.0, 0.02, 0.10);
    }

    [Fact]
    public void GiacominiWhite_ForeseeableButEqualOnAverage_IsFoundWhereDieboldMarianoIsBlind()
    {
        double[] shocks = Simulated.Normals(52, 3000);
        double[] d = [.. shocks.Select((e, t) => e + (Math.Sin(t * 0.02) * 1.2))];
        Assert.True(GiacominiWhite.Test(d, 1).PValue < 1e-6);
        Assert.True(DieboldMariano.Test(d, 1).PValue > 0.2);
        Assert.True(double.IsNaN(GiacominiWhite.Test(new double[50], 1).PValue));
        Assert.Throws<ArgumentException>(() => GiacominiWhite.Test(d.AsSpan(0, 11), 2));
    }

    [SharedFact]
    public void Tests_ReferenceSeries_AgreeThatTheForecastBeatsTheBenchmark()
    {
        using JsonDocument file = JsonDocument.Parse(
            File.ReadAllText(SharedFolder.Path("vectors", "volatility", "evaluation.json")));
        double[] y = Numbers(file, "realized"), f = Numbers(file, "forecast"), b = Numbers(file, "benchmark");
        double[] good = [.. y.Zip(f, ForecastLoss.Qlike)], poor = [.. y.Zip(b, ForecastLoss.Qlike)];
        BootstrapMeans means = BootstrapMeans.Of([good, poor], StationaryBootstrap.MeanBlock(y.Length, 3));
        double p = DieboldMariano.Test([.. good.Zip(poor, (g, q) => g - q)], 3).PValue;
        Assert.True(p < 0.01);
        Assert.True(ModelConfidenceSet.Find(means).PValues[1] < 0.02);
        Assert.True(SuperiorPredictiveAbility.Test(means, 1).Consistent < 0.02);
        Assert.True(GiacominiWhite.Test([.. good.Zip(poor, (g, q) => g - q)], 3).PValue < 0.02);
    }

    [Fact]
    public void Errors_KnownPairs_FollowTheirDefinitions()
    {
        double[] y = [1, 4, 9, 16];
        Assert.Equal(new ForecastErrors(0, 0, 1), ForecastErrors.Of(y, y));
        ForecastErrors doubled = ForecastErrors.Of(y, [.. y.Select(v => 4 * v)]);
        Assert.Equal(9 * y.Average(v => v * v), doubled.MeanSquaredError, 12);
        Assert.Equal(1, doubled.RootMeanSquarePercentageError, 12);
        double mean = Math.Exp(y.Average(Math.Log));
        Assert.Equal(0, ForecastErrors.Of(y, [mean, mean, mean, mean]).LogRSquared, 1e-12);
        Assert.Throws<ArgumentException>(() => ForecastErrors.Of([1, 0], [1, 1]));
    }

    private static double[] Losses(int seed, int n, double worse) =>
        [.. Simulated.Normals(1000 + seed, n).Select(x => x + worse)];

    private static double[] Numbers(JsonDocument file, string name) =>
        [.. file.RootElement.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static double ByHand(double[] d, int k, int lags)
    {
        int n = d.Length - k;
        double[][] z = [.. Enumerable.Range(k, n).Select(t => new[] { d[t], d[t] * d[t - k] })];
        double[] mean = [z.Average(r => r[0]), z.Average(r => r[1])];
        double[,] omega = new double[2, 2];
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                for (int lag = -lags; lag <= lags; lag++)
                {
                    double weight = (1 - (Math.Abs(lag) / (lags + 1.0))) / n;
                    omega[i, j] += Enumerable.Range(0, n).Where(t => t + lag >= 0 && t + lag < n)
                        .Sum(t => weight * (z[t][i] - mean[i]) * (z[t + lag][j] - mean[j]));
                }
            }
        }

        double determinant = (omega[0, 0] * omega[1, 1]) - (omega[0, 1] * omega[1, 0]);
        return n / determinant * ((omega[1, 1] * mean[0] * mean[0]) - (2 * omega[0, 1] * mean[0] * mean[1])
            + (omega[0, 0] * mean[1] * mean[1]));
    }
}
