using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms calibrate</c>: a margin policy for a market of one's own.</summary>
internal static class CalibrateCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<double> Coverage = new("--coverage") { Description = "Share of moves that margin in force must hold, 0.9 to 0.9999.", DefaultValueFactory = _ => 0.99 };
    private static readonly Option<int> Notice = new("--notice") { Description = $"Minutes of notice before a raise counts for existing positions: {string.Join(", ", CrashStudy.Notices)}.", DefaultValueFactory = _ => 60 };
    private static readonly Option<string> Horizon = new("--horizon") { Description = "Horizon of the margin.", DefaultValueFactory = _ => "60m" };
    private static readonly Option<string?> TestStart = new("--test-start") { Description = "First decision, UTC; default: after 60 % of the data and 31 days." };
    private static readonly Option<string?> TestEnd = new("--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private static readonly Option<string> Refit = new("--refit") { Description = "monthly, or days such as 7d.", DefaultValueFactory = _ => "monthly" };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for policy.json and calibration.json.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("calibrate",
            "Choose a margin policy for a market on its own bars: the cheapest setting that covers, judged on later bars.\n"
            + "Example: dms calibrate --data data/samples/SIM-BTC.csv.gz --test-start 2026-02-08 --refit 7d --out out/calibration")
        {
            Data, Coverage, Notice, Horizon, TestStart, TestEnd, Refit, Out, Json,
        };
        command.Subcommands.Add(CalibrateSensitivities.Create());
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        double target = parsed.GetValue(Coverage) is >= 0.9 and <= 0.9999 and double c
            ? c : throw new UsageException($"Found {parsed.GetValue(Coverage)}; allowed 0.9 … 0.9999.", "--coverage");
        int notice = CrashStudy.Notices.Contains(parsed.GetValue(Notice))
            ? parsed.GetValue(Notice) : throw new UsageException($"Found {parsed.GetValue(Notice)}; allowed: {string.Join(", ", CrashStudy.Notices)}.", "--notice");
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        PipelinePolicy policy = new() { HorizonMinutes = Durations.Minutes(parsed.GetValue(Horizon)!, "--horizon") };
        policy = policy with { StepMinutes = Math.Max(policy.StepMinutes, history.Series.LengthMinutes) };
        EvaluationProtocol protocol = new()
        {
            HorizonMinutes = [.. new[] { Math.Max(10, history.Series.LengthMinutes), policy.HorizonMinutes }.Distinct()],
            StepMinutes = policy.StepMinutes,
            RefitDays = Durations.RefitDays(parsed.GetValue(Refit)!),
        };
        (Core.Timestamp, Core.Timestamp) span = TestSpan.Of(
            history.Series, Durations.Time(parsed.GetValue(TestStart), "--test-start"), Durations.Time(parsed.GetValue(TestEnd), "--test-end"));
        using ProgressLine progress = new("Fitting models");
        CalibrationResult result = CalibrationWork.Run(history, policy, protocol, span, target, notice, progress.Show, cancellation);
        string json = Document(result, target);
        OutputFolder.Write(folder,
        [
            ("policy.json", s => s.Write(Encoding.UTF8.GetBytes(PipelinePolicyJson.Canonical(result.Policy)))),
            ("calibration.json", s => s.Write(Encoding.UTF8.GetBytes(json))),
        ]);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(json);
        }
        else
        {
            Table(result, target, folder);
        }

        return ExitCode.Done;
    }

    private static string Document(CalibrationResult r, double target) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-calibration-of-policy/1",
            target,
            reached = r.IsReached,
            chosenOn = new { first = r.ChosenOn.First.ToString(), last = r.ChosenOn.Last.ToString() },
            judgedOn = new { first = r.JudgedOn.First.ToString(), last = r.JudgedOn.Last.ToString() },
            policyHash = PipelinePolicyJson.Hash(r.Policy),
            chosen = r.Chosen,
            later = r.Later,
            builtIn = r.Default,
        },
        Indented);

    private static void Table(CalibrationResult r, double target, string folder)
    {
        AnsiConsole.WriteLine(r.IsReached
            ? string.Create(CultureInfo.InvariantCulture, $"The cheapest setting that held {100 * target:F2} % of moves until {r.ChosenOn.Last}:")
            : string.Create(CultureInfo.InvariantCulture, $"No setting held {100 * target:F2} % of moves until {r.ChosenOn.Last}; this one held most. Ask for less, or for a longer horizon:"));
        Table table = new Table().AddColumns("", "look-back d", "cap", "confidence", "average %", "coverage %", "shortfall", "for nothing");
        Row(table, "chosen, where it was chosen", r.Chosen);
        Row(table, "chosen, afterwards", r.Later);
        Row(table, "built in, afterwards", r.Default);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Written to {Path.Combine(folder, "policy.json")}. Put it forward: dms parameters propose.");
    }

    private static void Row(Table table, string name, FrontierPoint p) => table.AddRow(
        name, F(p.LookBackMinutes / 1440.0, "F0"), F(p.Cap, "F0"), F(p.Confidence, "F3"), F(100 * p.AverageRate, "F3"), F(100 * p.Coverage, "F2"),
        F(p.Shortfall, "F3"), F(p.UnnecessaryCalls, "F1"));

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
