using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>A decision's learned uplift as the waterfall of a report.</summary>
internal static class DecisionRaise
{
    private const int PartsShown = 12;

    /// <summary>The waterfall from the margin without the learned forecast.</summary>
    /// <param name="decision">A decision with reasons.</param>
    /// <param name="name">Its name in the report.</param>
    public static MarginRaise Of(MarginDecision decision, string name) => new()
    {
        Name = name,
        At = decision.AsOf,
        Currency = "USD",
        From = "margin without the learned forecast",
        Before = 0,
        After = decision.Component(MarginComponentName.MlUplift),
        Parts = Parts(decision),
    };

    // The largest parts by name; the many small features are one line, so that the column still sums exactly.
    private static List<MarginPart> Parts(MarginDecision d)
    {
        List<UpliftPart> sorted = [.. d.Reasons!.Parts.Where(p => p.Booked != 0).OrderByDescending(p => Math.Abs(p.Booked))];
        List<MarginPart> parts = [.. sorted.Take(PartsShown).Select(p => new MarginPart(p.Name, KindOf(p.Name), p.Booked, ValueOf(d, p.Name), Measured.Absent("shown in currency")))];
        decimal rest = sorted.Skip(PartsShown).Sum(p => p.Booked);
        if (sorted.Count > PartsShown)
        {
            parts.Add(new MarginPart($"{sorted.Count - PartsShown} smaller parts", MarginPartKind.Feature, rest, Measured.Absent("several"), Measured.Absent("several")));
        }

        return parts;
    }

    private static MarginPartKind KindOf(string name) => name switch
    {
        UpliftAttribution.BaseRate => MarginPartKind.BaseRate,
        "raiseOnly" or "cap" or "ramp" => MarginPartKind.Limit,
        "spikeProbability" => MarginPartKind.Player,
        _ => name.Contains(':', StringComparison.Ordinal) ? MarginPartKind.Member : MarginPartKind.Feature,
    };

    private static Measured ValueOf(MarginDecision d, string name) =>
        d.Forecast!.Row.Schema.Features.Any(f => f.Name == name) ? Measured.Of(d.Forecast.Row[name]) : Measured.Absent("not a feature");
}
