using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models key</c>, <c>enroll</c> and <c>approve</c>: people, their keys and their signatures.</summary>
internal static class ModelsApprove
{
    private static readonly Option<FileInfo> PrivateOut = new("--out") { Description = "File of the private key (PEM, readable by its owner alone); the public key goes to the same name with .pub.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "Name of the person.", Required = true };
    private static readonly Option<string> Role = new("--role") { Description = $"One of {string.Join(", ", ApproverRoles.All)}.", Required = true };
    private static readonly Option<FileInfo> PublicKey = new("--public-key") { Description = "The person's public key (PEM).", Required = true };

    private static readonly Option<string> Action = new("--action") { Description = "promote, rollback, revoke or enroll.", DefaultValueFactory = _ => "promote" };
    private static readonly Option<string?> OfId = new("--id") { Description = "Model id; not for enroll." };
    private static readonly Option<string?> OfVersion = new("--model-version") { Description = "Version to promote or revoke; for rollback the one that comes back is found." };
    private static readonly Option<FileInfo?> Evidence = new("--evidence") { Description = "Gate document that dms models gate wrote; for promote." };
    private static readonly Option<string?> OfName = new("--name") { Description = "Person to enrol; for enroll." };
    private static readonly Option<string?> OfRole = new("--role") { Description = "Role of the person; for enroll." };
    private static readonly Option<FileInfo?> OfKey = new("--public-key") { Description = "Public key of the person; for enroll." };
    private static readonly Option<FileInfo> Key = new("--key") { Description = "Your own private key.", Required = true };
    private static readonly Option<FileInfo> Out = new("--out") { Description = "File of the approval.", Required = true };

    /// <summary>Builds <c>key</c>.</summary>
    public static Command CreateKey()
    {
        Command command = new("key", "Make a key pair for an approver.\nExample: dms models key --out out/ada.pem") { PrivateOut, ModelsOptions.Json };
        command.SetAction(RunKey);
        return command;
    }

    /// <summary>Builds <c>enroll</c>.</summary>
    public static Command CreateEnroll()
    {
        Command command = new("enroll",
            "Let a person approve. Free until two roles are held; then one enrolled person must approve it.\n"
            + "Example: dms models enroll --models out/models --name ada --role model-owner --public-key out/ada.pem.pub")
        {
            ModelsOptions.Models, Name, Role, PublicKey, ModelsOptions.Approvals, ModelsOptions.Actor, ModelsOptions.Note, ModelsOptions.Json,
        };
        command.SetAction(RunEnroll);
        return command;
    }

    /// <summary>Builds <c>approve</c>.</summary>
    public static Command CreateApprove()
    {
        Command command = new("approve",
            "Sign an action on a version. A promotion is signed on its gate document, and only when every condition holds.\n"
            + "Example: dms models approve --models out/models --id sim-btc --model-version 1.1.0 --evidence out/gate.json --key out/ada.pem --out out/ada.json")
        {
            ModelsOptions.Models, Action, OfId, OfVersion, Evidence, OfName, OfRole, OfKey, Key, Out, ModelsOptions.Json,
        };
        command.SetAction(RunApprove);
        return command;
    }

    /// <summary>Signs in the name under which a key is enrolled.</summary>
    /// <exception cref="InputRefusedException"><c>approver-unknown</c>.</exception>
    public static RegistryApproval Sign(ModelRegistry registry, ApprovalStatement statement, FileInfo keyFile, Timestamp now)
    {
        using ECDsa key = RegistryKeyFile.Read(keyFile.FullName);
        string id = BundleKey.From(key).KeyId;
        EnrolledApprover person = registry.Approvers.FirstOrDefault(a => a.OpenKey().KeyId == id)
            ?? throw new InputRefusedException(
                "approver-unknown", $"Key {id} is not enrolled in this registry. Enrol it: dms models enroll.", keyFile.FullName);
        return RegistryApproval.Sign(statement, person.Name, key, now);
    }

    private static int RunKey(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(PrivateOut).FullName;
        KeyPlace.Refuse(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        RegistryKeyFile.Save(key, path);
        AtomicFile.Write(path + ".pub", s => s.Write(System.Text.Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n")));
        string id = BundleKey.From(key).KeyId;
        Say(parsed, new { keyId = id, file = path, publicKey = path + ".pub" },
            $"Key {id}: keep {path} to yourself, give {path}.pub to whoever enrols you.");
        return ExitCode.Done;
    }

    private static int RunEnroll(ParseResult parsed)
    {
        EnrolledApprover person = Person(parsed.GetValue(Name)!, parsed.GetValue(Role)!, parsed.GetRequiredValue(PublicKey));
        RegistryWork.Write(parsed.GetValue(ModelsOptions.Models)!, r =>
        {
            r.Enroll(person, ApprovalFile.Read(parsed.GetValue(ModelsOptions.Approvals) ?? []), ModelsOptions.By(parsed));
            return true;
        });
        Say(parsed, new { name = person.Name, role = person.Role, keyId = person.OpenKey().KeyId },
            $"{person.Name} may approve as {person.Role}, with key {person.OpenKey().KeyId}.");
        return ExitCode.Done;
    }

    private static int RunApprove(ParseResult parsed)
    {
        string models = parsed.GetValue(ModelsOptions.Models)!;
        ModelRegistry registry = RegistryWork.Open(models);
        ApprovalStatement statement = StatementOf(parsed, registry, models);
        RegistryApproval approval = Sign(registry, statement, parsed.GetRequiredValue(Key), ModelsOptions.Now());
        string file = parsed.GetRequiredValue(Out).FullName;
        ApprovalFile document = new() { Statement = statement, Approval = approval };
        AtomicFile.Write(file, s => s.Write(document.ToBytes()));
        Say(parsed, new { approver = approval.Approver, keyId = approval.KeyId, file },
            $"{approval.Approver} approves: {ModelStateNames.Of(statement.Action)} {statement.Model} {statement.Version}. Written to {file}.");
        return ExitCode.Done;
    }

    private static ApprovalStatement StatementOf(ParseResult parsed, ModelRegistry registry, string models)
    {
        switch (parsed.GetValue(Action))
        {
            case "promote":
                FileInfo file = Needed(parsed, Evidence);
                PromotionEvidence evidence = PromotionEvidenceWork.Read(file.FullName);
                RegisteredModel challenger = Target(parsed, registry, models);
                PromotionGate.RefuseOther(evidence, challenger, registry.Alias(challenger.Model, ModelState.Champion));
                PromotionGate.Refuse(PromotionGate.Judge(evidence));
                return registry.Statement(RegistryAction.Promote, challenger, ModelsPromote.Digest(file));
            case "rollback":
                string id = Needed(parsed, OfId);
                RegisteredModel former = registry.Former(id) ?? throw new InputRefusedException(
                    "nothing-to-roll-back", $"{id} has no champion with one before it that may serve. Revoke the champion instead.", id);
                return registry.Statement(RegistryAction.Rollback, former, "");
            case "revoke":
                return registry.Statement(RegistryAction.Revoke, Target(parsed, registry, models), "");
            case "enroll":
                return registry.Statement(Person(Needed(parsed, OfName), Needed(parsed, OfRole), Needed(parsed, OfKey)));
            default:
                throw new UsageException($"'{parsed.GetValue(Action)}' is no action; write promote, rollback, revoke or enroll.", "--action");
        }
    }

    private static RegisteredModel Target(ParseResult parsed, ModelRegistry registry, string models) =>
        ModelsOptions.Named(registry, Needed(parsed, OfId), Needed(parsed, OfVersion), models);

    private static T Needed<T>(ParseResult parsed, Option<T?> option)
        where T : class => parsed.GetValue(option) ?? throw new UsageException($"This action needs {option.Name}.", option.Name);

    private static EnrolledApprover Person(string name, string role, FileInfo key)
    {
        BundleKey read = BundleKey.Parse(File.ReadAllText(key.FullName), key.FullName);
        return new EnrolledApprover(name, role, Convert.ToBase64String(read.PublicKey));
    }

    private static void Say(ParseResult parsed, object json, string text) =>
        Console.Out.WriteLine(parsed.GetValue(ModelsOptions.Json) ? JsonSerializer.Serialize(json) : text);
}
