using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>95 % intervals of an alert outcome: days resampled in blocks of about a week.</summary>
/// <param name="Recall">Lower and upper end.</param>
/// <param name="FalseAlarmsPerDay">Lower and upper end.</param>
/// <param name="Precision">Lower and upper end.</param>
public sealed record AlertIntervals(
    (double Lower, double Upper) Recall, (double Lower, double Upper) FalseAlarmsPerDay,
    (double Lower, double Upper) Precision)
{
    private const long Day = 1440;
    private const int Draws = 1_000;
    private const double MeanBlockDays = 7;

    /// <summary>Resamples the days of an outcome.</summary>
    /// <param name="tape">Shocks.</param>
    /// <param name="outcome">What is to be given intervals.</param>
    /// <param name="from">First minute of the span.</param>
    /// <param name="until">End, exclusive.</param>
    /// <param name="seed">Seed; the same seed gives the same intervals.</param>
    public static AlertIntervals Of(AlertTape tape, AlertOutcome outcome, long from, long until, long seed)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(outcome);
        int days = (int)Math.Max(1, (until - from + Day - 1) / Day);
        int[,] counts = Count(tape, outcome, (from, until), days);
        SeededGenerator generator = new(seed);
        int[] rows = new int[days];
        (double[] recall, double[] rate, double[] precision) = (new double[Draws], new double[Draws], new double[Draws]);
        for (int draw = 0; draw < Draws; draw++)
        {
            StationaryBootstrap.Resample(generator, Math.Min(MeanBlockDays, days), rows);
            long[] sums = new long[4];
            foreach (int row in rows)
            {
                for (int k = 0; k < 4; k++)
                {
                    sums[k] += counts[row, k];
                }
            }

            recall[draw] = sums[1] / Math.Max(1.0, sums[0]);
            rate[draw] = sums[3] / (double)days;
            precision[draw] = 1 - (sums[3] / Math.Max(1.0, sums[2]));
        }

        return new AlertIntervals(Ends(recall), Ends(rate), Ends(precision));
    }

    // Per day: shocks, shocks met, alerts, false alarms. A shock belongs to its own day.
    private static int[,] Count(AlertTape tape, AlertOutcome outcome, (long From, long Until) span, int days)
    {
        int[,] counts = new int[days, 4];
        HashSet<long> met = [.. outcome.Alerts.Select(a => tape.ShockAfter(a) ?? -1)];
        foreach (long shock in tape.Events.Where(e => e >= span.From && e < span.Until))
        {
            counts[(shock - span.From) / Day, 0]++;
            counts[(shock - span.From) / Day, 1] += met.Contains(shock) ? 1 : 0;
        }

        foreach (long alert in outcome.Alerts)
        {
            counts[(alert - span.From) / Day, 2]++;
        }

        foreach (long alarm in outcome.FalseAlarms)
        {
            counts[(alarm - span.From) / Day, 3]++;
        }

        return counts;
    }

    private static (double Lower, double Upper) Ends(double[] values) =>
        (Quantile.Of(values, 0.025), Quantile.Of(values, 0.975));
}
