using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Daily histories of factors from bars files, over the days that all of them have.</summary>
internal static class FactorFiles
{
    private const int MinutesPerDay = 1440;
    private const int VolatilityDays = 20;
    private const double YearDays = 365;

    /// <summary>Reads <c>class/bucket/factor=file</c> arguments; several files of one factor are joined.</summary>
    /// <param name="arguments">At least one.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>Log returns from close to close of UTC days, and changes of the volatility of 20 such returns, annualized
    /// over 365 days.</returns>
    /// <exception cref="UsageException">An argument has another form, or fewer than 22 days are common to all.</exception>
    public static IReadOnlyList<FactorHistory> Load(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        (string Class, string Bucket, string Factor, SortedDictionary<long, double> Closes)[] factors =
        [
            .. arguments.Select(Parse).GroupBy(a => a.Name, StringComparer.Ordinal).Select(g =>
            {
                string[] parts = g.Key.Split('/');
                return (parts[0], parts[1], parts[2], ClosesOf([.. g.Select(a => a.File)], ct));
            }),
        ];
        long[] days = [.. factors[0].Closes.Keys.Where(d => factors.All(f => f.Closes.ContainsKey(d)))];
        return days.Length > VolatilityDays + 1
            ? [.. factors.Select(f => HistoryOf(f.Class, f.Bucket, f.Factor, [.. days.Select(d => f.Closes[d])]))]
            : throw new UsageException(
                $"The files have {days.Length} days in common; needed are {VolatilityDays + 2}.", "--factor");
    }

    private static (string Name, string File) Parse(string argument)
    {
        int cut = argument.IndexOf('=', StringComparison.Ordinal);
        string[] parts = cut < 0 ? [] : argument[..cut].Split('/');
        return parts.Length == 3 && parts.All(p => p.Trim().Length > 0) && cut < argument.Length - 1
            ? (argument[..cut], argument[(cut + 1)..])
            : throw new UsageException(
                $"Found '{argument}'; allowed is class/bucket/factor=file, such as crypto/major/BTC=btc.csv.gz.", "--factor");
    }

    private static SortedDictionary<long, double> ClosesOf(string[] files, CancellationToken ct)
    {
        BarSeries series = BarFiles.Load(files, ct).Series;
        SortedDictionary<long, double> closes = [];
        foreach (Bar bar in series.Bars)
        {
            closes[bar.OpenTime.Minutes / MinutesPerDay] = bar.Close;
        }

        return closes;
    }

    private static FactorHistory HistoryOf(string riskClass, string bucket, string factor, double[] closes)
    {
        double[] returns = [.. closes.Zip(closes.Skip(1), (a, b) => PinnedMath.Log(b / a))];
        double[] volatilities =
        [
            .. Enumerable.Range(0, returns.Length - VolatilityDays + 1)
                .Select(i => VolatilityOf(returns.AsSpan(i, VolatilityDays))),
        ];
        return new(riskClass, bucket, factor, returns[VolatilityDays..])
        {
            DailyVolatilityChanges = [.. volatilities.Zip(volatilities.Skip(1), (a, b) => b - a)],
        };
    }

    private static double VolatilityOf(ReadOnlySpan<double> returns)
    {
        double squares = 0;
        foreach (double r in returns)
        {
            squares += r * r;
        }

        return Math.Sqrt(squares / returns.Length * YearDays);
    }
}
