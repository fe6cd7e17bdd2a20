using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms demo</c>: the main job on embedded data.</summary>
public static class DemoCommand
{
    private static readonly string[] Products = ["report.html", "report.json", "audit", "audit-key.json", "models"];

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for report.html, report.json, models/, audit/.",
        DefaultValueFactory = _ => "dms-demo",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("demo",
            "Run the whole product on a simulated market: models, margin that rises before a shock, reasons, sealed record.\nExample: dms demo --out my-demo")
        {
            Out, Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string folder = Path.GetFullPath(parsed.GetValue(Out)!);
        OutputFolder.Prepare(folder);
        RefuseForeign(folder);
        string staging = Path.Combine(folder, ".dms-demo-" + Environment.ProcessId);
        try
        {
            Directory.CreateDirectory(staging);
            using ProgressLine progress = new("Fitting models");
            DemoResult result = new DemoWork(staging, cancellation).Run(progress.Show);
            string json = DemoReport.Json(result);
            File.WriteAllText(Path.Combine(staging, "report.html"), DemoReport.Html(result), new UTF8Encoding(false));
            File.WriteAllText(Path.Combine(staging, "report.json"), json, new UTF8Encoding(false));
            cancellation.ThrowIfCancellationRequested();
            Publish(staging, folder);
            if (parsed.GetValue(Json))
            {
                Console.Out.WriteLine(json);
            }
            else
            {
                DemoTable.Print(result, Path.GetRelativePath(Environment.CurrentDirectory, folder), watch.Elapsed);
            }

            return result.Verified.IsSound && result.Replay.Different == 0 ? ExitCode.Done : ExitCode.CheckFailed;
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    // A demo may replace an earlier demo, never something else.
    private static void RefuseForeign(string folder)
    {
        string? foreign = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)
            .FirstOrDefault(n => !Products.Contains(n) && !n!.StartsWith(".dms-demo-", StringComparison.Ordinal));
        if (foreign is not null)
        {
            throw new InputRefusedException("folder-not-empty", $"The folder holds '{foreign}', which is no product of the demo. Name an empty folder with --out.", folder);
        }
    }

    private static void Publish(string staging, string folder)
    {
        foreach (string name in Products)
        {
            string target = Path.Combine(folder, name);
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }

            string source = Path.Combine(staging, name);
            if (Directory.Exists(source))
            {
                Directory.Move(source, target);
            }
            else
            {
                File.Move(source, target, overwrite: true);
            }
        }
    }
}
