using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Shocks in a series: the first decision at which 10-minute realized variance stands above its 30-day 0.99 quantile
/// after at least 60 minutes below it. Looks at the past only, but is used to judge: never an input of a margin.
/// </summary>
public static class ShockEvents
{
    private const int CalmMinutes = 60;

    /// <summary>Finds the shocks of a span.</summary>
    /// <param name="series">Bars from at least five days before the span.</param>
    /// <param name="stepMinutes">Spacing of decisions.</param>
    /// <param name="start">First time of interest.</param>
    /// <param name="end">End of the span, exclusive.</param>
    public static IReadOnlyList<Timestamp> Find(BarSeries series, int stepMinutes, Timestamp start, Timestamp end)
    {
        ArgumentNullException.ThrowIfNull(series);
        List<Timestamp> events = [];
        long lastAbove = long.MinValue / 2;
        MarketState state = new(series.LengthMinutes, stepMinutes);
        state.DecisionReached = at =>
        {
            if (double.IsNaN(state.Threshold) || state.Realized10 <= state.Threshold)
            {
                return;
            }

            if (at.Minutes - lastAbove > CalmMinutes && at >= start && at < end)
            {
                events.Add(at);
            }

            lastAbove = at.Minutes;
        };
        foreach (Bar bar in series.Bars)
        {
            state.Append(in bar);
        }

        return events;
    }
}
