using System.CommandLine;
using System.IO.Compression;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms evaluate</c>: rolling-origin evaluation on real bars.</summary>
public static class EvaluateCommand
{
    private static readonly WalkForwardOptions Walk = new();
    private static readonly Option<string?> Wanted = new("--models") { Description = "Models to write, comma-separated; default: all." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for forecasts (.csv.gz, .parquet), evaluation.parquet, report.json, report.html, ledger.jsonl.", Required = true };
    private static readonly Option<bool> Demonstrate = new("--demonstrate-leak") { Description = "Also show what leaks would look like on these bars, and run the placebo tests." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("evaluate",
            "Evaluate forecasts walk-forward: ewma, garch, har, gbdt, blend.\nExample: dms evaluate --data data/samples/SIM-BTC.csv.gz --test-start 2026-02-15 --refit 7d --out out/")
        {
            Wanted, Out, Demonstrate, Json,
        };
        Walk.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationProtocol protocol = Walk.Protocol(parsed);
        string[]? models = ModelsOf(parsed.GetValue(Wanted), protocol);
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        WalkForwardOrder order = Walk.Order(parsed, protocol, cancellation);
        // Written down and on disk before any test outcome is computed: a run that dies stays counted.
        OpeningLedger ledger = Walk.Ledger(parsed, folder);
        Opening opening = ledger.Open(order.ToOpening());
        EvaluationOutcome outcome = Evaluate(order, opening, parsed.GetValue(Demonstrate), cancellation);
        string report = EvaluationReport.Json(outcome);
        Write(folder, outcome, models, report, cancellation);
        ledger.Close(opening, outcome.ForecastsSha256);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(report);
        }
        else
        {
            EvaluationReport.Print(outcome);
        }

        return ExitCode.Done;
    }

    private static EvaluationOutcome Evaluate(
        WalkForwardOrder order, Opening opening, bool demonstrateLeak, CancellationToken cancellation)
    {
        using ProgressLine progress = new("Fitting models");
        DecisionTable table = order.Table(cancellation);
        LeakFindings? leak = demonstrateLeak
            ? LeakDemonstration.Run(order.History.Series, table, order.Protocol, order.Span, cancellation)
            : null;
        WalkForwardRun run = WalkForwardRun.Run(
            table, order.Protocol, order.Span, progress.Show, cancellation, order.Threads, order.PoolTables(cancellation));
        return new EvaluationOutcome(
            order.History, order.Protocol, order.Span, run, EvaluationSummary.Of(run, order.Span, order.Protocol.Seed))
        {
            Side = order.Side.Sources,
            Opening = opening,
            ForecastsSha256 = ForecastDigest.Of(run, order.Span),
            Leak = leak,
        };
    }

    private static void Write(
        string folder, EvaluationOutcome outcome, string[]? models, string report, CancellationToken cancellation)
    {
        string html = EvaluationReport.Html(outcome);
        string hash = outcome.Protocol.Hash;
        cancellation.ThrowIfCancellationRequested();
        OutputFolder.Write(folder,
            ("forecasts.csv.gz", s => WriteForecasts(s, outcome, models)),
            ("forecasts.parquet", s => FrameFiles.Write(s, ForecastFrame.Of(ForecastRow.Of(outcome.Run, outcome.Span, models), hash))),
            ("evaluation.parquet", s => FrameFiles.Write(s, EvaluationFrame.Of(outcome.Horizons, hash))),
            ("report.json", s => s.Write(Encoding.UTF8.GetBytes(report))),
            ("report.html", s => s.Write(Encoding.UTF8.GetBytes(html))));
    }

    private static void WriteForecasts(Stream stream, EvaluationOutcome outcome, string[]? models)
    {
        using GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true);
        using StreamWriter writer = new(gzip, new UTF8Encoding(false), 1 << 16);
        ForecastCsv.Write(outcome.Run, outcome.Span, models, writer);
    }

    private static string[]? ModelsOf(string? text, EvaluationProtocol protocol)
    {
        string[] models = ["ewma", "garch", "har", .. protocol.Members.Select(m => m.Id), "blend"];
        string[]? wanted = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? unknown = wanted?.FirstOrDefault(m => !models.Contains(m));
        return unknown is null
            ? wanted
            : throw new UsageException($"There is no model '{unknown}'; choose among {string.Join(", ", models)}.", "--models");
    }
}
