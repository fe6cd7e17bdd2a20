using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms train</c>: a versioned, signed bundle from bars.</summary>
public static class TrainCommand
{
    private static readonly Option<string[]> Data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Recipe = new("--recipe") { Description = "default, or a recipe file (JSON: leaves, minimumRowsPerLeaf, learningRate, trees, l2).", DefaultValueFactory = _ => "default" };
    private static readonly Option<string> TrainEnd = new("--train-end") { Description = "Only outcomes known by this UTC time are used.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder of models; the bundle becomes OUT/ID/VERSION.", Required = true };
    private static readonly Option<string?> Id = new("--id") { Description = "Model id; default: the instrument in lower case." };
    private static readonly Option<string> Version = new("--model-version") { Description = "Version, never reused.", DefaultValueFactory = _ => "1.0.0" };
    private static readonly Option<string?> Key = new("--key") { Description = "Private signing key (PEM, P-256); default: a throw-away key, which proves integrity but not origin." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the trees.", DefaultValueFactory = _ => 17 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("train",
            "Fit baselines, trees and blend, and write a verified bundle.\nExample: dms train --data data/samples/SIM-BTC.csv.gz --train-end 2026-03-01 --out models/")
        {
            Recipe, Data, TrainEnd, Out, Id, Version, Key, Seed, Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationProtocol protocol = new() { Seed = parsed.GetValue(Seed), Trees = RecipeOf(parsed.GetValue(Recipe)!) };
        Timestamp end = Durations.Time(parsed.GetValue(TrainEnd), "--train-end")!.Value;
        string root = parsed.GetValue(Out)!;
        OutputFolder.Prepare(root);
        BarHistory history = BarFiles.Load(parsed.GetValue(Data)!, cancellation);
        using ProgressLine progress = new("Fitting models");
        DecisionTable table = DecisionTableBuilder.Build(history.Series, protocol.StepMinutes, end, cancellation);
        WalkForwardRun run = WalkForwardRun.Run(table, protocol, (end, end + TimeSpan.FromMinutes(1)), progress.Show, cancellation);
        if (run.NothingIssuedReason is string reason)
        {
            throw new InputRefusedException("history-too-short", $"No model was fitted: {reason}. Give more bars before --train-end.", "--data");
        }

        using ECDsa signer = SignerOf(parsed.GetValue(Key));
        BundleLabel label = new(
            parsed.GetValue(Id) ?? history.Series.Instrument.ToLowerInvariant(), parsed.GetValue(Version)!,
            history.Files.ToDictionary(f => Path.GetFileName(f.Path), f => f.Sha256),
            new { trainingRows = run.Refits[^1].TrainingRows, garch = run.Refits[^1].GarchStatus }, end);
        ForecastModel model = BundleExport.Write(root, run.Refits[^1], run, protocol, label, signer);
        string folder = Path.Combine(root, label.Id, label.Version);
        Print(parsed.GetValue(Json), folder, model);
        return ExitCode.Done;
    }

    private static void Print(bool json, string folder, ForecastModel model)
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
            }));
        }
        else
        {
            AnsiConsole.WriteLine($"Wrote {folder}: verified and read back. Check it: dms models verify --bundle {folder}");
        }
    }

    private static ECDsa SignerOf(string? path)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (path is null)
        {
            return key;
        }

        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InputRefusedException("bad-key", $"The key cannot be read ({e.Message}). Give a P-256 private key as PEM.", path, e);
        }
    }

    private static BoostingRecipe RecipeOf(string nameOrFile)
    {
        if (nameOrFile == "default")
        {
            return new BoostingRecipe();
        }

        try
        {
            return JsonSerializer.Deserialize<BoostingRecipe>(File.ReadAllText(nameOrFile), Strict)!;
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(
                "recipe", $"The recipe cannot be read: {e.Message} Allowed keys: leaves, minimumRowsPerLeaf, learningRate, trees, l2, featureFraction, rowFraction, bins.",
                nameOrFile, e);
        }
    }
}
