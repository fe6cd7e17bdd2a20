using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>The level of realized variance below which a market counts as calm: the 0.90 quantile at the decision
/// times of the trailing 30 days, the newest included; NaN before 5 days.</summary>
internal static class CalmLevels
{
    private const double Level = 0.90;
    private const int Day = 1440;

    /// <summary>Levels of all decisions, in percent².</summary>
    public static double[] Of(DecisionTable table)
    {
        int longest = 30 * Day / table.StepMinutes;
        int shortest = 5 * Day / table.StepMinutes;
        List<double> ordered = new(longest + 1);
        double[] levels = new double[table.Count];
        for (int d = 0; d < table.Count; d++)
        {
            if (d >= longest)
            {
                ordered.RemoveAt(ordered.BinarySearch(table.Realized10[d - longest]));
            }

            int at = ordered.BinarySearch(table.Realized10[d]);
            ordered.Insert(at < 0 ? ~at : at, table.Realized10[d]);
            levels[d] = ordered.Count < shortest
                ? double.NaN
                : Quantile.OfOrdered(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ordered), Level);
        }

        return levels;
    }
}
