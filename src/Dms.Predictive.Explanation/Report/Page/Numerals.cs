using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Numbers and times as text for readers: invariant, a true minus sign, never −0, no-break before units.</summary>
internal static class Numerals
{
    internal const char Minus = '\u2212';
    internal const char NoBreak = '\u00A0';

    /// <summary>Fixed digits with thousands separators.</summary>
    internal static string Fixed(double value, int digits)
    {
        double rounded = Math.Round(value, digits, MidpointRounding.ToEven);
        string text = Math.Abs(rounded).ToString("N" + digits, CultureInfo.InvariantCulture);
        return rounded < 0 ? Minus + text : text;
    }

    /// <summary>Money with the digits of its quantum.</summary>
    internal static string Money(decimal value, int digits)
    {
        decimal rounded = Math.Round(value, digits, MidpointRounding.ToEven);
        string text = Math.Abs(rounded).ToString("N" + digits, CultureInfo.InvariantCulture);
        return rounded < 0 ? Minus + text : text;
    }

    /// <summary>Money with a sign that is always there, except for zero.</summary>
    internal static string SignedMoney(decimal value, int digits) =>
        Math.Round(value, digits, MidpointRounding.ToEven) > 0 ? "+" + Money(value, digits) : Money(value, digits);

    /// <summary>A fraction as percent: 0.034 reads "3.4 %".</summary>
    internal static string Percent(double fraction, int digits) => Fixed(fraction * 100, digits) + NoBreak + "%";

    /// <summary>Percent with a sign that is always there, except for zero.</summary>
    internal static string SignedPercent(double fraction, int digits) =>
        Math.Round(fraction * 100, digits) > 0 ? "+" + Percent(fraction, digits) : Percent(fraction, digits);

    /// <summary>About three significant digits, in plain notation where that is readable.</summary>
    internal static string Short(double value)
    {
        double size = Math.Abs(value);
        if (size == 0 || Math.Floor(size) == size && size < 1e9)
        {
            return Fixed(value, 0);
        }

        if (size is < 1e-4 or >= 1e9)
        {
            string text = size.ToString("0.##E+0", CultureInfo.InvariantCulture);
            return value < 0 ? Minus + text : text;
        }

        int digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return Fixed(value, digits);
    }

    /// <summary>Digits after the point that an amount of money needs: its scale, from 0 to 8.</summary>
    internal static int Digits(decimal amount) => Math.Clamp((int)amount.Scale, 0, 8);

    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    internal static string ClockTime(Timestamp time) => Time(time, "HH:mm");

    internal static string Date(Timestamp time) => Time(time, "yyyy-MM-dd");

    internal static string DateTime(Timestamp time) => Time(time, "yyyy-MM-dd HH:mm");

    internal static string Time(Timestamp time, string format) =>
        time.ToDateTimeOffset().ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Minutes in the unit a reader thinks in: "14 min", "2.1 h", "3 days".</summary>
    internal static string Span(double minutes)
    {
        double size = Math.Abs(minutes);
        return size < 120 ? Short(Math.Round(minutes, size < 10 ? 1 : 0)) + NoBreak + "min"
            : size < 2880 ? Fixed(minutes / 60, 1) + NoBreak + "h"
            : Fixed(minutes / 1440, 1) + NoBreak + "days";
    }

    internal static string Span(TimeSpan span) => Span(span.TotalMinutes);

    /// <summary>A p-value: three digits, or "&lt; 0.001".</summary>
    internal static string Probability(double p) => p < 0.001 ? "<" + NoBreak + "0.001" : Fixed(p, 3);

    internal static string Plural(long count, string one, string many) => Count(count) + " " + (count == 1 ? one : many);
}
