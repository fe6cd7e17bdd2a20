using System.Globalization;

namespace Dms.Predictive.Core;

/// <summary>A point in time: UTC nanoseconds since 1970-01-01T00:00:00Z. <c>default</c> is that instant.</summary>
/// <param name="Nanoseconds">Nanoseconds since the Unix epoch; years 1678 to 2262.</param>
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    /// <summary>Nanoseconds in one minute.</summary>
    public const long NanosecondsPerMinute = 60_000_000_000L;

    private const long NanosecondsPerTick = 100;

    /// <summary>Whole minutes since the epoch, rounded toward the past.</summary>
    public long Minutes => Math.DivRem(Nanoseconds, NanosecondsPerMinute) is var (q, r) && r < 0 ? q - 1 : q;

    /// <summary>Minute of the UTC day, 0 to 1439.</summary>
    public int MinuteOfDay => (int)(((Minutes % 1440) + 1440) % 1440);

    /// <summary>Makes a time from whole minutes since the epoch.</summary>
    public static Timestamp FromMinutes(long minutes) => new(minutes * NanosecondsPerMinute);

    /// <summary>Makes a time from a UTC calendar date at midnight.</summary>
    public static Timestamp FromDate(int year, int month, int day) =>
        From(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Converts at the edges, where other libraries speak <see cref="DateTimeOffset"/>.</summary>
    public static Timestamp From(DateTimeOffset value) =>
        new((value.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick);

    /// <summary>Converts at the edges; nanoseconds below 100 are cut.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        new(DateTime.UnixEpoch.Ticks + (Nanoseconds / NanosecondsPerTick), TimeSpan.Zero);

    /// <summary>Reads ISO-8601 UTC such as <c>2019-01-01T00:05:00Z</c>; the zone must be <c>Z</c>.</summary>
    /// <exception cref="FormatException">The text is not such a time.</exception>
    public static Timestamp Parse(string text) => TryParse(text, out Timestamp value)
        ? value
        : throw new FormatException($"'{text}' is not a UTC time; write it as 2019-01-01T00:05:00Z.");

    /// <summary>Reads ISO-8601 UTC: a date, or a date and time that ends in <c>Z</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp value)
    {
        value = default;
        bool dateOnly = text.Length == 10;
        if (!dateOnly && (text.Length < 17 || text[^1] != 'Z' || text[10] != 'T'))
        {
            return false;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset parsed))
        {
            return false;
        }

        value = From(parsed);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Time later by <paramref name="span"/>.</summary>
    public static Timestamp operator +(Timestamp time, TimeSpan span) =>
        new(time.Nanoseconds + (span.Ticks * NanosecondsPerTick));

    /// <summary>Time earlier by <paramref name="span"/>.</summary>
    public static Timestamp operator -(Timestamp time, TimeSpan span) =>
        new(time.Nanoseconds - (span.Ticks * NanosecondsPerTick));

    /// <summary>Span from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static TimeSpan operator -(Timestamp left, Timestamp right) =>
        new((left.Nanoseconds - right.Nanoseconds) / NanosecondsPerTick);

    /// <summary>Whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> is later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> is not later.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>ISO-8601 UTC, seconds unless the time has a finer part: <c>2019-01-01T00:05:00Z</c>.</summary>
    public override string ToString() => ToDateTimeOffset().ToString(
        Nanoseconds % 1_000_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
        CultureInfo.InvariantCulture);
}
