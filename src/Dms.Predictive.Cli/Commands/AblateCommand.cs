using System.CommandLine;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms ablate</c>: what each family of inputs is worth, walk-forward.</summary>
public static class AblateCommand
{
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> TestStart = new("--test-start") { Description = "First decision, UTC; default: after 60 % of the data and 31 days." };
    private static readonly Option<string?> TestEnd = new("--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private static readonly Option<string> Horizons = new("--horizons") { Description = "Horizons, comma-separated.", DefaultValueFactory = _ => "10m,60m" };
    private static readonly Option<string> Step = new("--step") { Description = "Spacing of decisions.", DefaultValueFactory = _ => "5m" };
    private static readonly Option<string> Refit = new("--refit") { Description = "monthly, or days such as 7d.", DefaultValueFactory = _ => "monthly" };
    private static readonly Option<string> Recipe = new("--recipe") { Description = "Recipe of the learned members, or a JSON file.", DefaultValueFactory = _ => NamedRecipes.Default };
    private static readonly Option<string[]> Only = new("--family") { Description = "Family in question, such as macro; may repeat; default: every family.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for ablation.json.", Required = true };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the learners and of the bootstrap.", DefaultValueFactory = _ => 17 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };
    private static readonly SeriesOption Series = new();

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("ablate",
            "Tell what each family of inputs is worth: the walk-forward with and without it.\nExample: dms ablate --data data/samples/SIM-BTC.csv.gz --test-start 2026-02-15 --refit 7d --out out/")
        {
            Data, TestStart, TestEnd, Horizons, Step, Refit, Recipe, Only, Out, Seed, Json,
        };
        Series.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        BlendRecipe recipe = RecipeFile.Read(parsed.GetValue(Recipe)!);
        EvaluationProtocol protocol = new()
        {
            HorizonMinutes = [.. parsed.GetValue(Horizons)!.Split(',').Select(h => Durations.Minutes(h.Trim(), "--horizons")).Distinct().Order()],
            StepMinutes = Durations.Minutes(parsed.GetValue(Step)!, "--step"),
            RefitDays = Durations.RefitDays(parsed.GetValue(Refit)!),
            Seed = parsed.GetValue(Seed),
            Members = recipe.Members,
            Online = recipe.Online,
        };
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        AblationOutcome outcome = Ablate(parsed, protocol, cancellation);
        string report = AblationReport.Json(outcome);
        OutputFolder.Write(folder, ("ablation.json", s => s.Write(Encoding.UTF8.GetBytes(report))));
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(report);
        }
        else
        {
            AblationReport.Print(outcome);
        }

        return ExitCode.Done;
    }

    private static AblationOutcome Ablate(ParseResult parsed, EvaluationProtocol protocol, CancellationToken cancellation)
    {
        (Timestamp? Start, Timestamp? End) asked =
            (Durations.Time(parsed.GetValue(TestStart), "--test-start"), Durations.Time(parsed.GetValue(TestEnd), "--test-end"));
        IReadOnlyList<SlowSeries> series = Series.Read(parsed, [], cancellation);
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        GridRules.Refuse(protocol, history.Series);
        (Timestamp Start, Timestamp End) span = TestSpan.Of(history.Series, asked.Start, asked.End);
        using ProgressLine progress = new("Walking forward");
        DecisionTable table = DecisionTableBuilder.Build(history.Series, protocol.StepMinutes, span.End, cancellation, series);
        IReadOnlyList<AblationStep> plan = PlanOf(table, parsed.GetValue(Only) ?? []);
        IReadOnlyList<AblationGain> gains = AblationRun.Run(table, protocol, span, plan, progress.Show, cancellation);
        return gains.Count > 0
            ? new AblationOutcome(history, series, protocol, span, gains)
            : throw new InputRefusedException(
                "history-too-short", "Nothing was issued in the test span. Give more bars, or a later --test-start.", "--data");
    }

    private static IReadOnlyList<AblationStep> PlanOf(DecisionTable table, string[] only)
    {
        try
        {
            return AblationPlan.Of(table.Schema, only);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter", 2)[0], "--family");
        }
    }
}
