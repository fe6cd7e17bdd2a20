using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Says what a training made and what can be done with it.</summary>
internal static class TrainedSummary
{
    /// <summary>Prints to standard output.</summary>
    public static void Print(bool json, TrainedBundle trained, RegisteredModel? registered)
    {
        FittedRefit refit = trained.Run.Refits[^1];
        int[] horizons = [.. refit.Horizons.Select(h => h.Baselines.HorizonMinutes)];
        int margin = new PipelinePolicy().HorizonMinutes;
        string? warning = horizons.Contains(margin)
            ? null
            : $"No margin uses it under the default policy, whose horizon is {margin} min: the model has {string.Join(" and ", horizons)} min. Add {margin}m to --horizons, or use a policy file with another horizonMinutes.";
        string from = Timestamp.FromMinutes(trained.Run.Table.FirstMinute).ToString(), to = Timestamp.FromMinutes(refit.Refit.Minute).ToString();
        ModelIdentity id = trained.Model.Identity;
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                bundle = trained.Folder,
                id = id.Id,
                version = id.Version,
                sha256 = id.Sha256,
                manifestSha256 = id.ManifestSha256,
                rows = refit.TrainingRows,
                from,
                to,
                horizonsMinutes = horizons,
                warning,
                registeredAs = registered is null ? null : ModelStateNames.Of(registered.State),
            }));
            return;
        }

        Console.Out.WriteLine($"Trained {id.Id} {id.Version}: {refit.TrainingRows} rows of bars from {from} to {to}, horizons {string.Join(", ", horizons)} min.");
        Console.Out.WriteLine($"Wrote {trained.Folder}: verified and read back. Its card: {Path.Combine(trained.Folder, "card.md")}");
        if (warning is not null)
        {
            Console.Out.WriteLine($"Warning: {warning}");
        }

        if (registered is null)
        {
            Console.Out.WriteLine($"Next: dms models compare --champion FOLDER --challenger {trained.Folder} --data FILES --test-start {to}");
            Console.Out.WriteLine($"then: dms models register --bundle {trained.Folder}");
        }
        else
        {
            ModelsRegister.Print(registered, json: false);
            Console.Out.WriteLine($"Next: dms models gate --id {id.Id} --model-version {id.Version}, or let a host score it in shadow.");
        }
    }
}
