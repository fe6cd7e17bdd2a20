using System.CommandLine;
using System.Security.Cryptography;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models promote</c>, <c>rollback</c> and <c>revoke</c>.</summary>
internal static class ModelsPromote
{
    private static readonly Option<FileInfo> Evidence = new("--evidence") { Description = "Gate document that was approved.", Required = true };
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "The bars that the document was computed from; it is computed again.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Shadow = new("--shadow") { Description = "The host's state folder that the document was computed from; instead of --data." };
    private static readonly Option<string?> Report = new("--report") { Description = "The report that a validator signed; needed where the registry asks for it, and compared byte for byte." };
    private static readonly Option<FileInfo?> Key = new("--key") { Description = "Private key of one enrolled person, who approves by this command; or name an --approval." };

    /// <summary>Builds <c>promote</c>.</summary>
    public static Command CreatePromote()
    {
        Command command = new("promote",
            "Make the challenger champion. Its gate document is computed again from the bars, and two people in two roles must have approved it.\n"
            + "Example: dms models promote --models out/models --id sim-btc --model-version 1.1.0 --evidence out/gate.json --data data/samples/SIM-BTC.csv.gz --approval out/ada.json out/rob.json")
        {
            ModelsOptions.Models, ModelsOptions.Id, ModelsOptions.Version, Evidence, Data, Shadow, Report, ModelsOptions.Approvals, ModelsOptions.Actor,
            ModelsOptions.Note, ModelsOptions.Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => RunPromote(parsed, cancellation), cancellation));
        return command;
    }

    /// <summary>Builds <c>rollback</c>.</summary>
    public static Command CreateRollback()
    {
        Command command = new("rollback",
            "Bring back the champion before the present one; a host that watches the registry serves it from its next decision on.\n"
            + "Example: dms models rollback --models out/models --id sim-btc --key out/rob.pem --note \"too many false alarms\"")
        {
            ModelsOptions.Models, ModelsOptions.Id, Key, ModelsOptions.Approvals, ModelsOptions.Actor, ModelsOptions.Note, ModelsOptions.Json,
        };
        command.SetAction(RunRollback);
        return command;
    }

    /// <summary>Builds <c>revoke</c>.</summary>
    public static Command CreateRevoke()
    {
        Command command = new("revoke",
            "Take a version out of service for good; when it is champion, hosts fall back to the baseline.\n"
            + "Example: dms models revoke --models out/models --id sim-btc --model-version 1.1.0 --key out/rob.pem --note \"trained on bad bars\"")
        {
            ModelsOptions.Models, ModelsOptions.Id, ModelsOptions.Version, Key, ModelsOptions.Approvals, ModelsOptions.Actor, ModelsOptions.Note,
            ModelsOptions.Json,
        };
        command.SetAction(RunRevoke);
        return command;
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static string Digest(FileInfo file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName)));

    private static int RunPromote(ParseResult parsed, CancellationToken cancellation)
    {
        string models = parsed.GetValue(ModelsOptions.Models)!;
        FileInfo file = parsed.GetRequiredValue(Evidence);
        PromotionEvidence evidence = PromotionEvidenceWork.Read(file.FullName);
        ModelRegistry registry = RegistryWork.Open(models);
        RegisteredModel challenger = ModelsOptions.Named(registry, parsed.GetValue(ModelsOptions.Id)!, parsed.GetValue(ModelsOptions.Version)!, models);
        RegisteredModel? champion = registry.Alias(challenger.Model, ModelState.Champion);
        if ((evidence.Model, evidence.Version) != (challenger.Model, challenger.Version))
        {
            throw new InputRefusedException(
                "evidence-other", $"The evidence is about {evidence.Model} {evidence.Version}. Run dms models gate for {challenger.Model} {challenger.Version}.", file.Name);
        }

        ModelsSignOff.RefuseOtherReport(registry, challenger, parsed.GetValue(Report));
        PromotionGate.RefuseOther(evidence, challenger, champion);
        PromotionGate.Refuse(PromotionGate.Judge(evidence));
        RefuseMadeUp(evidence, file, ModelsGate.Compute(
            models, (challenger, champion), new EvidenceSource(parsed.GetValue(Data) ?? [], evidence.Start, evidence.End, parsed.GetValue(Shadow)), cancellation));
        ModelsRegister.Print(
            RegistryWork.Write(models, r => r.Promote(
                evidence, Digest(file), ApprovalFile.Read(parsed.GetValue(ModelsOptions.Approvals) ?? []), ModelsOptions.By(parsed))),
            parsed.GetValue(ModelsOptions.Json));
        return ExitCode.Done;
    }

    // A document is never believed: the bars and the bundles must say the same, byte for byte.
    private static void RefuseMadeUp(PromotionEvidence claimed, FileInfo file, PromotionEvidence found)
    {
        if (!PromotionEvidenceWork.Write(found).AsSpan().SequenceEqual(File.ReadAllBytes(file.FullName)))
        {
            string what = claimed.Data.Count == found.Data.Count && claimed.Data.All(d => found.Data.GetValueOrDefault(d.Key) == d.Value)
                ? "figures differ" : "the bars are others";
            throw new InputRefusedException(
                "evidence-differs",
                $"Computed again, the document is another one: {what}. Give the bars that it was computed from, or run dms models gate again and have it approved.",
                file.Name);
        }
    }

    private static int RunRollback(ParseResult parsed)
    {
        string id = parsed.GetValue(ModelsOptions.Id)!;
        RegistrySignature by = ModelsOptions.By(parsed);
        RegisteredModel back = RegistryWork.Write(parsed.GetValue(ModelsOptions.Models)!, r => r.Rollback(
            id, ApprovalsOf(parsed, r, by.At, () => r.Former(id) is { } former ? r.Statement(RegistryAction.Rollback, former, "") : null), by));
        ModelsRegister.Print(back, parsed.GetValue(ModelsOptions.Json));
        return ExitCode.Done;
    }

    private static int RunRevoke(ParseResult parsed)
    {
        string models = parsed.GetValue(ModelsOptions.Models)!;
        RegistrySignature by = ModelsOptions.By(parsed);
        RegisteredModel revoked = RegistryWork.Write(models, r =>
        {
            RegisteredModel target = ModelsOptions.Named(r, parsed.GetValue(ModelsOptions.Id)!, parsed.GetValue(ModelsOptions.Version)!, models);
            return r.Revoke(target, ApprovalsOf(parsed, r, by.At, () => r.Statement(RegistryAction.Revoke, target, "")), by);
        });
        ModelsRegister.Print(revoked, parsed.GetValue(ModelsOptions.Json));
        return ExitCode.Done;
    }

    private static IReadOnlyList<RegistryApproval> ApprovalsOf(ParseResult parsed, ModelRegistry registry, Timestamp at, Func<ApprovalStatement?> statement)
    {
        IReadOnlyList<RegistryApproval> given = ApprovalFile.Read(parsed.GetValue(ModelsOptions.Approvals) ?? []);
        return parsed.GetValue(Key) is FileInfo key && statement() is { } signed ? [.. given, ModelsApprove.Sign(registry, signed, key, at)] : given;
    }
}
