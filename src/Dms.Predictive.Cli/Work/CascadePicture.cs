using System.Globalization;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>The laboratory as a picture: bad debt of every seed in order of size, by rule.</summary>
internal static class CascadePicture
{
    /// <summary>Rules that are drawn: a panel holds four lines.</summary>
    private static readonly string[] Drawn = ["static", "EWMA", "GARCH", "forecast"];

    /// <summary>The picture as SVG.</summary>
    public static string Draw(CascadeComparison c)
    {
        CascadeRow[] rows = [.. c.Rows.Where(r => Drawn.Contains(r.Rule.Name))];
        CascadeDifference[] against = [.. c.Against(o => o.BadDebt).Where(d => Drawn.Contains(d.Other))];
        string says = string.Join("; ", against.Select(d => string.Create(
            CultureInfo.InvariantCulture,
            $"bad debt against {d.Other}: {-100 * d.Reduction.Mean:+0;-0;0} %, interval {-100 * d.Reduction.Upper:+0;-0;0} to {-100 * d.Reduction.Lower:+0;-0;0} %")));
        return SvgChart.Lines(
            "Margin rules at the same average margin", says, "share of seeds, %",
            [
                Panel("Bad debt per seed, thousands, seeds in order of size", rows, o => o.BadDebt / 1_000),
                Panel("Largest overshoot by forced orders, %, seeds in order of size", rows, o => 100 * o.Overshoot),
                Panel("Liquidations per seed, seeds in order of size", rows, o => o.Liquidations),
            ]);
    }

    private static ChartPanel Panel(string title, CascadeRow[] rows, Func<CascadeOutcome, double> of) => new(
        title,
        [.. rows.Select(r => new ChartLine(
            r.Rule.Name, [.. r.Plain.Select((_, i) => 100.0 * (i + 1) / r.Plain.Count)], [.. r.Plain.Select(of).Order()]))])
    {
        HoldsZero = true,
    };
}
