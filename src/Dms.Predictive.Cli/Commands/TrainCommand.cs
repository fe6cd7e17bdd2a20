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
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms train</c>: a versioned, signed bundle from bars.</summary>
public static class TrainCommand
{
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> TrainEnd = new("--train-end") { Description = "Only outcomes known by this UTC time are used.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder of models; the bundle becomes OUT/ID/VERSION.", Required = true };
    private static readonly Option<string?> Id = new("--id") { Description = "Model id; default: the instrument in lower case." };
    private static readonly Option<string> Version = new("--model-version") { Description = "Version, never reused.", DefaultValueFactory = _ => "1.0.0" };
    private static readonly Option<string?> Key = new("--key") { Description = "Private signing key (PEM, P-256); default: a throw-away key, which proves integrity but not origin." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the trees.", DefaultValueFactory = _ => 17 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    private static readonly Option<string> Horizons = new("--horizons") { Description = "Horizons, comma-separated; margins need the policy's own.", DefaultValueFactory = _ => "10m,60m" };
    private static readonly ProtocolOptions Shared = new();
    private static readonly Option<string?> Step = new("--step") { Description = "Spacing of decisions; default: 5m, or the bar where bars are longer." };
    private static readonly SeriesOption Series = new();
    private static readonly Option<string?> FeaturesOut = new("--features-out") { Description = "Also write features and outcomes as a Parquet file." };
    private static readonly Option<bool> Register = new("--register") { Description = "Register the bundle as challenger in OUT/registry.db." };
    private static readonly Option<string> Actor = new("--actor") { Description = "Who registers; default: the user's name.", DefaultValueFactory = _ => Environment.UserName };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("train",
            "Fit baselines, trees and blend, and write a verified bundle.\nExample: dms train --data data/samples/SIM-BTC.csv.gz --train-end 2026-03-01 --out models/")
        {
            Data, TrainEnd, Horizons, Step, Out, Id, Version, Key, Seed, FeaturesOut, Register, Actor, Json,
        };
        Shared.AddTo(command);
        Series.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        EvaluationProtocol protocol = ProtocolOf(parsed) with
        {
            StepMinutes = parsed.GetValue(Step) is string step ? Durations.Minutes(step, "--step") : Math.Max(5, history.Series.LengthMinutes),
        };
        Timestamp end = Durations.Time(parsed.GetValue(TrainEnd), "--train-end")!.Value;
        string root = parsed.GetValue(Out)!;
        OutputFolder.Prepare(root);
        IReadOnlyList<BarHistory> pool = Shared.Pool(parsed, cancellation);
        TrainingOrder order = new()
        {
            History = history,
            Protocol = protocol,
            TrainEnd = end,
            Root = root,
            Id = parsed.GetValue(Id),
            Version = parsed.GetValue(Version)!,
            KeyFile = parsed.GetValue(Key),
            Pool = pool,
            Threads = Shared.Threads(parsed),
            Series = Series.Read(parsed, pool, cancellation),
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
        Print(parsed.GetValue(Json), trained.Folder, trained.Model, registered);
        return ExitCode.Done;
    }

    private static EvaluationProtocol ProtocolOf(ParseResult parsed) => Shared.Apply(new TrainingPlan
    {
        TrainEnd = default,
        HorizonsMinutes = [.. parsed.GetValue(Horizons)!.Split(',').Select(h => Durations.Minutes(h.Trim(), "--horizons"))],
        Seed = parsed.GetValue(Seed),
    }.ToProtocol(), parsed);

    private static void Print(bool json, string folder, ForecastModel model, RegisteredModel? registered)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                bundle = folder,
                id = model.Identity.Id,
                version = model.Identity.Version,
                sha256 = model.Identity.Sha256,
                manifestSha256 = model.Identity.ManifestSha256,
                registeredAs = registered is null ? null : ModelStateNames.Of(registered.State),
            }));
        }
        else
        {
            AnsiConsole.WriteLine($"Wrote {folder}: verified and read back. Check it: dms models verify --bundle {folder}");
            if (registered is not null)
            {
                ModelsRegister.Print(registered, json: false);
            }
        }
    }
}
