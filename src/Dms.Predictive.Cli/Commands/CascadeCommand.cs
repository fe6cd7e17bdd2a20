using System.CommandLine;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms cascade</c>: margin rules in a market where liquidations move the price.</summary>
public static class CascadeCommand
{
    private static readonly Option<int> Seeds = new("--seeds") { Description = "Seeds compared, 2 to 5,000.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> FirstSeed = new("--first-seed") { Description = "First of the seeds compared, 1 to 5,000.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Training = new("--training-seeds") { Description = "Seeds to train, choose settings and match averages on, 2 to 10,000; none of them is compared.", DefaultValueFactory = _ => 30 };
    private static readonly Option<double> Margin = new("--margin") { Description = "Average initial margin of every rule, percent of notional, above 1 and below 100.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Adversaries = new("--adversaries") { Description = "Adversaries of each kind in the second set of runs; even, 0 = no second set.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Days = new("--days") { Description = "Length of every run in days, 1 to 30.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for cascade.json and cascade.svg; without it only the table is printed." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("cascade",
            "Compare margin rules at the same average margin in a simulated market with liquidation cascades.\nExample: dms cascade --seeds 200 --out out/")
        {
            Seeds, FirstSeed, Training, Margin, Adversaries, Days, Out, Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string? folder = parsed.GetValue(Out);
        if (folder is not null)
        {
            OutputFolder.Prepare(folder);
        }

        using ProgressLine progress = new("Running markets");
        CascadeComparison comparison = CascadeStudy.Run(PlanOf(parsed, cancellation), progress.Show);
        string report = CascadeReport.Json(comparison);
        if (folder is not null)
        {
            byte[] picture = Encoding.UTF8.GetBytes(CascadePicture.Draw(comparison));
            OutputFolder.Write(folder,
            [
                ("cascade.json", s => s.Write(Encoding.UTF8.GetBytes(report))),
                ("cascade.svg", s => s.Write(picture)),
            ]);
        }

        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(report);
        }
        else
        {
            CascadeReport.Table(comparison);
        }

        return ExitCode.Done;
    }

    private static CascadePlan PlanOf(ParseResult parsed, CancellationToken cancellation)
    {
        int adversaries = InRange(parsed.GetValue(Adversaries), "--adversaries", (0, 40));
        if (adversaries % 2 != 0)
        {
            throw new UsageException($"Found {adversaries}; adversaries come in pairs. Give an even number.", "--adversaries");
        }

        double margin = parsed.GetValue(Margin);
        if (!(margin is > 1 and < 100))
        {
            throw new UsageException(FormattableString.Invariant($"Found {margin}; allowed is above 1 and below 100 percent."), "--margin");
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        return new CascadePlan
        {
            Settings = new CascadeSettings { Minutes = 1440 * InRange(parsed.GetValue(Days), "--days", (1, 30)) },
            Seeds = InRange(parsed.GetValue(Seeds), "--seeds", (2, 5_000)),
            FirstSeed = InRange(parsed.GetValue(FirstSeed), "--first-seed", (1, 5_000)),
            TrainingSeeds = InRange(parsed.GetValue(Training), "--training-seeds", (2, 10_000)),
            AverageRate = margin / 100,
            AdversariesPerKind = adversaries,
            ForEach = (count, run) => Parallel.For(0, count, options, run),
        };
    }

    private static int InRange(int value, string option, (int Least, int Most) allowed) =>
        value >= allowed.Least && value <= allowed.Most
            ? value
            : throw new UsageException($"Found {value}; allowed is {allowed.Least} to {allowed.Most}.", option);
}
