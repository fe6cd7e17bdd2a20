using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Cli.Workbench;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms train</c>: a versioned, signed bundle from bars.</summary>
public static class TrainCommand
{
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> TrainEnd = new("--train-end") { Description = "Only outcomes known by this UTC time are used; not with --schedule." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder of models; the bundle becomes OUT/ID/VERSION.", Required = true };
    private static readonly Option<string?> Id = new("--id") { Description = "Model id; default: the instrument in lower case." };
    private static readonly Option<string> Version = new("--model-version") { Description = "Version, never reused.", DefaultValueFactory = _ => "1.0.0" };
    private static readonly Option<string?> Key = new("--key") { Description = "Private signing key (PEM, P-256); default: a throw-away key, which proves integrity but not origin." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the trees.", DefaultValueFactory = _ => 17 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    private static readonly Option<string> Horizons = new("--horizons") { Description = "Horizons, comma-separated; margins need the policy's own.", DefaultValueFactory = _ => "10m,60m" };
    private static readonly ProtocolOptions Shared = new();
    private static readonly Option<string?> Step = new("--step") { Description = "Spacing of decisions; default: 5m, or the bar where bars are longer." };
    private static readonly SideOptions Side = new();
    private static readonly Option<string?> FeaturesOut = new("--features-out") { Description = "Also write features and outcomes as a Parquet file." };
    private static readonly Option<bool> Register = new("--register") { Description = "Register the bundle as challenger in OUT/registry.db." };
    private static readonly Option<string> Actor = new("--actor") { Description = "Who registers; default: the user's name.", DefaultValueFactory = _ => Environment.UserName };

    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Option<string?> Owner = new("--owner") { Description = "Who answers for the model; stands on its card." };
    private static readonly Option<string[]> Licences = new("--data-licence") { Description = "Licence of a data file for the card, as FILE=TEXT; may repeat. Without one the card says unknown." };
    private static readonly Option<string?> Evaluation = new("--evaluation") { Description = "Folder that dms evaluate wrote with the same recipe; its figures stand on the card." };
    private static readonly Option<int> CardDays = new("--card-days") { Description = "Days after --train-end from which on the forecast counts with weight 0, 1 to 366.", DefaultValueFactory = _ => ModelLife.DefaultDays };

    private static readonly Option<string?> Schedule = new("--schedule") { Description = "Retrain at 00:00 UTC: monthly, or every so many days such as 7d. The version is the date; what passes its gate becomes challenger, the rest is kept as rejected; nothing is promoted." };
    private static readonly Option<bool> Once = new("--once") { Description = "With --schedule: only the last training that was due." };
    private static readonly Option<int> GateDays = new("--gate-days") { Description = "With --schedule: days before the end of training on which the recipe is judged, 7 to 366.", DefaultValueFactory = _ => 30 };
    private static readonly Option<int?> EndWith = new("--end-with") { Description = "With --schedule: process with which this one ends." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("train",
            "Fit baselines, trees and blend, and write a verified bundle.\nExample: dms train --data data/samples/SIM-BTC.csv.gz --train-end 2026-03-01 --out models/")
        {
            Data, TrainEnd, Horizons, Step, Out, Id, Version, Key, Seed, FeaturesOut, Register, Actor, Owner, Licences, Evaluation, CardDays, Schedule,
            Once, GateDays, EndWith, Json,
        };
        Shared.AddTo(command);
        Side.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => parsed.GetValue(Schedule) is string when ? RunScheduleAsync(parsed, when, cancellation) : Task.FromResult(Run(parsed, cancellation)), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Timestamp end = Durations.Time(parsed.GetValue(TrainEnd), "--train-end")
            ?? throw new UsageException("A training needs an end (--train-end), or a schedule (--schedule).", "--train-end");
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        EvaluationProtocol protocol = ProtocolOf(parsed, history.Series);
        string root = parsed.GetValue(Out)!;
        IReadOnlyList<BarHistory> pool = Shared.Pool(parsed, cancellation);
        CardNotes notes = NotesOf(parsed, protocol, [.. history.Files.Concat(pool.SelectMany(p => p.Files)).Select(f => Path.GetFileName(f.Path))]);
        OutputFolder.Prepare(root);
        TrainingOrder order = new()
        {
            History = history,
            Notes = notes,
            Protocol = protocol,
            TrainEnd = end,
            Root = root,
            Id = parsed.GetValue(Id),
            Version = parsed.GetValue(Version)!,
            KeyFile = parsed.GetValue(Key),
            Pool = pool,
            Threads = Shared.Threads(parsed),
            Side = Side.Read(parsed, history, pool, cancellation),
        };
        using ProgressLine progress = new("Fitting models");
        TrainedBundle trained = TrainingWork.Run(order, progress.Show, cancellation);
        if (parsed.GetValue(FeaturesOut) is string file)
        {
            FrameFiles.Write(file, FeatureFrame.Of(trained.Run.Table, trained.Run.Targets));
        }

        RegisteredModel? registered = parsed.GetValue(Register)
            ? RegistryWork.Register(trained.Folder, BundleTrust.Self(), ModelState.Challenger, new RegistrySignature(
                parsed.GetValue(Actor)!, Timestamp.From(TimeProvider.System.GetUtcNow()), "dms train --register"))
            : null;
        TrainedSummary.Print(parsed.GetValue(Json), trained, registered);
        return ExitCode.Done;
    }

    private static Task<int> RunScheduleAsync(ParseResult parsed, string when, CancellationToken cancellation)
    {
        RetrainingSchedule schedule = RetrainingSchedule.Parse(when);
        string[] data = parsed.GetValue(Data)!;
        BarHistory history = BarFiles.Load(data, cancellation);
        RefuseWithSchedule(parsed, cancellation);
        EvaluationProtocol protocol = ProtocolOf(parsed, history.Series);
        ScheduledPlan plan = new()
        {
            Schedule = schedule,
            Bars = stop => BarFiles.Load(data, stop),
            Protocol = protocol,
            Root = parsed.GetValue(Out)!,
            Id = parsed.GetValue(Id),
            KeyFile = parsed.GetValue(Key),
            Actor = parsed.GetValue(Actor)!,
            Notes = NotesOf(parsed, protocol, [.. history.Files.Select(f => Path.GetFileName(f.Path))]),
            GateDays = parsed.GetValue(GateDays) is int days and >= 7 and <= 366
                ? days
                : throw new UsageException($"{parsed.GetValue(GateDays)} days are out of range; choose 7 to 366.", "--gate-days"),
        };
        return TrainSchedule.RunAsync(plan, (parsed.GetValue(Once), parsed.GetValue(Json), parsed.GetValue(EndWith)), cancellation);
    }

    // What the gate cannot refit, it cannot judge.
    private static void RefuseWithSchedule(ParseResult parsed, CancellationToken cancellation)
    {
        (string Option, bool Given)[] refused =
        [
            ("--train-end", parsed.GetValue(TrainEnd) is not null), ("--register", parsed.GetValue(Register)),
            ("--pool", Shared.Pool(parsed, cancellation).Count > 0), ("--series, --flow and --peer", Side.Given(parsed, cancellation)),
            ("--features-out", parsed.GetValue(FeaturesOut) is not null),
        ];
        if (refused.FirstOrDefault(r => r.Given).Option is string option)
        {
            throw new UsageException($"{option} does not go with --schedule: leave it out.", option);
        }
    }

    private static EvaluationProtocol ProtocolOf(ParseResult parsed, BarSeries series) => ProtocolOf(parsed) with
    {
        StepMinutes = parsed.GetValue(Step) is string step ? Durations.Minutes(step, "--step") : Math.Max(5, series.LengthMinutes),
    };

    private static EvaluationProtocol ProtocolOf(ParseResult parsed) => Shared.Apply(new TrainingPlan
    {
        TrainEnd = default,
        HorizonsMinutes = [.. parsed.GetValue(Horizons)!.Split(',').Select(h => Durations.Minutes(h.Trim(), "--horizons"))],
        Seed = parsed.GetValue(Seed),
    }.ToProtocol(), parsed);

    private static CardNotes NotesOf(ParseResult parsed, EvaluationProtocol protocol, IReadOnlyCollection<string> files) => new()
    {
        Owner = parsed.GetValue(Owner),
        Recipe = Path.GetFileNameWithoutExtension(Shared.RecipeName(parsed)),
        Licences = CardNotes.LicencesOf(parsed.GetValue(Licences) ?? [], files),
        Evaluation = CardNotes.EvaluationOf(parsed.GetValue(Evaluation), JsonSerializer.SerializeToElement(protocol.Members, CamelCase)),
        Days = parsed.GetValue(CardDays) is int days and >= 1 and <= 366
            ? days
            : throw new UsageException($"{parsed.GetValue(CardDays)} days are out of range; choose 1 to 366.", "--card-days"),
    };
}
