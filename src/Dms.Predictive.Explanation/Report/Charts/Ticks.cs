using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>A tick: where, and what it says.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Round numbers and round times inside a range.</summary>
internal static class Ticks
{
    private static readonly double[] MinuteSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];

    /// <summary>A round step that gives at most <paramref name="count"/> intervals over the range.</summary>
    internal static double Step(double range, int count)
    {
        double raw = range / Math.Max(1, count);
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double unit = raw / power;
        return power * (unit <= 1.0000001 ? 1 : unit <= 2 ? 2 : unit <= 2.5 ? 2.5 : unit <= 5 ? 5 : 10);
    }

    /// <summary>Digits after the point that a step needs.</summary>
    internal static int Digits(double step)
    {
        int digits = 0;
        while (digits < 8 && Math.Abs((step * Math.Pow(10, digits)) - Math.Round(step * Math.Pow(10, digits))) > 1e-6)
        {
            digits++;
        }

        return digits;
    }

    /// <summary>Ticks of numbers, the range's ends included when they are round.</summary>
    internal static IReadOnlyList<Tick> Linear(ValueRange range, int count)
    {
        double step = Step(range.Length, count);
        int digits = Digits(step);
        List<Tick> ticks = [];
        for (double k = Math.Ceiling((range.Low / step) - 1e-9); k * step <= range.High + (step * 1e-9); k++)
        {
            ticks.Add(new(k * step, Numerals.Fixed(k * step, digits)));
        }

        return ticks;
    }

    /// <summary>Ticks of times; the range is in minutes since the epoch.</summary>
    internal static IReadOnlyList<Tick> Time(ValueRange minutes, int count)
    {
        double wanted = minutes.Length / Math.Max(1, count);
        double step = MinuteSteps.FirstOrDefault(s => s >= wanted);
        return step > 0 ? Minutes(minutes, step) : Months(minutes, count);
    }

    private static List<Tick> Minutes(ValueRange range, double step)
    {
        string format = step < 1440 ? "HH:mm" : "d MMM";
        List<Tick> ticks = [];
        for (double k = Math.Ceiling(range.Low / step); k * step <= range.High; k++)
        {
            Timestamp time = Timestamp.FromMinutes((long)(k * step));
            string label = step < 1440 && range.Length > 1440 && time.MinuteOfDay == 0 ? "d MMM" : format;
            ticks.Add(new(k * step, Numerals.Time(time, label)));
        }

        return ticks;
    }

    private static List<Tick> Months(ValueRange range, int count)
    {
        int step = MonthSteps.FirstOrDefault(s => range.Length / (30.4 * 1440 * s) <= count, MonthSteps[^1]);
        DateTimeOffset first = Timestamp.FromMinutes((long)range.Low).ToDateTimeOffset();
        List<Tick> ticks = [];
        for (int month = first.Year * 12 / step * step; ; month += step)
        {
            Timestamp time = Timestamp.FromDate(month / 12, (month % 12) + 1, 1);
            if (time.Minutes > range.High)
            {
                return ticks;
            }

            if (time.Minutes >= range.Low)
            {
                ticks.Add(new(time.Minutes, Label(time, step)));
            }
        }
    }

    private static string Label(Timestamp time, int step) =>
        step >= 12 ? Numerals.Time(time, "yyyy")
        : time.ToDateTimeOffset().Month == 1 ? Numerals.Time(time, "MMM yyyy")
        : time.ToDateTimeOffset().ToString("MMM", CultureInfo.InvariantCulture);
}

/// <summary>A range of values, low to high.</summary>
internal readonly record struct ValueRange(double Low, double High)
{
    internal double Length => High - Low;

    /// <summary>The range of the finite values; [0, 1] when there are none, widened when all are alike.</summary>
    internal static ValueRange Of(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return low > high ? new(0, 1) : low == high ? new(low - Margin(low), high + Margin(low)) : new(low, high);
    }

    internal ValueRange Including(double value) => new(Math.Min(Low, value), Math.Max(High, value));

    /// <summary>Widened to round numbers.</summary>
    internal ValueRange Rounded(int count)
    {
        double step = Ticks.Step(Length, count);
        return new(Math.Floor((Low / step) + 1e-9) * step, Math.Ceiling((High / step) - 1e-9) * step);
    }

    /// <summary>Maps a value onto [0, 1].</summary>
    internal double Share(double value) => (value - Low) / Length;

    private static double Margin(double value) => value == 0 ? 1 : Math.Abs(value) * 0.1;
}
