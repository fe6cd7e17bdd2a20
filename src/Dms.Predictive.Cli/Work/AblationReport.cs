using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>A finished ablation.</summary>
internal sealed record AblationOutcome(
    BarHistory History, IReadOnlyList<SlowSeries> Series, EvaluationProtocol Protocol, (Timestamp Start, Timestamp End) Span,
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
            series = o.Series.Select(s => new { kind = s.Kind.Name, name = s.Source, sha256 = s.Sha256, values = s.Observations.Count }),
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

    /// <summary>Table for people.</summary>
    public static void Print(AblationOutcome o)
    {
        Table table = new Table()
            .Title($"{o.History.Series.Instrument}, {o.Span.Start} to {o.Span.End}: QLIKE gained by each family of inputs")
            .AddColumns("family", "question", "min", "model", "without", "with", "gain %", "95 % interval", "DM p", "");
        foreach (AblationGain g in o.Gains)
        {
            table.AddRow(
                g.Step.Family, g.Step.FromPriceAlone ? "added to bars" : "left out of all", F(g.HorizonMinutes, "F0"), g.Model,
                F(g.QlikeWithout, "F4"), F(g.QlikeWith, "F4"), F(g.GainPercent, "F2"),
                $"{F(g.GainLow, "F2")} to {F(g.GainHigh, "F2")}", F(g.PValue, "G2"), g.Verdict);
        }

        AnsiConsole.Write(table);
    }

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
