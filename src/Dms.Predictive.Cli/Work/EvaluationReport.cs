using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Training;
using Spectre.Console;
using ModelLosses = Dms.Predictive.Training.ModelLosses;

namespace Dms.Predictive.Cli.Work;

/// <summary>Says what an evaluation showed, losses included: JSON, page and table.</summary>
internal static class EvaluationReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new FiniteOrNull() },
    };

    /// <summary>report.json.</summary>
    public static string Json(EvaluationOutcome o) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-evaluation/2",
            instrument = o.History.Series.Instrument,
            data = o.History.Files.Select(f => new { name = Path.GetFileName(f.Path), sha256 = f.Sha256, bars = f.Bars }),
            series = o.Side.Select(s => new { kind = s.Kind, name = s.Name, sha256 = s.Sha256, values = s.Values }),
            span = new { start = o.Span.Start.ToString(), end = o.Span.End.ToString() },
            protocolHash = o.Protocol.Hash,
            protocol = o.Protocol,
            opening = o.Opening,
            forecastsSha256 = o.ForecastsSha256,
            decisions = o.Run.Table.IndexAt(o.Span.End.Minutes) - o.Run.Table.IndexAt(o.Span.Start.Minutes),
            clippedReturns = o.Run.Table.ClippedReturns,
            reason = o.Run.NothingIssuedReason,
            plainWords = Sentences(o),
            horizons = o.Horizons,
            leak = o.Leak,
            refits = o.Run.Refits.Select(RefitOf),
        },
        Options);

    /// <summary>report.html.</summary>
    public static string Html(EvaluationOutcome o) => ReportWriter.Write(EvaluationPage.Of(o)).Html;

    /// <summary>Tables and sentences for people.</summary>
    public static void Print(EvaluationOutcome o)
    {
        foreach (HorizonSummary h in o.Horizons)
        {
            Table table = new Table().Title(string.Create(CultureInfo.InvariantCulture,
                    $"{h.HorizonMinutes} minutes ahead, {h.Rows:N0} decisions; QLIKE, lower is better (* = among the best)"))
                .AddColumns(["model", "QLIKE", "95 %", .. h.Regimes.Select(r => EvaluationWords.Regime(r.Slice)), "PR-AUC"]);
            foreach (ModelLosses m in h.Models)
            {
                table.AddRow(
                [
                    m.Model + (m.InConfidenceSet ? " *" : ""), F(m.Qlike), string.Create(CultureInfo.InvariantCulture, $"{m.QlikeInterval.Lower:F2}-{m.QlikeInterval.Upper:F2}"),
                    .. h.Regimes.Select(r => F(r.Qlike[m.Model])), m.SpikePrAuc?.ToString("F3", CultureInfo.InvariantCulture) ?? "-",
                ]);
            }

            AnsiConsole.Write(table);
            foreach (BlendGain g in h.Gains)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"blend over {g.Baseline}: {g.GainPercent:F1} % [{g.GainLow:F1}, {g.GainHigh:F1}], DM-HLN {g.DieboldMariano:F1} {EvaluationWords.P(g.PValue)}, GW {EvaluationWords.P(g.ConditionalPValue)}, SPA {EvaluationWords.P(g.SuperiorPValue)}"));
            }

            Console.Out.WriteLine();
        }

        foreach (string sentence in Sentences(o))
        {
            Console.Out.WriteLine(sentence);
        }
    }

    /// <summary>All that is to be said in words, the headline first.</summary>
    private static List<string> Sentences(EvaluationOutcome o) =>
    [
        .. o.Run.NothingIssuedReason is string reason ? [$"Nothing was issued: {reason}."] : Array.Empty<string>(),
        .. o.Horizons.Select(EvaluationWords.Headline),
        .. o.Horizons.Select(EvaluationWords.Luck),
        .. o.Horizons.Select(EvaluationWords.Worst),
        .. new[] { EvaluationWords.Spikes, EvaluationWords.Onsets, (Func<HorizonSummary, string?>)EvaluationWords.Proxies }
            .SelectMany(words => o.Horizons.Select(words)).OfType<string>(),
        $"Test span: {EvaluationWords.Openings(o.Opening)}",
        .. o.Leak is { } leak ? EvaluationWords.Leaks(leak) : [],
    ];

    private static object RefitOf(FittedRefit r) => new
    {
        at = Timestamp.FromMinutes(r.Refit.Minute).ToString(),
        rehearsal = r.Refit.Rehearsal,
        trainingRows = r.TrainingRows,
        garch = r.GarchStatus,
        horizons = r.Horizons.Select(h => new
        {
            minutes = h.Baselines.HorizonMinutes,
            weights = new[] { "har", "garch" }.Concat(h.Learners.Select(l => l.Recipe.Id)).Zip(h.Pool.Weights)
                .ToDictionary(p => p.First, p => p.Second),
            intercept = h.Pool.Intercept,
            learned = h.Learners.Select(l => new { id = l.Recipe.Id, lnScale = l.Serving.LnScale }),
        }),
    };

    private static string F(double? value) => value is double v ? v.ToString("F4", CultureInfo.InvariantCulture) : "-";

    // JSON knows no NaN; what could not be computed is null.
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
