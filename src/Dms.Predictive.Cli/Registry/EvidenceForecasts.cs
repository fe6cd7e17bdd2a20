using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Registry;

/// <summary>ln forecasts of one model by decision: the blend and its GARCH member, NaN where none was issued.</summary>
/// <param name="Horizons">Horizons, minutes.</param>
/// <param name="Blend">By horizon and decision.</param>
/// <param name="Garch">By horizon and decision.</param>
/// <param name="Models">Models with the time from which each serves.</param>
internal sealed record EvidenceForecasts(
    IReadOnlyList<int> Horizons, IReadOnlyDictionary<int, double[]> Blend, IReadOnlyDictionary<int, double[]> Garch,
    IReadOnlyList<(Timestamp At, ForecastModel Model)> Models)
{
    /// <summary>A frozen bundle asked over history, through the code that serves it.</summary>
    public static EvidenceForecasts Frozen(ModelBundle bundle, BarSeries series, DecisionTable table, (Timestamp Start, Timestamp End) span, CancellationToken cancellation)
    {
        ForecastModel model = BundleExport.Read(bundle);
        return Of(ForecastReplay.Run(series, model, span, table.StepMinutes, cancellation), table, [(span.Start, model)]);
    }

    /// <summary>Forecasts that were issued, by decision.</summary>
    public static EvidenceForecasts Of(
        IReadOnlyList<IssuedForecast> issued, DecisionTable table, IReadOnlyList<(Timestamp At, ForecastModel Model)> models)
    {
        int[] horizons = [.. issued.Select(f => f.HorizonMinutes).Distinct().Order()];
        Dictionary<int, double[]> blend = horizons.ToDictionary(h => h, _ => Absent(table.Count));
        Dictionary<int, double[]> garch = horizons.ToDictionary(h => h, _ => Absent(table.Count));
        foreach (IssuedForecast f in issued)
        {
            int d = table.IndexAt(f.AsOf.Minutes);
            if (d < table.Count && table.Minutes[d] == f.AsOf.Minutes)
            {
                (blend[f.HorizonMinutes][d], garch[f.HorizonMinutes][d]) = (f.LnBlend, f.LnGarch);
            }
        }

        return new EvidenceForecasts(horizons, blend, garch, models);
    }

    /// <summary>A recipe refitted over the span on what was known at each refit.</summary>
    /// <exception cref="InputRefusedException"><c>history-too-short</c>.</exception>
    public static EvidenceForecasts Refitted(
        EvaluationProtocol protocol, DecisionTable table, (Timestamp Start, Timestamp End) span, Action<int, int>? progress, CancellationToken cancellation)
    {
        WalkForwardRun run = WalkForwardRun.Run(table, protocol, span, progress, cancellation);
        if (run.NothingIssuedReason is string reason)
        {
            throw new InputRefusedException("history-too-short", $"Nothing was issued in the span: {reason}. Begin later, or give more bars before it.", "--test-start");
        }

        Dictionary<int, double[]> blend = [], garch = [];
        for (int h = 0; h < run.Targets.Count; h++)
        {
            blend[run.Targets[h].HorizonMinutes] = run.Forecasts[h].LnBlend;
            garch[run.Targets[h].HorizonMinutes] = run.Forecasts[h].Issued.First(m => m.Model == "garch").Ln;
        }

        return new EvidenceForecasts([.. blend.Keys], blend, garch, WalkForwardModels.Of(run, protocol));
    }

    private static double[] Absent(int count)
    {
        double[] values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
