using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>A finished ablation.</summary>
internal sealed record AblationOutcome(
    BarHistory History, IReadOnlyList<SideSource> Side, EvaluationProtocol Protocol, (Timestamp Start, Timestamp End) Span,
    IReadOnlyList<AblationGain> Gains);

/// <summary>Says what each family was worth, losses included: JSON and table.</summary>
internal static class AblationReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>ablation.json.</summary>
    public static string Json(AblationOutcome o) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-ablation/1",
            instrument = o.History.Series.Instrument,
            data = o.History.Files.Select(f => new { name = Path.GetFileName(f.Path), sha256 = f.Sha256, bars = f.Bars }),
            series = o.Side.Select(s => new { kind = s.Kind, name = s.Name, sha256 = s.Sha256, values = s.Values }),
            span = new { start = o.Span.Start.ToString(), end = o.Span.End.ToString() },
            protocolHash = o.Protocol.Hash,
            seed = o.Protocol.Seed,
            gains = o.Gains.Select(g => new
            {
                family = g.Step.Family,
                question = g.Step.FromPriceAlone ? "added to bars alone" : "left out of all",
                with = g.Step.With,
                horizonMinutes = g.HorizonMinutes,
                model = g.Model,
                rows = g.Rows,
                qlikeWith = g.QlikeWith,
                qlikeWithout = g.QlikeWithout,
                gainPercent = g.GainPercent,
                gainLow = g.GainLow,
                gainHigh = g.GainHigh,
                dieboldMariano = g.DieboldMariano,
                pValue = g.PValue,
                verdict = g.Verdict,
            }),
        },
        Options);

    /// <summary>One line per answer, for people.</summary>
    public static void Print(AblationOutcome o)
    {
        AnsiConsole.WriteLine($"{o.History.Series.Instrument}, {o.Span.Start} to {o.Span.End}: QLIKE gained by each family of inputs, %");
        foreach (AblationGain g in o.Gains)
        {
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{g.Step.Family,-12}{(g.Step.FromPriceAlone ? "added" : "left out"),-9}{g.HorizonMinutes,5} min  {g.Model,-8}")
                + string.Create(CultureInfo.InvariantCulture,
                    $"{g.GainPercent,6:F2} [{g.GainLow:F2}, {g.GainHigh:F2}]  DM p {g.PValue:G2}  {g.Verdict}"));
        }
    }
}
