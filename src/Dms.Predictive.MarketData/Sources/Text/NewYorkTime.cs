using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// New York's clock by its rules since 1987, without the machine's zone tables, so that a replay is the same
/// everywhere. A local time that comes twice in autumn is the first of the two.
/// </summary>
internal static class NewYorkTime
{
    private const int FirstYear = 1987;
    private static readonly TimeSpan Winter = TimeSpan.FromHours(5);
    private static readonly TimeSpan Summer = TimeSpan.FromHours(4);

    /// <summary>UTC of a local time; false before 1987.</summary>
    public static bool TryToUtc(Timestamp local, out Timestamp utc)
    {
        DateTime time = local.ToDateTimeOffset().UtcDateTime;
        bool summer = time >= Begin(time.Year) && time < End(time.Year);
        utc = local + (summer ? Summer : Winter);
        return time.Year >= FirstYear;
    }

    private static DateTime Begin(int year) =>
        year >= 2007 ? Sunday(year, 3, 8) : Sunday(year, 4, 1);

    private static DateTime End(int year) =>
        year >= 2007 ? Sunday(year, 11, 1) : Sunday(year, 10, 25);

    // The first Sunday on or after a day of a month, two o'clock.
    private static DateTime Sunday(int year, int month, int day)
    {
        DateTime first = new(year, month, day, 2, 0, 0, DateTimeKind.Utc);
        return first.AddDays((7 - (int)first.DayOfWeek) % 7);
    }
}
