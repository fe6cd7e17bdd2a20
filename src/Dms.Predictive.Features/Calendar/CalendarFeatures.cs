using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Calendar;

/// <summary>Where the decision stands in the day, the week and the venue's calendar; needs no market data.</summary>
internal sealed class CalendarFeatures : IFeatureFamily
{
    private const int Day = 1440;
    private const int Week = 7 * Day;
    private const int FundingPeriod = 480;
    /// <summary>Friday 08:00 UTC in minutes after the epoch's Thursday midnight.</summary>
    private const int OptionExpiryMinute = Day + 480;

    public IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        Make("day_sin_1", "[-1, 1]", "sin(2π·minute of day/1440)"),
        Make("day_cos_1", "[-1, 1]", "cos(2π·minute of day/1440)"),
        Make("day_sin_2", "[-1, 1]", "sin(4π·minute of day/1440)"),
        Make("day_cos_2", "[-1, 1]", "cos(4π·minute of day/1440)"),
        Make("minute_of_hour", "min", "minute of the hour"),
        Make("day_of_week", "day", "0 = Monday … 6 = Sunday"),
        Make("minutes_to_funding", "min", "minutes to the next 00, 08 or 16 h UTC"),
        Make("minutes_to_expiry", "min", "minutes to the next Friday 08:00 UTC"),
        Make("minutes_to_month_end", "min", "minutes to the first of next month, UTC"),
        Make("us_session", "flag", "1 from 13:30 to 20:00 UTC on weekdays"),
        Make("asian_session", "flag", "1 from 00:00 to 08:00 UTC"),
    ];

    public void Append(in GridBar bar)
    {
        // Time is read from the decision, not from bars.
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        long minute = asOf.Minutes;
        int ofDay = asOf.MinuteOfDay;
        int weekday = (int)((((minute / Day) + 3) % 7 + 7) % 7);
        double angle = 2 * Math.PI * ofDay / Day;
        values[0] = Math.Sin(angle);
        values[1] = Math.Cos(angle);
        values[2] = Math.Sin(2 * angle);
        values[3] = Math.Cos(2 * angle);
        values[4] = ofDay % 60;
        values[5] = weekday;
        values[6] = FundingPeriod - (ofDay % FundingPeriod);
        values[7] = Week - ((((minute - OptionExpiryMinute) % Week) + Week) % Week);
        DateTimeOffset date = asOf.ToDateTimeOffset();
        values[8] = ((DateTime.DaysInMonth(date.Year, date.Month) - date.Day + 1) * Day) - ofDay;
        values[9] = weekday < 5 && ofDay is >= 810 and < 1200 ? 1 : 0;
        values[10] = ofDay < 480 ? 1 : 0;
    }

    private static FeatureDefinition Make(string name, string unit, string formula) => new(name, unit, "time", formula, 0);
}
