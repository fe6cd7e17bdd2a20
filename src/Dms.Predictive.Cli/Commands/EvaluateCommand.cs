using System.CommandLine;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms evaluate</c>: rolling-origin evaluation on real bars.</summary>
public static class EvaluateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<string[]> data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string?> testStart = new("--test-start") { Description = "First decision of the test span, UTC." };
        Option<string?> testEnd = new("--test-end") { Description = "End of the test span, UTC, exclusive." };
        Option<string> horizons = new("--horizons") { Description = "Horizons.", DefaultValueFactory = _ => "10m,60m" };
        Option<string> step = new("--step") { Description = "Spacing of decisions.", DefaultValueFactory = _ => "5m" };
        Option<string> refit = new("--refit") { Description = "monthly, or a number of days such as 7d.", DefaultValueFactory = _ => "monthly" };
        Option<string?> models = new("--models") { Description = "Comma-separated models to write." };
        Option<string> output = new("--out") { Description = "Folder for forecasts.csv.gz, report.json, report.html.", Required = true };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command command = new("evaluate", "Evaluate forecasts walk-forward.\nExample: dms evaluate --data bars.csv.gz --out out/")
        {
            data, testStart, testEnd, horizons, step, refit, models, output, json,
        };
        command.SetAction((p, ct) => Task.Run(() => Run(p, ct), ct));
        return command;

        int Run(ParseResult p, CancellationToken ct)
        {
            BarHistory history = BarFiles.Load(p.GetValue(data)!, ct);
            EvaluationProtocol protocol = new()
            {
                HorizonMinutes = [.. p.GetValue(horizons)!.Split(',').Select(h => int.Parse(h.TrimEnd('m')))],
                StepMinutes = int.Parse(p.GetValue(step)!.TrimEnd('m')),
            };
            var sw = System.Diagnostics.Stopwatch.StartNew();
            (Timestamp Start, Timestamp End) span = (Timestamp.Parse(p.GetValue(testStart)!), Timestamp.Parse(p.GetValue(testEnd)!));
            DecisionTable table = DecisionTableBuilder.Build(history.Series, protocol.StepMinutes, span.End, ct);
            Console.Error.WriteLine($"table {sw.Elapsed}");
            WalkForwardRun run = WalkForwardRun.Run(table, protocol, span, (a, b) => Console.Error.WriteLine($"{a}/{b} {sw.Elapsed}"), ct);
            Console.Error.WriteLine($"run {sw.Elapsed}");
            foreach (var f in run.Refits) { Console.Error.WriteLine($"{Timestamp.FromMinutes(f.Refit.Minute)} {f.GarchStatus} {f.Garch} pool {string.Join(' ', f.Horizons.Select(h => h.Pool.Intercept + ":" + string.Join('/', h.Pool.Weights.Select(w => w.ToString("F2"))) + " s" + h.LnTreeScale + " ewma" + h.Baselines.EwmaIndex))}"); }
            Directory.CreateDirectory(p.GetValue(output)!);
            using var file = File.Create(Path.Combine(p.GetValue(output)!, "forecasts.csv.gz"));
            using var gz = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest);
            using var w = new StreamWriter(gz);
            ForecastCsv.Write(run, span, null, w);
            return 0;
        }
    }
}
