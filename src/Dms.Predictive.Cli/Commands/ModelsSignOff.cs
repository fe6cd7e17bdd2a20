using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models sign-off</c> and <c>require-sign-off</c>: what a validator stands for.</summary>
internal static class ModelsSignOff
{
    private static readonly Option<string> Report = new("--report") { Description = "Folder that dms explain model wrote for this version.", Required = true };
    private static readonly Option<FileInfo> Key = new("--key") { Description = "Your own private key; of sign-off a validator's.", Required = true };

    /// <summary>Builds <c>sign-off</c>.</summary>
    public static Command CreateSignOff()
    {
        Command command = new("sign-off",
            "Sign a version's report as its validator: not the author, and not with the key of an approver of its promotion.\n"
            + "Example: dms models sign-off --models out/models --id sim-btc --model-version 1.1.0 --report out/report --key out/val.pem --note \"limits accepted\"")
        {
            ModelsOptions.Models, ModelsOptions.Id, ModelsOptions.Version, Report, Key, ModelsOptions.Actor, ModelsOptions.Note, ModelsOptions.Json,
        };
        command.SetAction(RunSignOff);
        return command;
    }

    /// <summary>Builds <c>require-sign-off</c>.</summary>
    public static Command CreateRequire()
    {
        Command command = new("require-sign-off",
            "From here on promote nothing without a signed report; it cannot be taken back.\n"
            + "Example: dms models require-sign-off --models out/models --key out/rob.pem")
        {
            ModelsOptions.Models, Key, ModelsOptions.Actor, ModelsOptions.Note, ModelsOptions.Json,
        };
        command.SetAction(RunRequire);
        return command;
    }

    /// <summary>Refuses a promotion whose report is not, byte for byte, the one that was signed off.</summary>
    /// <exception cref="InputRefusedException"><c>sign-off-report</c>, or what is wrong with the report.</exception>
    public static void RefuseOtherReport(ModelRegistry registry, RegisteredModel challenger, string? report)
    {
        if (registry.SignOffOf(challenger) is not { } signOff || (report is null && !registry.RequiresSignOff))
        {
            return;
        }

        if (report is null)
        {
            throw new UsageException("This registry promotes only on a signed report: name its folder.", "--report");
        }

        string found = SignedReport.Digest(report, challenger);
        if (found != signOff.ReportSha256)
        {
            throw new InputRefusedException(
                "sign-off-report", $"{signOff.Validator} signed the report {signOff.ReportSha256}; this one is {found}. Give the signed report, or have this one signed.", report);
        }
    }

    private static int RunSignOff(ParseResult parsed)
    {
        string models = parsed.GetValue(ModelsOptions.Models)!;
        RegistrySignature by = ModelsOptions.By(parsed);
        ModelSignOff signed = RegistryWork.Write(models, r =>
        {
            RegisteredModel target = ModelsOptions.Named(r, parsed.GetValue(ModelsOptions.Id)!, parsed.GetValue(ModelsOptions.Version)!, models);
            string digest = SignedReport.Digest(parsed.GetRequiredValue(Report), target);
            ApprovalStatement statement = r.Statement(RegistryAction.SignOff, target, digest);
            return r.SignOff(target, digest, ModelsApprove.Sign(r, statement, parsed.GetRequiredValue(Key), by.At), by);
        });
        Console.Out.WriteLine(parsed.GetValue(ModelsOptions.Json)
            ? JsonSerializer.Serialize(new { model = signed.Model, version = signed.Version, report = signed.ReportSha256, validator = signed.Validator, keyId = signed.KeyId, at = signed.At.ToString() })
            : $"{signed.Validator} stands for the report of {signed.Model} {signed.Version}: {signed.ReportSha256}.");
        return ExitCode.Done;
    }

    private static int RunRequire(ParseResult parsed)
    {
        RegistrySignature by = ModelsOptions.By(parsed);
        RegistryWork.Write(parsed.GetValue(ModelsOptions.Models)!, r =>
        {
            r.RequireSignOff([ModelsApprove.Sign(r, r.SignOffPolicy(), parsed.GetRequiredValue(Key), by.At)], by);
            return true;
        });
        Console.Out.WriteLine(parsed.GetValue(ModelsOptions.Json)
            ? JsonSerializer.Serialize(new { requiresSignOff = true })
            : "From here on a promotion needs a report that a validator has signed.");
        return ExitCode.Done;
    }
}
