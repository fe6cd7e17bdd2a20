using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Coverage of moves by the adaptive conformal band around a forecast.</summary>
internal static class ConformalCoverage
{
    private static readonly ConformalOptions Band = new() { Rate = 0.005, Window = 4000 };

    /// <summary>Judges the band at decisions from a time on; earlier ones only warm it up.</summary>
    /// <param name="table">Decisions and grid returns.</param>
    /// <param name="horizon">Outcomes of the horizon.</param>
    /// <param name="lnVariance">ln of percent² over the horizon by decision; NaN where none was issued.</param>
    /// <param name="from">First decision that counts, minutes since the epoch.</param>
    public static PromotionCoverage Of(DecisionTable table, Targets horizon, double[] lnVariance, long from)
    {
        int[] at = [.. Enumerable.Range(0, table.Count).Where(d => !double.IsNaN(lnVariance[d]) && horizon.Eligible(d))];
        double[] moves = [.. at.Select(d => Math.Abs(MoveAfter(table, d, horizon.HorizonMinutes)))];
        double[] bands = ConformalMargins.Of(
            [.. at.Select(d => Timestamp.FromMinutes(table.Minutes[d]))], [.. at.Select(d => Math.Exp(lnVariance[d] / 2))],
            moves, TimeSpan.FromMinutes(horizon.HorizonMinutes), Band);
        int[] judged = [.. Enumerable.Range(0, at.Length).Where(i => table.Minutes[at[i]] >= from && !double.IsNaN(bands[i]))];
        int covered = judged.Count(i => moves[i] <= bands[i]);
        return new PromotionCoverage(
            horizon.HorizonMinutes, judged.Length, judged.Length == 0 ? 0 : 100.0 * covered / judged.Length);
    }

    private static double MoveAfter(DecisionTable table, int d, int minutes)
    {
        double sum = 0;
        for (int bar = table.LastBar[d] + 1; bar <= table.LastBar[d] + (minutes / table.BarMinutes); bar++)
        {
            sum += table.Returns[bar];
        }

        return sum;
    }
}
