using Dms.Predictive.Learning;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Coverage of moves by the adaptive conformal band of a version's forecasts. Nothing after a decision enters
/// its band.</summary>
internal static class ConformalCoverage
{
    // Every outcome moves the level by the whole rate: over one month coverage must settle, at whatever width. What a
    // band costs is the back-test's question, where outcomes that share bars count once.
    private static readonly ConformalOptions Options = new() { Rate = 0.005, Window = 4000 };

    /// <summary>Judges the band at decisions from a time on; earlier ones only warm it up.</summary>
    /// <param name="table">Decisions and grid returns.</param>
    /// <param name="horizon">Outcomes of the horizon.</param>
    /// <param name="lnVariance">ln of percent² over the horizon by decision; NaN where none was issued.</param>
    /// <param name="from">First decision that counts, minutes since the epoch.</param>
    public static PromotionCoverage Of(DecisionTable table, Targets horizon, double[] lnVariance, long from)
    {
        int covered = 0, outcomes = 0;
        Queue<(long Known, double Ratio, double Multiplier)> waiting = new();
        ConformalMultiplier conformal = new(Options);
        for (int d = 0; d < table.Count; d++)
        {
            while (waiting.TryPeek(out (long Known, double Ratio, double Multiplier) next) && next.Known <= table.Minutes[d])
            {
                waiting.Dequeue();
                conformal.Learn(next.Ratio, next.Multiplier);
            }

            if (double.IsNaN(lnVariance[d]) || !horizon.Eligible(d))
            {
                continue;
            }

            double ratio = Math.Abs(MoveAfter(table, d, horizon.HorizonMinutes)) / Math.Exp(lnVariance[d] / 2);
            double multiplier = conformal.Multiplier;
            waiting.Enqueue((table.Minutes[d] + horizon.HorizonMinutes, ratio, multiplier));
            if (table.Minutes[d] >= from && !double.IsNaN(multiplier))
            {
                outcomes++;
                covered += ratio <= multiplier ? 1 : 0;
            }
        }

        return new PromotionCoverage(horizon.HorizonMinutes, outcomes, outcomes == 0 ? 0 : 100.0 * covered / outcomes);
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
