using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models register</c>: a verified bundle enters the registry of its folder.</summary>
internal static class ModelsRegister
{
    private static readonly Option<DirectoryInfo> Bundle = new("--bundle")
    {
        Description = "The version's folder, MODELS/ID/VERSION; the registry is MODELS/registry.db.",
        Required = true,
    };

    private static readonly Option<string> As = new("--as")
    {
        Description = "challenger (scored beside the champion), or candidate (only known).",
        DefaultValueFactory = _ => "challenger",
    };

    private static readonly Option<string> Actor = new("--actor")
    {
        Description = "Who registers; enters the record. Default: the user's name.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private static readonly Option<string> Note = new(
        "--note")
    { Description = "Why; one line.", DefaultValueFactory = _ => "" };

    private static readonly Option<FileInfo[]> Keys = new("--key")
    {
        Description = "Trusted public key; may repeat. Without one the signature only proves that the bundle is whole.",
    };

    private static readonly Option<FileInfo?> Trust = ModelsTrust.CreateOption();

    private static readonly Option<string?> Schema = new("--feature-schema")
    {
        Description = "Hash of the feature schema the model must read.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("register",
            "Verify a bundle and register its version, never to be used again for another bundle.\n"
            + "Example: dms models register --bundle out/models/sim-btc/1.1.0 --as challenger --actor ada")
        {
            Bundle, As, Actor, Note, Keys, Trust, Schema, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string wanted = parsed.GetValue(As)!;
        if (!ModelStateNames.TryParse(wanted, out ModelState state))
        {
            throw new UsageException($"'{wanted}' is no state; write challenger or candidate.", "--as");
        }

        BundleTrust trust = ModelsTrust.Of(parsed.GetValue(Keys) ?? [], parsed.GetValue(Trust));
        RegistrySignature by = new(
            parsed.GetValue(Actor)!, Timestamp.From(TimeProvider.System.GetUtcNow()), parsed.GetValue(Note)!);
        string folder = parsed.GetRequiredValue(Bundle).FullName;
        if (parsed.GetValue(Schema) is { } schema)
        {
            trust = trust.WithSchema(schema);
        }

        Print(RegistryWork.Register(folder, trust, state, by), parsed.GetValue(Json));
        return ExitCode.Done;
    }

    /// <summary>Says what was registered.</summary>
    internal static void Print(RegisteredModel model, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(ModelsTables.Of(model)));
        }
        else
        {
            Console.Out.WriteLine(
                $"{model.Model} {model.Version} is {ModelStateNames.Of(model.State)} since {model.Since}, by "
                + $"{model.Actor}.");
        }
    }
}
