using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class DetectorGoldenTests
{
    [SharedFact]
    public void DetectIidSpike_ReferenceSeries_MatchesReference()
    {
        JsonElement reference = OperatorVectors.Load().GetProperty("iidSpike");
        SpikeDetector detector = SpikeDetector.Iid(
            reference.GetProperty("confidence").GetDouble(), reference.GetProperty("pvalueHistoryLength").GetInt32(),
            Enum.Parse<AnomalySide>(reference.GetProperty("side").GetString()!));
        SpikeScore[] scores = [.. OperatorVectors.Numbers(reference, "series").Select(detector.Append)];
        AssertClose(OperatorVectors.Numbers(reference, "pValues"), scores.Select(s => s.PValue));
        Assert.Equal(OperatorVectors.Numbers(reference, "alerts"), Alerts(scores.Select(s => s.IsAlert)));
    }

    [SharedTheory]
    [InlineData("power", MartingaleType.Power)]
    [InlineData("mixture", MartingaleType.Mixture)]
    public void DetectIidChangePoint_ReferenceSeries_MatchesReference(string name, MartingaleType type)
    {
        JsonElement reference = OperatorVectors.Load().GetProperty("iidChangePoint");
        JsonElement expected = reference.GetProperty(name);
        ChangePointDetector detector = ChangePointDetector.Iid(new ChangePointRule(
            reference.GetProperty("confidence").GetDouble(), reference.GetProperty("changeHistoryLength").GetInt32(), type,
            reference.GetProperty("eps").GetDouble()));
        ChangePointScore[] scores = [.. OperatorVectors.Numbers(reference, "series").Select(detector.Append)];
        AssertClose(OperatorVectors.Numbers(reference, "pValues"), scores.Select(s => s.PValue));
        Assert.Equal(OperatorVectors.Numbers(expected, "alerts"), Alerts(scores.Select(s => s.IsAlert)));
        AssertClose(
            [
                expected.GetProperty("threshold").GetDouble(), expected.GetProperty("lastScore").GetDouble(),
                expected.GetProperty("maximumScore").GetDouble(),
            ],
            [Math.Exp(detector.LogThreshold), scores[^1].MartingaleScore, scores.Max(s => s.MartingaleScore)]);
    }

    private static double[] Alerts(IEnumerable<bool> flags) =>
        [.. flags.Select((alert, i) => (alert, i)).Where(a => a.alert).Select(a => (double)a.i)];

    private static void AssertClose(double[] expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, Math.Abs(p.First) * 1e-9));
}
