using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Fits of surfaces and the study of wings, for machines and people.</summary>
internal static class SurfaceReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private const double HoleMinutes = 3 * 1440;
    private static readonly double[] Days = [1, 3, 10, 45, 120, double.PositiveInfinity];

    /// <summary>One JSON document of fits.</summary>
    public static string Fits(IReadOnlyList<SnapshotFit> fits, LiquidityRule rule) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-surface-fit/1",
            liquid = rule,
            total = Of(Sum(fits)),
            byDays = ByDays(fits).Select(b => new { upToDays = Finite(b.UpTo), fit = Of(b.Tally) }),
            byMonth = ByMonth(fits).Select(b => new { month = b.Month, fit = Of(b.Tally) }),
            snapshots = fits.Select(f => new
            {
                time = f.Chain.At.ToString(),
                underlying = f.Chain.Underlying,
                fit = Of(f.Tally),
                worstMiss = f.Worst.Instrument.Length == 0 ? null : (object)new { instrument = f.Worst.Instrument, halfSpreads = Finite(f.Worst.HalfSpreads) },
                model = f.Result.Fit.ToString(),
                arbitrageFree = f.Result.Surface is not null,
                rejected = f.Result.Rejected is { } r ? new { kind = r.Kind.ToString(), k = Finite(r.K), years = r.Years } : null,
                expiries = f.Expiries.Select(e => new
                {
                    expiry = e.Expiry.ToString(),
                    years = e.Years,
                    fit = Of(e.Tally),
                    smile = f.Result.Surface?.Slices.FirstOrDefault(s => s.Years == e.Years) is { } s
                        ? new { svi = s.Smile, correction = s.Correction }
                        : null,
                }),
            }),
        },
        Indented);

    /// <summary>One JSON document of the study.</summary>
    public static string Study(IReadOnlyList<SnapshotFit> fits, WingStudy study) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-surface-study/1",
            total = Of(Sum(fits)),
            holdings = study.Holdings.Count,
            rows = study.Rows().Select(r => new
            {
                right = r.Right,
                rule = r.Rule.ToString(),
                forecast = r.IsForecast,
                bareRate = r.BareRate,
                bareBreaches = r.BareBreaches,
                breaches = r.Breaches,
                shortfallPer10000 = r.Shortfall,
                avoided = new { mean = r.Avoided.Mean, lower = r.Avoided.Lower, upper = r.Avoided.Upper },
            }),
        },
        Indented);

    /// <summary>Share of liquid quotes that hold the surface, and the venue's own price, by snapshot.</summary>
    public static byte[] Picture(IReadOnlyList<SnapshotFit> fits)
    {
        ChartPanel[] panels = [.. fits.GroupBy(f => f.Chain.Underlying).Select(g => new ChartPanel(
            $"{g.Key}: liquid quotes that hold it between bid and ask, %",
            [Line("surface", g, t => t.LiquidInside), Line("venue's mark", g, t => t.LiquidMarkInside)]))];
        FitTally all = Sum(fits);
        return Encoding.UTF8.GetBytes(SvgChart.Times(
            "Surfaces between bid and ask",
            string.Create(CultureInfo.InvariantCulture, $"{Percent(all.LiquidInside, all.Liquid):F2} % of liquid quotes hold the surface, {Percent(all.LiquidMarkInside, all.Liquid):F2} % the venue's own mark."),
            panels));
    }

    /// <summary>Table of fits for people.</summary>
    public static void Table(IReadOnlyList<SnapshotFit> fits)
    {
        Table table = new Table().Title("Quotes that hold the surface between bid and ask")
            .AddColumns("of", "quoted", "inside %", "liquid", "inside %", "venue's mark inside %");
        foreach ((string name, FitTally t) in ByMonth(fits).Select(b => (b.Month, b.Tally))
            .Concat(ByDays(fits).Select(b => (double.IsInfinity(b.UpTo) ? "later" : $"to {b.UpTo:F0} d", b.Tally))).Append(("all", Sum(fits))))
        {
            table.AddRow(name, N(t.Quotes), P(t.Inside, t.Quotes), N(t.Liquid), P(t.LiquidInside, t.Liquid), P(t.LiquidMarkInside, t.Liquid));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{fits.Count} surfaces; free of arbitrage: {fits.Count(f => f.Result.Surface is not null)}; fallen back to SSVI: {fits.Count(f => f.Result.Fit == SurfaceFit.Ssvi)}.");
    }

    /// <summary>Table of the study for people.</summary>
    public static void Table(WingStudy study)
    {
        Table table = new Table().Title($"{study.Holdings.Count} short 10-delta options over the next snapshot, all rules at the same average margin")
            .AddColumns("right", "valued", "forecast", "bare rate %", "bare breaches", "breaches", "shortfall per 10,000", "avoided, 95 %");
        foreach (WingRow r in study.Rows())
        {
            table.AddRow(
                r.Right, r.Rule.ToString(), r.IsForecast ? "yes" : "no", F(100 * r.BareRate), N(r.BareBreaches), N(r.Breaches), F(r.Shortfall),
                $"{F(r.Avoided.Mean)} ({F(r.Avoided.Lower)} … {F(r.Avoided.Upper)})");
        }

        AnsiConsole.Write(table);
    }

    private static IEnumerable<(double UpTo, FitTally Tally)> ByDays(IReadOnlyList<SnapshotFit> fits) => Days.Select((to, i) => (to, fits
        .SelectMany(f => f.Expiries).Where(e => e.Years * 365 < to && (i == 0 || e.Years * 365 >= Days[i - 1]))
        .Aggregate(default(FitTally), (sum, e) => sum + e.Tally)));

    private static IEnumerable<(string Month, FitTally Tally)> ByMonth(IReadOnlyList<SnapshotFit> fits) =>
        fits.GroupBy(f => f.Chain.At.ToString()[..7]).Select(g => (g.Key, Sum(g)));

    private static FitTally Sum(IEnumerable<SnapshotFit> fits) => fits.Aggregate(default(FitTally), (sum, f) => sum + f.Tally);

    private static object Of(FitTally t) => new
    {
        quotes = t.Quotes,
        insideShare = Share(t.Inside, t.Quotes),
        liquid = t.Liquid,
        liquidInsideShare = Share(t.LiquidInside, t.Liquid),
        liquidMarkInsideShare = Share(t.LiquidMarkInside, t.Liquid),
    };

    // A hole of more than three days stays one.
    private static ChartLine Line(string name, IEnumerable<SnapshotFit> fits, Func<FitTally, int> inside)
    {
        List<double> x = [], y = [];
        foreach (SnapshotFit f in fits)
        {
            double minutes = f.Chain.At.Nanoseconds / (double)Core.Timestamp.NanosecondsPerMinute;
            if (x.Count > 0 && minutes - x[^1] > HoleMinutes)
            {
                x.Add(x[^1] + 1);
                y.Add(double.NaN);
            }

            x.Add(minutes);
            y.Add(f.Tally.Liquid > 0 ? Percent(inside(f.Tally), f.Tally.Liquid) : double.NaN);
        }

        return new(name, x, y);
    }

    private static double? Share(int part, int whole) => whole > 0 ? (double)part / whole : null;

    private static double Percent(int part, int whole) => 100.0 * part / whole;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string P(int part, int whole) => whole > 0 ? F(Percent(part, whole)) : "";

    private static string N(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string F(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
