using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class EvaluationGoldenTests
{
    [SharedFact]
    public void Statistics_ReferenceSeries_MatchReference()
    {
        JsonElement file = Load();
        double[] y = Numbers(file, "realized"), f = Numbers(file, "forecast"), b = Numbers(file, "benchmark");
        double[] a = [.. y.Zip(f, ForecastLoss.Qlike)], c = [.. y.Zip(b, ForecastLoss.Qlike)];
        AssertRelative(file.GetProperty("qlike").GetProperty("forecast").GetDouble(), a.Average());
        JsonElement dm = file.GetProperty("dieboldMariano");
        DieboldMarianoResult result =
            DieboldMariano.Test([.. a.Zip(c, (x, z) => x - z)], dm.GetProperty("overlap").GetInt32());
        Assert.Equal(dm.GetProperty("lags").GetInt32(), result.Lags);
        AssertRelative(dm.GetProperty("meanDifference").GetDouble(), result.MeanDifference);
        AssertRelative(dm.GetProperty("t").GetDouble(), result.Statistic);
        AssertRelative(dm.GetProperty("tHln").GetDouble(), result.StatisticHln);
        MincerZarnowitzResult line = MincerZarnowitz.Regress(y, f, 21);
        AssertRelative(file.GetProperty("mincerZarnowitz").GetProperty("intercept").GetDouble(), line.Intercept);
        AssertRelative(file.GetProperty("mincerZarnowitz").GetProperty("slope").GetDouble(), line.Slope);
    }

    [SharedFact]
    public void Coverage_ReferenceHits_MatchReference()
    {
        JsonElement file = Load();
        JsonElement kupiec = file.GetProperty("kupiec");
        bool[] hits = [.. kupiec.GetProperty("hits").EnumerateArray().Select(h => h.GetInt32() == 1)];
        CoverageResult result = CoverageTests.Run(hits, kupiec.GetProperty("level").GetDouble());
        Assert.Equal(kupiec.GetProperty("violations").GetInt32(), result.Violations);
        AssertRelative(kupiec.GetProperty("lr").GetDouble(), result.Unconditional);
        double independence = file.GetProperty("christoffersen").GetProperty("lrIndependence").GetDouble();
        AssertRelative(independence, result.Independence);
        Assert.Equal(result.Unconditional + result.Independence, result.Joint);
    }

    [SharedFact]
    public void Fz0_ReferenceLosses_MatchReference()
    {
        JsonElement fz = Load().GetProperty("fz0");
        double v = fz.GetProperty("valueAtRisk").GetDouble(), es = fz.GetProperty("expectedShortfall").GetDouble();
        double tail = fz.GetProperty("tail").GetDouble();
        double mean = Numbers(fz, "losses").Average(l => TailScore.Fz0(l, v, es, tail));
        AssertRelative(fz.GetProperty("meanScore").GetDouble(), mean);
    }

    private static JsonElement Load()
    {
        using JsonDocument document =
            JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("vectors", "volatility", "evaluation.json")));
        return document.RootElement.Clone();
    }

    private static double[] Numbers(JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static void AssertRelative(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= 1e-11 * Math.Abs(expected), $"{actual:R} against {expected:R}");
}
