using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms backtest</c>: margins with and without the forecast over history.</summary>
public static class BacktestCommand
{
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Policy = new("--policy") { Description = "Policy file (JSON); default: parametric expected shortfall." };
    private static readonly Option<string> Horizon = new("--horizon") { Description = "Horizon of the margin.", DefaultValueFactory = _ => "60m" };
    private static readonly Option<string?> TestStart = new("--test-start") { Description = "First decision, UTC; default: after 60 % of the data and 31 days." };
    private static readonly Option<string?> TestEnd = new("--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private static readonly Option<string> Refit = new("--refit") { Description = "monthly, or days such as 7d.", DefaultValueFactory = _ => "monthly" };
    private static readonly Option<bool> Sweep = new("--sweep") { Description = "Also try other look-backs, caps, confidences and notices, and mark which no other beats (sweep.json, frontier.svg)." };
    private static readonly Option<string?> Venue = new("--venue") { Description = "Margins that you charge today (CSV time,initial: UTC, fraction of notional); they join every comparison." };
    private static readonly Option<string[]> Books = new("--book") { Description = "Margin requests of any policy, as for dms margin compute, without a forecast: replayed with and without it; may repeat.", AllowMultipleArgumentsPerToken = true };
    private static readonly SideOptions Side = new();
    private static readonly Option<string> Out = new("--out") { Description = "Folder for margins.csv.gz, report.json, report.html.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command tree.</summary>
    public static Command Create()
    {
        Command margin = new("margin",
            "Replay margins over history.\nExample: dms backtest margin --data data/samples/SIM-BTC.csv.gz --test-start 2026-02-15 --refit 7d --out out/")
        {
            Data, Policy, Horizon, TestStart, TestEnd, Refit, Sweep, Venue, Books, Out, Json,
        };
        Side.AddTo(margin);
        margin.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return new Command("backtest", "Back-test margin policies.") { margin, BacktestExchange.Create() };
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        PipelinePolicy policy = ReadPolicy(parsed.GetValue(Policy)) with { HorizonMinutes = Durations.Minutes(parsed.GetValue(Horizon)!, "--horizon") };
        MarginBacktestOptions options = new(
            parsed.GetValue(Sweep), parsed.GetValue(Venue) is { } file ? VenueMargins.Read(file) : null,
            [.. (parsed.GetValue(Books) ?? []).Select(b => MarginRequestFile.Read(b, "--book"))]);
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        options = options with { Side = Side.Read(parsed, history, [], cancellation) };
        EvaluationProtocol protocol = new()
        {
            HorizonMinutes = [.. new[] { Math.Max(10, history.Series.LengthMinutes), policy.HorizonMinutes }.Distinct()],
            StepMinutes = Math.Max(policy.StepMinutes, history.Series.LengthMinutes),
            RefitDays = Durations.RefitDays(parsed.GetValue(Refit)!),
        };
        (Timestamp Start, Timestamp End) span = TestSpan.Of(
            history.Series, Durations.Time(parsed.GetValue(TestStart), "--test-start"), Durations.Time(parsed.GetValue(TestEnd), "--test-end"));
        using ProgressLine progress = new("Fitting models");
        policy = policy with { StepMinutes = protocol.StepMinutes };
        policy = options.Books.Count == 0 ? policy : BookBacktest.PolicyFor(policy, history.Series, span.Start);
        MarginBacktestResult result = MarginBacktestWork.Run(history, policy, protocol, span, options, progress.Show, cancellation);
        string report = MarginBacktestReport.Json(result, policy, history, span);
        string html = MarginBacktestReport.Html(result, policy, history, span);
        cancellation.ThrowIfCancellationRequested();
        (string Name, byte[]? Content)[] more =
        [
            ("risk.svg", RiskReport.Picture(result.Risk)), ("crashes.svg", CrashReport.Picture(result.Crashes.Rows)), ("frontier.svg", SweepReport.Picture(result.Frontier)),
            ("sweep.json", SweepReport.Json(result.Frontier)),
        ];
        OutputFolder.Write(folder,
        [
            ("margins.csv.gz", s => MarginsCsv.Write(s, result.Points)),
            ("report.json", s => s.Write(System.Text.Encoding.UTF8.GetBytes(report))),
            ("report.html", s => s.Write(System.Text.Encoding.UTF8.GetBytes(html))),
            .. more.Where(f => f.Content is not null).Select(f => (f.Name, (Action<Stream>)(s => s.Write(f.Content!)))),
        ]);
        Print(parsed.GetValue(Json), report, result, policy.StepMinutes);
        return ExitCode.Done;
    }

    private static void Print(bool json, string report, MarginBacktestResult result, int stepMinutes)
    {
        if (json)
        {
            Console.Out.WriteLine(report);
        }
        else
        {
            MarginBacktestReport.Table(result, stepMinutes);
        }
    }

    private static PipelinePolicy ReadPolicy(string? path) =>
        path is null ? new PipelinePolicy() : PipelinePolicyJson.Read(File.ReadAllBytes(path), path);
}
