using System.CommandLine;
using Dms.Predictive.Cli.Pack;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Cli.Work.Explaining;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms explain model</c>: the auditor's report of a bundle on bars.</summary>
internal static class ExplainModel
{
    private static readonly SideOptions Side = new();
    private static readonly Option<string> Bundle = new("--bundle") { Description = "Folder of the model bundle.", Required = true };
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Out = new("--out") { Description = "New folder for report.html, report.json, attributions.parquet, attributions.csv.gz, figures/, verify.json.", Required = true };
    private static readonly Option<string?> Horizon = new("--horizon") { Description = "Horizon to explain; default: 60m where the model has it, else its longest." };
    private static readonly Option<string?> Member = new("--member") { Description = "Learned member to explain; default: the one with the largest weight in the blend." };
    private static readonly Option<string> Mode = new("--mode") { Description = "Value function: interventional (over the background stored in the bundle) or path.", DefaultValueFactory = _ => "interventional" };
    private static readonly Option<int> Rows = new("--rows") { Description = "Most decisions; the latest are taken.", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<string?> From = new("--from") { Description = "First decision, UTC." };
    private static readonly Option<string?> To = new("--to") { Description = "End, UTC, exclusive; default: end of the bars." };
    private static readonly Option<FileInfo[]> Keys = new("--key") { Description = "Public key file of a trusted signer; may repeat. Default: the key in the bundle.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of resampling and of drawn decisions.", DefaultValueFactory = _ => 17 };
    private static readonly Option<int> Retrain = new("--retrain") { Description = "Train the member again under so many seeds, each on as many draws of days, and compare the reasons; 5 is usual, minutes long. Default: not.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Threads = new("--threads") { Description = "Decisions taken apart at once; the bytes do not depend on it.", DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount) };
    private static readonly Option<string?> Log = new("--log") { Description = "Audit log of the host that serves the model; overrides in force at its end are shown." };
    private static readonly Option<bool> Pdf = new("--pdf") { Description = "Also print report.pdf with Chromium." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("model",
            "Score bars with a bundle through the code that serves it, take every score apart, and write the auditor's report.\n"
            + "Example: dms explain model --bundle models/sim-btc/2.1.0 --data data/samples/SIM-BTC.csv.gz --rows 2000 --out out/report")
        {
            Bundle, Data, Out, Horizon, Member, Mode, Rows, From, To, Keys, Seed, Retrain, Threads, Log, Pdf, Json,
        };
        Side.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Out)!;
        string? browser = parsed.GetValue(Pdf) ? ReportPdf.Browser() : null;
        RefuseExisting(folder);
        ExplainOrder order = Order(parsed, cancellation);
        using ProgressLine progress = new("Explaining");
        progress.Show(0, 3);
        ExplainRun run = ExplainWork.Run(order, cancellation);
        progress.Show(1, 3);
        ExplainFindings findings = ExplainFindings.Of(run, cancellation);
        progress.Show(2, 3);
        ReportFiles report = ReportWriter.Write(ExplainReport.Document(run, findings));
        Dictionary<string, byte[]> files = ExplainFiles.Of(run, report);
        if (browser is not null)
        {
            files["report.pdf"] = ReportPdf.Print(browser, files["report.html"], cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        NewFolder.Write(folder, files);
        progress.Show(3, 3);
        Print(parsed, run, findings, report, files);
        return run.Rows.Refused == 0 && findings.Identical == run.Rows.Count ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static ExplainOrder Order(ParseResult parsed, CancellationToken cancellation)
    {
        string mode = parsed.GetValue(Mode)!;
        if (mode is not ("interventional" or "path"))
        {
            throw new UsageException($"There is no value function '{mode}'; write interventional or path.", "--mode");
        }

        int rows = AtLeast(parsed.GetValue(Rows), 20, "--rows"), threads = AtLeast(parsed.GetValue(Threads), 1, "--threads");
        BundleKey[] keys = [.. (parsed.GetValue(Keys) ?? []).Select(k => BundleKey.Parse(File.ReadAllText(k.FullName), k.FullName))];
        ModelBundle bundle = BundleReader.Read(parsed.GetValue(Bundle)!, keys.Length > 0 ? BundleTrust.Keys(keys) : BundleTrust.Self());
        int retrain = parsed.GetValue(Retrain) is var n && n == 0 ? 0 : AtLeast(n, 2, "--retrain");
        if (retrain > 0)
        {
            PromotionEvidenceWork.ProtocolOf(bundle);                // refused now, not after minutes of work
        }

        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        return new()
        {
            Bundle = bundle,
            Governance = ExplainGovernance.Of(parsed.GetValue(Bundle)!, bundle, parsed.GetValue(Log)),
            History = history,
            Side = Side.Read(parsed, history, [], cancellation),
            HorizonMinutes = parsed.GetValue(Horizon) is { } h ? Durations.Minutes(h, "--horizon") : null,
            Member = parsed.GetValue(Member),
            IsInterventional = mode == "interventional",
            MostRows = rows,
            From = Durations.Time(parsed.GetValue(From), "--from"),
            To = Durations.Time(parsed.GetValue(To), "--to"),
            Seed = parsed.GetValue(Seed),
            Retrain = retrain,
            Threads = threads,
        };
    }

    private static int AtLeast(int value, int least, string option) => value >= least
        ? value
        : throw new UsageException($"{value} is too few; give at least {least}.", option);

    // Before the work, not after it.
    private static void RefuseExisting(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new InputRefusedException(
                "output-exists", "The folder is not empty; nothing is overwritten. Name a new one with --out.", folder);
        }
    }

    private static void Print(
        ParseResult parsed, ExplainRun run, ExplainFindings findings, ReportFiles report, Dictionary<string, byte[]> files)
    {
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(report.Json);
            return;
        }

        foreach (ReaderAnswer answer in ExplainAnswers.Of(run, findings))
        {
            Console.Out.WriteLine($"{answer.Question,-26} {answer.Key}");
        }

        Console.Out.WriteLine(
            $"{run.Rows.Count} decisions of {run.Model.MemberId} at {run.Policy.HorizonMinutes} min, {ExplainBehaviour.ModeName(run.Rows.Mode)} values, "
            + $"additivity error {run.Rows.MaxAdditivityError:E1}; {files.Count} files. Open report.html first.");
    }
}
