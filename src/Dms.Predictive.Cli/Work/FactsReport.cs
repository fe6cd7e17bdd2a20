using System.Globalization;
using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Stylised facts as a table with their targets, and as a picture.</summary>
internal static class FactsReport
{
    private const int MostDrawn = 4;
    private const double LeastDrawn = 0.002;

    /// <summary>Writes the table: one column per market.</summary>
    public static void Table(IReadOnlyList<(string Name, StylizedFacts Facts)> all, TextWriter output)
    {
        TextTable table = new(["fact", "target", .. all.Select(a => ">" + a.Name)]);
        void Row(string fact, string target, Func<StylizedFacts, double> of, string format = "0.000") =>
            table.Add([fact, target, .. all.Select(a => Text(of(a.Facts), format))]);
        Row("bars", "", f => f.Bars, "0");
        Row("kurtosis of 1-minute returns", "10 to 60", f => f.Kurtosis, "0.0");
        Row("Hill tail index", "2.5 to 4.5", f => f.Hill, "0.00");
        Row("ACF of r, lag 1", "", f => f.ReturnCorrelation[0]);
        Row("ACF of r, lag 2", "near 0", f => f.ReturnCorrelation[1]);
        Row("largest |ACF of r|, lags 3 to 10", "near 0", f => f.ReturnCorrelation.Skip(2).Max(Math.Abs));
        Row("ACF of |r|, 10 min", "", f => f.AbsoluteCorrelation[3]);
        Row("ACF of |r|, 1 h", "0.05 to 0.25", f => f.AbsoluteCorrelation[6]);
        Row("ACF of |r|, 1 day", "", f => f.AbsoluteCorrelation[11]);
        Row("decay exponent of ACF of |r|", "power law", f => f.DecayExponent, "0.00");
        Row("leverage, r with r² of next 10 min", "below 0", f => f.Leverage);
        Row("volume-volatility, 30 min", "above 0.4", f => f.VolumeVolatility, "0.00");
        Row("spread-volatility, 30 min", "above 0.3", f => f.SpreadVolatility, "0.00");
        Row("busiest over calmest hour, |r|", "", f => f.DayProfile.Max() / f.DayProfile.Min(), "0.00");
        Row("variance at 1 min over 30 min", "near 1", f => f.Signature[0] / f.Signature[6], "0.00");
        Row("share of zero returns", "", f => f.ZeroReturns);
        Row("skewness of ln depth", "near 0", f => f.LogDepthSkewness, "0.00");
        Row("kurtosis of ln depth", "near 3", f => f.LogDepthKurtosis, "0.0");
        Row("median spread, bps", "", f => f.MedianSpreadBps, "0.00");
        Row("median trades a minute", "", f => f.MedianTrades, "0");
        table.WriteTo(output);
    }

    /// <summary>Draws decay, time of day and signature of the first four markets, a picture each.</summary>
    public static IReadOnlyList<(string Name, string Svg)> Draw(IReadOnlyList<(string Name, StylizedFacts Facts)> all)
    {
        (string Name, StylizedFacts Facts)[] drawn = [.. all.Take(MostDrawn)];
        return
        [
            ("facts-decay.svg", Chart("Memory of volatility: log10 of the autocorrelation of |r|", "log10 of the lag in minutes",
                Lines(drawn, [.. StylizedFacts.Lags.Select(l => Math.Log10(l))],
                f => [.. f.AbsoluteCorrelation.Select(a => Math.Log10(Math.Max(LeastDrawn, a)))]))),
            ("facts-day.svg", Chart("Mean |r| of each hour over the mean of the day", "UTC hour",
                Lines(drawn, [.. Enumerable.Range(0, 24).Select(h => (double)h)], f => f.DayProfile))),
            ("facts-signature.svg", Chart("Signature: variance by sampling interval over that at 30 minutes", "interval, minutes",
                Lines(drawn, [.. StylizedFacts.Intervals.Select(i => (double)i)], f => [.. f.Signature.Select(v => v / f.Signature[6])]))),
        ];
    }

    private static string Chart(string title, string axis, IEnumerable<ChartLine> lines) =>
        SvgChart.Lines(
            title, "Simulated beside recorded 1-minute bars.", axis, [new ChartPanel(title, [.. lines])]);

    private static IEnumerable<ChartLine> Lines(
        (string Name, StylizedFacts Facts)[] all, double[] x, Func<StylizedFacts, IReadOnlyList<double>> y) =>
        all.Select(a => new ChartLine(a.Name, x, y(a.Facts)));

    private static string Text(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
