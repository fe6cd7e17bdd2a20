using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>Distances between samples, sequential detectors and coverage tests.</summary>
internal static class DriftVectors
{
    private const int NoAlarm = -1;

    public static object Solve(VectorField file)
    {
        double[] reference = file["ref"].Numbers();
        double[] current = file["cur"].Numbers();
        ReferenceBins bins = ReferenceBins.From(reference, file["psi"]["bins"].Count());
        (BinCounts before, BinCounts now) = (bins.Count(reference), bins.Count(current));
        (double distance, double pValue) = DistributionShift.KolmogorovSmirnov(reference, current);
        (double wasserstein, double? standardised) = DistributionShift.Wasserstein(reference, current);
        return new
        {
            psi = new
            {
                edges = bins.Edges,
                refCounts = before.Counts,
                curCounts = now.Counts,
                value = DistributionShift.PopulationStabilityIndex(before, now, file["psi"]["epsilon"].Number()),
            },
            jensenShannonDistanceBase2 = DistributionShift.JensenShannonDistance(before, now),
            ks = new { D = distance, p_series = pValue },
            wasserstein1 = wasserstein,
            wasserstein1_over_refStdDdof0 = standardised,
            pageHinkley = new { alarmIndex0 = PageHinkleyAlarm(file["pageHinkley"]) },
            cusum = new { alarmIndex0 = CusumAlarm(file) },
            kupiec = file["kupiec"].Items().Select(Kupiec).ToArray(),
            coverageMartingale = Coverage(file["coverageMartingale"]),
        };
    }

    private static int PageHinkleyAlarm(VectorField input)
    {
        PageHinkley test = new(
            input["delta"].Number(), input["threshold"].Number(), input["minInstances"].Count());
        return Array.FindIndex(input["x"].Numbers(), test.Add);
    }

    private static int CusumAlarm(VectorField file)
    {
        VectorField input = file["cusum"];
        CumulativeSum test = new(input["mu"].Number(), input["k"].Number(), input["h"].Number());
        return Array.FindIndex((input.Has("x") ? input : file["pageHinkley"])["x"].Numbers(), test.Add);
    }

    private static object Kupiec(VectorField input)
    {
        (double ratio, double pValue) = CoverageTests.KupiecOf(
            input["exceptions"].Count(), input["N"].Count(), input["p"].Number());
        return new { LR = ratio, pValue };
    }

    private static object Coverage(VectorField input)
    {
        CoverageProcess process = new(
            input["alpha"].Number(), input["lambda"].Number(), input["threshold"].Number());
        double[] misses = input["miss"].Numbers();
        int alarm = NoAlarm;
        for (int i = 0; i < misses.Length && alarm == NoAlarm; i++)
        {
            alarm = process.Add(misses[i] != 0) ? i : NoAlarm;
        }

        return new { alarmIndex0 = alarm, value = process.Value };
    }
}
