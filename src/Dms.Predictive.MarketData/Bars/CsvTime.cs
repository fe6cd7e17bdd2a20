using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>UTC times in CSV fields: <c>2019-01-01T00:05:00Z</c>, with decimals of a second, or a date alone.</summary>
internal static class CsvTime
{
    // Two times of this span differ by less than 292 years, so that their difference fits in nanoseconds.
    private const int FirstYear = 1900;
    private const int LastYear = 2189;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    /// <summary>Reads a time in the years 1900 to 2189; false when the text is not one, or has no zone.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        if (text.Length < 10 || text[4] != (byte)'-' || text[7] != (byte)'-'
            || !TryDays(Number(text[..4]), Number(text[5..7]), Number(text[8..10]), out long days))
        {
            return false;
        }

        long nanoseconds = 0;
        if (text.Length > 10 && !TryClock(text[10..], out nanoseconds))
        {
            return false;
        }

        time = new Timestamp((days * 86_400 * NanosecondsPerSecond) + nanoseconds);
        return true;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (text.Length < 10 || text[0] != (byte)'T' || text[3] != (byte)':' || text[6] != (byte)':'
            || text[^1] != (byte)'Z')
        {
            return false;
        }

        int hour = Number(text[1..3]);
        int minute = Number(text[4..6]);
        int second = Number(text[7..9]);
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        int fraction = 0;
        if (text.Length > 10 && !TryFraction(text[9..^1], out fraction))
        {
            return false;
        }

        nanoseconds = ((((hour * 60L) + minute) * 60) + second) * NanosecondsPerSecond + fraction;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (text.Length is < 2 or > 10 || text[0] != (byte)'.')
        {
            return false;
        }

        int value = Number(text[1..]);
        for (int digits = text.Length - 1; digits < 9; digits++)
        {
            value *= value < 0 ? 1 : 10;
        }

        nanoseconds = value;
        return value >= 0;
    }

    /// <summary>The digits as a number, at most nine of them; −1 when there is anything else.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            value = (value * 10) + (b - '0');
        }

        return value;
    }

    private static bool TryDays(int year, int month, int day, out long days)
    {
        days = 0;
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1)
        {
            return false;
        }

        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int length = month == 2 ? 28 + (leap ? 1 : 0) : 30 + ((month + (month / 8)) & 1);
        int before = year - 1;
        long sinceYearOne = (before * 365L) + (before / 4) - (before / 100) + (before / 400)
                            + DaysBeforeMonth[month - 1] + (leap && month > 2 ? 1 : 0) + day - 1;
        days = sinceYearOne - 719_162;
        return day <= length;
    }
}
