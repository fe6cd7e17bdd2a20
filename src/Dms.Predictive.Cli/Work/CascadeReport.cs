using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Says what the laboratory showed: JSON for machines, tables for people.</summary>
internal static class CascadeReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly (string Name, Func<CascadeOutcome, double> Of)[] Measures =
    [
        ("badDebt", o => o.BadDebt),
        ("badDebtPerOpenInterest", o => o.BadDebt / o.OpenInterest),
        ("liquidations", o => o.Liquidations),
        ("overshoot", o => o.Overshoot),
        ("openInterest", o => o.OpenInterest),
    ];

    /// <summary>The report as one JSON document; the same plan gives the same bytes.</summary>
    public static string Json(CascadeComparison c) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-cascade/1",
            firstSeed = c.Plan.FirstSeed,
            seeds = c.Plan.Seeds,
            trainingSeeds = c.Plan.TrainingSeeds,
            minutes = c.Plan.Settings.Minutes,
            matchedAverageRate = c.Plan.AverageRate,
            adversariesPerKind = c.Plan.AdversariesPerKind,
            market = Facts(StylizedFacts.Of(c.Rows[0].Plain)),
            rules = c.Rows.Select(r => new
            {
                rule = r.Rule.Name,
                setting = r.Rule.Setting,
                scale = r.Rule.Scale,
                training = new { averageRate = r.Rule.TrainingRate, badDebt = r.Rule.TrainingBadDebt },
                plain = Row(r.Plain),
                withAdversaries = r.WithAdversaries.Count == 0 ? null : Row(r.WithAdversaries),
            }),
            forecastAgainst = Measures.Select(m => new
            {
                measure = m.Name,
                plain = c.Against(m.Of).Select(Difference),
                withAdversaries = c.Plan.AdversariesPerKind == 0 ? null : c.Against(m.Of, hostile: true).Select(Difference),
            }),
        },
        Indented);

    /// <summary>Tables for people.</summary>
    public static void Table(CascadeComparison c)
    {
        StylizedFacts f = StylizedFacts.Of(c.Rows[0].Plain);
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Market under static margin: volatility {100 * f.Volatility:F0} % a year, kurtosis {f.Kurtosis:F1} (hours {f.HourKurtosis:F1}), tail index {f.TailIndex:F1}, autocorrelation of |r| {f.AbsoluteCorrelation[0]:F2} / {f.AbsoluteCorrelation[1]:F2} / {f.AbsoluteCorrelation[2]:F2} at 1 / 10 / 60 min, of r {f.ReturnCorrelation:F2}; leverage {string.Join(" / ", f.Leverage.Select(l => l.ToString("F1", CultureInfo.InvariantCulture)))} (5 / 50 / 95 %)."));
        Rules("Rules on the compared seeds, mean per seed", c.Rows, r => r.Plain);
        Differences(c, hostile: false);
        if (c.Plan.AdversariesPerKind > 0)
        {
            Rules("The same with adversaries", c.Rows, r => r.WithAdversaries);
            Adversaries(c);
            Differences(c, hostile: true);
        }
    }

    private static void Rules(string title, IReadOnlyList<CascadeRow> rows, Func<CascadeRow, IReadOnlyList<CascadeOutcome>> of)
    {
        Table table = new Table().Title(title)
            .AddColumns("rule", "setting", "average margin %", "by open interest %", "bad debt", "uninsured", "liquidations", "forced notional", "overshoot %", "open interest");
        foreach (CascadeRow r in rows)
        {
            IReadOnlyList<CascadeOutcome> o = of(r);
            table.AddRow(
                r.Rule.Name, r.Rule.Setting, F(100 * o.Average(x => x.AverageRate), "F3"), F(100 * o.Average(x => x.WeightedRate), "F3"),
                F(o.Average(x => x.BadDebt), "N0"), F(o.Average(x => x.Uninsured), "N0"), F(o.Average(x => x.Liquidations), "F1"),
                F(o.Average(x => x.ForcedNotional), "N0"), F(100 * o.Average(x => x.Overshoot), "F3"), F(o.Average(x => x.OpenInterest), "N0"));
        }

        AnsiConsole.Write(table);
    }

    private static void Adversaries(CascadeComparison c)
    {
        Table table = new Table().Title("What the adversaries caused, mean per seed")
            .AddColumns("rule", "bad debt without", "with", "adversary", "bad debt of its own", "at most possible", "its profit");
        foreach (CascadeRow r in c.Rows)
        {
            foreach (AdversaryMeans a in AdversaryMeans.Of(r.WithAdversaries))
            {
                table.AddRow(
                    r.Rule.Name, F(r.Plain.Average(o => o.BadDebt), "N0"), F(r.WithAdversaries.Average(o => o.BadDebt), "N0"),
                    a.Kind.ToString(), F(a.BadDebt, "N0"), F(a.Bound, "N0"), F(a.Profit, "N0"));
            }
        }

        AnsiConsole.Write(table);
    }

    private static void Differences(CascadeComparison c, bool hostile)
    {
        Table table = new Table().Title("Forecast against the others, paired by seed, 95 % intervals" + (hostile ? ", with adversaries" : ""))
            .AddColumns("measure", "against", "difference", "interval", "reduction %", "interval %");
        foreach ((string name, Func<CascadeOutcome, double> of) in Measures)
        {
            string format = name is "overshoot" or "badDebtPerOpenInterest" ? "F5" : "N1";
            foreach (CascadeDifference d in c.Against(of, hostile))
            {
                table.AddRow(
                    name, d.Other, F(d.Difference.Mean, format), $"{F(d.Difference.Lower, format)} … {F(d.Difference.Upper, format)}",
                    F(100 * d.Reduction.Mean, "F1"), $"{F(100 * d.Reduction.Lower, "F1")} … {F(100 * d.Reduction.Upper, "F1")}");
            }
        }

        AnsiConsole.Write(table);
    }

    private static object Row(IReadOnlyList<CascadeOutcome> o) => new
    {
        averageRate = o.Average(x => x.AverageRate),
        averageRateByOpenInterest = o.Average(x => x.WeightedRate),
        badDebt = o.Average(x => x.BadDebt),
        uninsured = o.Average(x => x.Uninsured),
        seedsWithBadDebt = o.Count(x => x.BadDebt > 0),
        liquidations = o.Average(x => x.Liquidations),
        forcedNotional = o.Average(x => x.ForcedNotional),
        calls = o.Average(x => x.Calls),
        overshoot = o.Average(x => x.Overshoot),
        openInterest = o.Average(x => x.OpenInterest),
        adversaries = AdversaryMeans.Of(o).Select(a => new
        {
            kind = a.Kind.ToString(),
            badDebt = a.BadDebt,
            bound = a.Bound,
            profit = a.Profit,
        }),
    };

    private static object Facts(StylizedFacts f) => new
    {
        annualizedVolatility = f.Volatility,
        kurtosis = f.Kurtosis,
        hourKurtosis = f.HourKurtosis,
        absoluteReturnAutocorrelation = f.AbsoluteCorrelation,
        returnAutocorrelation = f.ReturnCorrelation,
        tailIndex = f.TailIndex,
        leverage = f.Leverage,
    };

    private static object Difference(CascadeDifference d) => new
    {
        other = d.Other,
        difference = Interval(d.Difference),
        reduction = Interval(d.Reduction),
    };

    private static object? Interval(MeanInterval i) =>
        double.IsNaN(i.Mean) ? null : new { value = i.Mean, lower = i.Lower, upper = i.Upper };

    private static string F(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "n/a";
}

/// <summary>A kind of adversary, mean per seed.</summary>
internal sealed record AdversaryMeans(AgentKind Kind, double BadDebt, double Bound, double Profit)
{
    /// <summary>One row per kind.</summary>
    public static IEnumerable<AdversaryMeans> Of(IReadOnlyList<CascadeOutcome> outcomes) => outcomes
        .SelectMany(o => o.Adversaries).GroupBy(a => a.Kind)
        .Select(g => new AdversaryMeans(g.Key, g.Average(a => a.BadDebt), g.Average(a => a.Bound), g.Average(a => a.Profit)));
}
