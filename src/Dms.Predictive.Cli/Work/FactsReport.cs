using System.Globalization;
using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Stylised facts as a table with their targets, and as a picture.</summary>
internal static class FactsReport
{
    private const int MostDrawn = 4;

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

    /// <summary>Draws decay, time of day and signature of the first four markets.</summary>
    public static string Draw(IReadOnlyList<(string Name, StylizedFacts Facts)> all)
    {
        (string Name, StylizedFacts Facts)[] drawn = [.. all.Take(MostDrawn)];
        return SvgChart.Lines(
            "Stylised facts of the simulated market", "Simulated beside recorded 1-minute bars.", "see panel titles",
            [
                Panel("log10 of ACF of |r| at 1 to 1,440 minutes; x: 24 · log10(lag) / 3.16", drawn,
                    [.. StylizedFacts.Lags.Select(l => 24 * Math.Log10(l) / Math.Log10(1440))],
                    f => [.. f.AbsoluteCorrelation.Select(a => a > 0 ? Math.Log10(a) : double.NaN)]),
                Panel("mean |r| by UTC hour over the day's mean; x: hour", drawn,
                    [.. Enumerable.Range(0, 24).Select(h => (double)h)], f => f.DayProfile),
                Panel("signature: variance sampled every x minutes over that of 30; x: 0.4 · interval", drawn,
                    [.. StylizedFacts.Intervals.Select(i => 0.4 * i)],
                    f => [.. f.Signature.Select(v => v / f.Signature[6])]),
            ]);
    }

    private static ChartPanel Panel(
        string title, (string Name, StylizedFacts Facts)[] all, double[] x, Func<StylizedFacts, IReadOnlyList<double>> y) =>
        new(title, [.. all.Select(a => new ChartLine(a.Name, x, y(a.Facts)))]);

    private static string Text(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
