using Dms.Predictive.Learning;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Registry;

/// <summary>
/// Coverage of moves by an adaptive conformal band: the multiplier of the forecast volatility is the (1 − a) quantile of
/// past |move| ÷ forecast, and a moves with every outcome that has become known. Nothing after a decision enters its band.
/// Unlike <see cref="ConformalMultiplier"/>, which bounds a, breaches are remembered until they are paid back.
/// </summary>
internal static class ConformalCoverage
{
    private const double Miss = 0.01;
    private const double Rate = 0.005;
    private const int Window = 4000;
    private const int Fewest = 500;

    /// <summary>Judges the band at decisions from a time on; earlier ones only warm it up.</summary>
    /// <param name="table">Decisions and grid returns.</param>
    /// <param name="horizon">Outcomes of the horizon.</param>
    /// <param name="lnVariance">ln of percent² over the horizon by decision; NaN where none was issued.</param>
    /// <param name="from">First decision that counts, minutes since the epoch.</param>
    public static PromotionCoverage Of(DecisionTable table, Targets horizon, double[] lnVariance, long from)
    {
        double a = Miss;
        int covered = 0, outcomes = 0;
        Queue<(long Known, double Score, double Band)> waiting = new();
        RollingScores past = new(Window);
        for (int d = 0; d < table.Count; d++)
        {
            while (waiting.TryPeek(out (long Known, double Score, double Band) next) && next.Known <= table.Minutes[d])
            {
                waiting.Dequeue();
                past.Add(next.Score);
                a += double.IsNaN(next.Band) ? 0 : Rate * (Miss - (next.Score > next.Band ? 1 : 0));
            }

            if (double.IsNaN(lnVariance[d]) || !horizon.Eligible(d))
            {
                continue;
            }

            double score = Math.Abs(MoveAfter(table, d, horizon.HorizonMinutes)) / Math.Exp(lnVariance[d] / 2);
            double band = past.Count >= Fewest ? past.Quantile(Math.Clamp(1 - a, 0.9, 0.9999)) : double.NaN;
            waiting.Enqueue((table.Minutes[d] + horizon.HorizonMinutes, score, band));
            if (table.Minutes[d] >= from && !double.IsNaN(band))
            {
                outcomes++;
                covered += score <= band ? 1 : 0;
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

    private sealed class RollingScores(int size)
    {
        private readonly Queue<double> _order = new();
        private readonly List<double> _sorted = [];

        public int Count => _sorted.Count;

        public void Add(double score)
        {
            Insert(score);
            _order.Enqueue(score);
            if (_order.Count > size)
            {
                _sorted.RemoveAt(_sorted.BinarySearch(_order.Dequeue()));
            }
        }

        public double Quantile(double level) => Volatility.Quantile.OfOrdered(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sorted), level);

        private void Insert(double score)
        {
            int at = _sorted.BinarySearch(score);
            _sorted.Insert(at < 0 ? ~at : at, score);
        }
    }
}
