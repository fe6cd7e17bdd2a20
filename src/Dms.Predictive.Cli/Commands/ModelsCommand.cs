using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms models</c>.</summary>
public static class ModelsCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("models", "Verify, compare, register, promote and take back model bundles.")
    {
        CreateVerify(), ModelsCompare.Create(), ModelsRegister.Create(), ModelsList.CreateList(), ModelsList.CreateShow(),
        ModelsApprove.CreateKey(), ModelsApprove.CreateEnroll(), ModelsGate.Create(), ModelsApprove.CreateApprove(),
        ModelsSignOff.CreateSignOff(), ModelsSignOff.CreateRequire(),
        ModelsPromote.CreatePromote(), ModelsPromote.CreateRollback(), ModelsPromote.CreateRevoke(),
    };

    private static Command CreateVerify()
    {
        Option<DirectoryInfo?> bundle = new("--bundle")
        {
            Description = "The version's folder: models/<id>/<version>.",
        };
        Option<string?> models = new("--models")
        {
            Description = "Folder of models: its registry's chain, signatures and approvals are checked, and every bundle in it.",
        };
        Option<string?> head = new("--head")
        {
            Description = "A head of the registry kept elsewhere; shows whether entries after it were cut off.",
        };
        Option<FileInfo[]> keys = new("--key")
        {
            Description = "Trusted public key (PEM, or JSON with publicKey and keyId); may repeat. Without one the "
                + "signature only proves that the bundle is whole.",
        };
        Option<FileInfo?> trust = ModelsTrust.CreateOption();
        Option<string?> schema = new("--feature-schema")
        {
            Description = "Hash of the feature schema the model must read.",
        };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command verify = new("verify",
            "Check every byte of a bundle and score its golden rows again; or check a whole registry. "
            + "Example: dms models verify --bundle models/gbdt/1.0.0 --key key.json --json")
        {
            bundle, models, head, keys, trust, schema, json,
        };
        verify.SetAction(parsed => (parsed.GetValue(bundle), parsed.GetValue(models)) switch
        {
            (DirectoryInfo folder, null) => ModelsVerify.Run(new ModelsVerifyRequest(
                folder, parsed.GetValue(keys) ?? [], parsed.GetValue(schema), parsed.GetValue(json))
            {
                Trust = parsed.GetValue(trust),
            }),
            (null, string root) => ModelsVerifyRegistry.Run(root, parsed.GetValue(keys) ?? [], parsed.GetValue(head), parsed.GetValue(json)),
            _ => throw new UsageException("Name either a bundle (--bundle) or a folder of models (--models).", "--bundle"),
        });
        return verify;
    }
}
