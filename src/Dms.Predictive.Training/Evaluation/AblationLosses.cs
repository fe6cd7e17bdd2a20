using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>QLIKE of one model of a run at every eligible decision of the test span.</summary>
internal static class AblationLosses
{
    /// <summary>Losses in time order; a decision without a forecast is judged by the one before it.</summary>
    /// <returns>Null when the model issued nothing.</returns>
    public static double[]? Of(WalkForwardRun run, (Timestamp Start, Timestamp End) span, int horizon, string model)
    {
        double[] ln = run.Forecasts[horizon].Issued.First(m => m.Model == model).Ln;
        Targets target = run.Targets[horizon];
        int first = run.Table.IndexAt(span.Start.Minutes);
        int end = run.Table.IndexAt(span.End.Minutes);
        int[] rows = [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(target.Eligible)];
        int start = Array.FindIndex(rows, d => !double.IsNaN(ln[d]));
        if (start < 0)
        {
            return null;
        }

        double last = ln[rows[start]];
        double[] losses = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            last = double.IsNaN(ln[rows[i]]) ? last : ln[rows[i]];
            losses[i] = ForecastLoss.Qlike(target[rows[i]], Math.Exp(last));
        }

        return losses;
    }
}
