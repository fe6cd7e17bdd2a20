using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms models</c>.</summary>
public static class ModelsCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("models", "Verify, compare and register model bundles.")
    {
        CreateVerify(), ModelsCompare.Create(), ModelsRegister.Create(), ModelsList.CreateList(), ModelsList.CreateShow(),
    };

    private static Command CreateVerify()
    {
        Option<DirectoryInfo> bundle = new("--bundle")
        {
            Description = "The version's folder: models/<id>/<version>.",
            Required = true,
        };
        Option<FileInfo[]> keys = new("--key")
        {
            Description = "Trusted public key (PEM, or JSON with publicKey and keyId); may repeat. Without one the "
                + "signature only proves that the bundle is whole.",
        };
        Option<string?> schema = new("--feature-schema")
        {
            Description = "Hash of the feature schema the model must read.",
        };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command verify = new("verify",
            "Check every byte of a bundle and score its golden rows again. "
            + "Example: dms models verify --bundle models/gbdt/1.0.0 --key key.json --json")
        {
            bundle, keys, schema, json,
        };
        verify.SetAction(parsed => ModelsVerify.Run(new ModelsVerifyRequest(
            parsed.GetRequiredValue(bundle),
            parsed.GetValue(keys) ?? [],
            parsed.GetValue(schema),
            parsed.GetValue(json))));
        return verify;
    }
}
