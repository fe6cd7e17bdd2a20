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
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> TestStart = new("--test-start") { Description = "First decision, UTC; default: after 60 % of the data and 31 days." };
    private static readonly Option<string?> TestEnd = new("--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private static readonly Option<string> Horizons = new("--horizons") { Description = "Horizons, comma-separated.", DefaultValueFactory = _ => "10m,60m" };
    private static readonly Option<string> Step = new("--step") { Description = "Spacing of decisions.", DefaultValueFactory = _ => "5m" };
    private static readonly Option<string> Refit = new("--refit") { Description = "monthly, or days such as 7d.", DefaultValueFactory = _ => "monthly" };
    private static readonly Option<string?> Wanted = new("--models") { Description = "Models to write, comma-separated; default: all." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for forecasts (.csv.gz, .parquet), evaluation.parquet, report.json, report.html, ledger.jsonl.", Required = true };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the trees and of the bootstrap.", DefaultValueFactory = _ => 17 };
    private static readonly ProtocolOptions Shared = new();
    private static readonly Option<string?> Ledger = new("--ledger") { Description = "Ledger of test span openings; default: ledger.jsonl in --out. Keep one for all runs over the same data." };
    private static readonly Option<bool> Demonstrate = new("--demonstrate-leak") { Description = "Also show what leaks would look like on these bars, and run the placebo tests." };
    private static readonly SeriesOption Series = new();
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("evaluate",
            "Evaluate forecasts walk-forward: ewma, garch, har, gbdt, blend.\nExample: dms evaluate --data data/samples/SIM-BTC.csv.gz --test-start 2026-02-15 --refit 7d --out out/")
        {
            Data, TestStart, TestEnd, Horizons, Step, Refit, Wanted, Out, Seed, Ledger, Demonstrate, Json,
        };
        Shared.AddTo(command);
        Series.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationProtocol protocol = Shared.Apply(new()
        {
            HorizonMinutes = [.. parsed.GetValue(Horizons)!.Split(',').Select(h => Durations.Minutes(h.Trim(), "--horizons")).Distinct().Order()],
            StepMinutes = Durations.Minutes(parsed.GetValue(Step)!, "--step"),
            RefitDays = Durations.RefitDays(parsed.GetValue(Refit)!),
            Seed = parsed.GetValue(Seed),
        }, parsed);
        string[]? models = ModelsOf(parsed.GetValue(Wanted), protocol);
        (Timestamp? Start, Timestamp? End) asked =
            (Durations.Time(parsed.GetValue(TestStart), "--test-start"), Durations.Time(parsed.GetValue(TestEnd), "--test-end"));
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        GridRules.Refuse(protocol, history.Series);
        (Timestamp Start, Timestamp End) span = TestSpan.Of(history.Series, asked.Start, asked.End);
        IReadOnlyList<BarHistory> pool = Shared.Pool(parsed, cancellation);
        Markets markets = new(history, pool, Series.Read(parsed, pool, cancellation));
        Request request = new(markets, protocol, span, Shared.Threads(parsed), parsed.GetValue(Demonstrate));
        // Written down and on disk before any test outcome is computed: a run that dies stays counted.
        OpeningLedger ledger = OpeningLedger.At(parsed.GetValue(Ledger) ?? Path.Combine(folder, "ledger.jsonl"));
        Opening opening = ledger.Open(request.ToOpening());
        EvaluationOutcome outcome = Evaluate(request, opening, cancellation);
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

    private static EvaluationOutcome Evaluate(Request request, Opening opening, CancellationToken cancellation)
    {
        using ProgressLine progress = new("Fitting models");
        (Markets markets, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span) = (request.Markets, request.Protocol, request.Span);
        BarSeries bars = markets.History.Series;
        DecisionTable table = DecisionTableBuilder.Build(bars, protocol.StepMinutes, span.End, cancellation, markets.Series);
        LeakFindings? leak = request.DemonstrateLeak
            ? LeakDemonstration.Run(bars, table, protocol, span, cancellation)
            : null;
        WalkForwardRun run = WalkForwardRun.Run(
            table, protocol, span, progress.Show, cancellation, request.Threads,
            PooledTables.Of(markets.Pool, protocol, span.End, cancellation));
        return new EvaluationOutcome(markets.History, protocol, span, run, EvaluationSummary.Of(run, span, protocol.Seed))
        {
            Series = markets.Series,
            Opening = opening,
            ForecastsSha256 = ForecastDigest.Of(run, span),
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

    private sealed record Markets(BarHistory History, IReadOnlyList<BarHistory> Pool, IReadOnlyList<SlowSeries> Series);

    private sealed record Request(
        Markets Markets, EvaluationProtocol Protocol, (Timestamp Start, Timestamp End) Span, int Threads, bool DemonstrateLeak)
    {
        // Outcomes come from the bars; pooled markets and slow series only belong to the configuration.
        public OpeningRequest ToOpening() =>
            new(Protocol.Hash, [.. Markets.History.Files.Select(f => f.Sha256)], Span.Start, Span.End, Protocol.Seed)
            {
                Inputs =
                [
                    .. Markets.Pool.SelectMany(p => p.Files).Select(f => f.Sha256), .. Markets.Series.Select(s => s.Sha256),
                ],
            };
    }
}
