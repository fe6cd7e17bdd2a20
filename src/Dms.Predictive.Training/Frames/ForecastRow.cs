using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>One forecast as it is exchanged.</summary>
/// <param name="Time">As-of time.</param>
/// <param name="HorizonMinutes">Span that is forecast, minutes.</param>
/// <param name="Model">Model id: <c>ewma garch har gbdt blend</c>, or another.</param>
/// <param name="Variance">Forecast of realized variance over (time, time + horizon], percent²; NaN where none was
/// issued.</param>
/// <param name="SpikeProbability">Calibrated probability of a spike in [0, 1]; NaN where none was issued.</param>
public readonly record struct ForecastRow(
    Timestamp Time, int HorizonMinutes, string Model, double Variance, double SpikeProbability)
{
    /// <summary>All forecasts of a span, ordered by time, horizon and model.</summary>
    /// <param name="run">Finished run.</param>
    /// <param name="span">Test span, end exclusive.</param>
    /// <param name="models">Models wanted, or null for all.</param>
    public static IEnumerable<ForecastRow> Of(
        WalkForwardRun run, (Timestamp Start, Timestamp End) span, IReadOnlyCollection<string>? models)
    {
        ArgumentNullException.ThrowIfNull(run);
        for (int d = run.Table.IndexAt(span.Start.Minutes); d < run.Table.IndexAt(span.End.Minutes); d++)
        {
            Timestamp time = Timestamp.FromMinutes(run.Table.Minutes[d]);
            for (int h = 0; h < run.Targets.Count; h++)
            {
                MemberForecasts forecasts = run.Forecasts[h];
                foreach ((string model, double[] ln) in forecasts.Issued.Where(
                    m => models is null || models.Contains(m.Model)))
                {
                    double spike = model == "blend" ? forecasts.SpikeProbability[d] : double.NaN;
                    yield return new ForecastRow(time, run.Targets[h].HorizonMinutes, model, Math.Exp(ln[d]), spike);
                }
            }
        }
    }
}
