using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Time of day and day of week as further regressors of a heterogeneous autoregression.</summary>
public static class CalendarRegressors
{
    /// <summary>Numbers per period: two Fourier pairs of the minute of day, six day dummies.</summary>
    public const int Count = 10;

    private const int DayMinutes = 1440;

    /// <summary>Regressors of the period that a forecast is for.</summary>
    /// <param name="time">Start of that period, UTC: known when the forecast is made.</param>
    /// <returns>sin and cos of one and of two turns a day; then 1 on Tuesday … Sunday, all 0 on Monday.</returns>
    public static double[] Of(Timestamp time)
    {
        double[] values = new double[Count];
        for (int pair = 1; pair <= 2; pair++)
        {
            double angle = 2 * Math.PI * pair * time.MinuteOfDay / DayMinutes;
            (values[(2 * pair) - 2], values[(2 * pair) - 1]) = Math.SinCos(angle);
        }

        // 1970-01-01 was a Thursday.
        long days = (time.Minutes - time.MinuteOfDay) / DayMinutes;
        int sinceMonday = (int)((((days + 3) % 7) + 7) % 7);
        if (sinceMonday > 0)
        {
            values[3 + sinceMonday] = 1;
        }

        return values;
    }
}
