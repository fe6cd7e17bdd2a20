using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Work;

/// <summary>When to retrain: 00:00 UTC on the first of every month, or every so many days.</summary>
/// <param name="Days">Days between trainings, counted from 1970-01-01; 0 = monthly.</param>
internal sealed record RetrainingSchedule(int Days)
{
    /// <summary>Reads <c>monthly</c>, or whole days such as <c>7d</c>.</summary>
    /// <exception cref="UsageException">The text is neither.</exception>
    public static RetrainingSchedule Parse(string text) => text == "monthly" ? new RetrainingSchedule(0)
        : Durations.Minutes(text, "--schedule") is var minutes && minutes % 1440 == 0 && minutes <= 366 * 1440
            ? new RetrainingSchedule(minutes / 1440)
            : throw new UsageException($"'{text}' is no schedule; write monthly, or 1d to 366d.", "--schedule");

    /// <summary>The latest time to retrain that is not after a time.</summary>
    public Timestamp Last(Timestamp now)
    {
        DateTimeOffset date = now.ToDateTimeOffset();
        return Days == 0 ? Timestamp.FromDate(date.Year, date.Month, 1) : Timestamp.FromMinutes(now.Minutes / (Days * 1440L) * Days * 1440L);
    }

    /// <summary>The first time to retrain after a time.</summary>
    public Timestamp Next(Timestamp now)
    {
        DateTimeOffset date = now.ToDateTimeOffset();
        return Days > 0 ? Last(now) + TimeSpan.FromDays(Days)
            : date.Month == 12 ? Timestamp.FromDate(date.Year + 1, 1, 1) : Timestamp.FromDate(date.Year, date.Month + 1, 1);
    }

    /// <summary>The version of a training: its date, so that one date has one version.</summary>
    public static string VersionOf(Timestamp at) => at.ToString()[..10].Replace("-", ".", StringComparison.Ordinal);
}
