using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Work;

/// <summary>The test span of a run when the command line leaves it open.</summary>
internal static class TestSpan
{
    private const double TrainingShare = 0.6;
    private const int Minutes31Days = 31 * 1440;

    /// <summary>From the first of the month 31 days after 60 % of the data, to the end of the data.</summary>
    /// <param name="series">Bars.</param>
    /// <param name="start">Start as given, or null.</param>
    /// <param name="end">End as given, exclusive, or null.</param>
    public static (Timestamp Start, Timestamp End) Of(BarSeries series, Timestamp? start, Timestamp? end)
    {
        long first = series.Bars[0].OpenTime.Minutes;
        long last = series.Bars[^1].OpenTime.Minutes;
        DateTimeOffset date = Timestamp.FromMinutes(first + (long)((last - first) * TrainingShare) + Minutes31Days).ToDateTimeOffset();
        return (start ?? Timestamp.FromDate(date.Year, date.Month, 1), end ?? Timestamp.FromMinutes(last + 1));
    }
}
