using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>Finds features that look ahead: changes or removes every bar after a time and compares what was said up to
/// it, bit for bit.</summary>
public static class PerturbationProbe
{
    /// <summary>Name of the feature planted to prove that the probe sees.</summary>
    public const string Planted = "planted: squared return of the next bar";

    /// <summary>Names of the features that differ, in the order of the schema, the planted one last.</summary>
    /// <param name="series">Bars; keep it short, since it is replayed three times per cut.</param>
    /// <param name="stepMinutes">Spacing of decisions.</param>
    /// <param name="cuts">Times after which the future is changed; decision times, so that a peek of one bar
    /// shows.</param>
    /// <param name="plant">Whether to add the planted feature.</param>
    /// <param name="cancellation">Stops between replays.</param>
    /// <exception cref="ArgumentException">There is no cut, or no decision before one.</exception>
    public static IReadOnlyList<string> LookingAhead(
        BarSeries series, int stepMinutes, IReadOnlyList<Timestamp> cuts, bool plant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(cuts);
        if (cuts.Count == 0)
        {
            throw new ArgumentException("Expected at least one cut.", nameof(cuts));
        }

        Timestamp end = series.Bars[^1].OpenTime + series.Length;
        SortedSet<int> found = [];
        DecisionTable whole = DecisionTableBuilder.Build(series, stepMinutes, end, cancellation);
        foreach (Timestamp cut in cuts)
        {
            int until = whole.IndexAt(cut.Minutes + 1);
            if (until == 0)
            {
                throw new ArgumentException($"No decision lies at or before the cut {cut}.", nameof(cuts));
            }

            foreach (BarSeries other in new[] { Changed(series, cut), Removed(series, cut) })
            {
                DecisionTable table = DecisionTableBuilder.Build(other, stepMinutes, end, cancellation);
                Compare(whole, table, until, plant, found);
            }
        }

        return [.. found.Select(j => j < whole.Schema.Count ? whole.Schema.Features[j].Name : Planted)];
    }

    private static void Compare(DecisionTable whole, DecisionTable other, int until, bool plant, SortedSet<int> found)
    {
        for (int d = 0; d < Math.Min(until, other.Count); d++)
        {
            ReadOnlySpan<double> a = whole.Features(d), b = other.Features(d);
            for (int j = 0; j < a.Length; j++)
            {
                if (BitConverter.DoubleToInt64Bits(a[j]) != BitConverter.DoubleToInt64Bits(b[j]))
                {
                    found.Add(j);
                }
            }

            if (plant && Next(whole, d) != Next(other, d))
            {
                found.Add(a.Length);
            }
        }
    }

    private static double Next(DecisionTable table, int decision)
    {
        int bar = table.LastBar[decision] + 1;
        return bar < table.Returns.Length ? table.Returns[bar] * table.Returns[bar] : -1;
    }

    // Prices leave on another path and volumes grow: nothing after the cut is as it was.
    private static BarSeries Changed(BarSeries series, Timestamp cut)
    {
        double factor = 1;
        int after = 0;
        return new(series.Instrument, series.Length, [.. series.Bars.Select(b =>
        {
            if (b.OpenTime < cut)
            {
                return b;
            }

            factor *= after++ % 2 == 0 ? 1.013 : 0.991;
            return new Bar(b.OpenTime, b.Open * factor, b.High * factor, b.Low * factor, b.Close * factor, (b.VolumeBase * 3) + 1);
        })]);
    }

    private static BarSeries Removed(BarSeries series, Timestamp cut) =>
        new(series.Instrument, series.Length, [.. series.Bars.Where(b => b.OpenTime < cut)]);
}
