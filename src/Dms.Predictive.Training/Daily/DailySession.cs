using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>A trading day of a market that closes.</summary>
/// <param name="Date">Local date.</param>
/// <param name="Close">Last price.</param>
/// <param name="Return">ln close over the close of the day before.</param>
/// <param name="Variance">Realized variance from close to close: the overnight return squared and the squared returns of the day's bars.</param>
public sealed record DailySession(DateOnly Date, double Close, double Return, double Variance)
{
    /// <summary>Cuts bars into days; the first day has no close before it and is left out.</summary>
    /// <param name="bars">Local start, open and close of each bar, in order; prices &gt; 0.</param>
    public static IReadOnlyList<DailySession> Of(IEnumerable<(DateTime Start, double Open, double Close)> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        List<DailySession> sessions = [];
        double before = double.NaN;
        foreach (IGrouping<DateOnly, (DateTime Start, double Open, double Close)> day in bars.GroupBy(b => DateOnly.FromDateTime(b.Start)))
        {
            double last = day.First().Open, variance = Squared(last / before);
            foreach ((_, _, double close) in day)
            {
                variance += Squared(close / last);
                last = close;
            }

            if (!double.IsNaN(before))
            {
                sessions.Add(new DailySession(day.Key, last, PinnedMath.Log(last / before), variance));
            }

            before = last;
        }

        return sessions;
    }

    private static double Squared(double growth)
    {
        double r = PinnedMath.Log(growth);
        return r * r;
    }
}
