using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms parameters</c>: who changes a margin policy, how far, when and why.</summary>
internal static class ParametersCommand
{
    private static readonly Option<string> Ledger = new("--ledger") { Description = "Ledger of the market, a file.", Required = true };
    private static readonly Option<string> Actor = new("--actor") { Description = "Name under which you are enrolled.", Required = true };
    private static readonly Option<FileInfo> Key = new("--key") { Description = "Your private key, such as dms models key makes.", Required = true };
    private static readonly Option<FileInfo> PolicyFile = new("--policy") { Description = "Policy file (JSON).", Required = true };
    private static readonly Option<FileInfo?> RulesFile = new("--rules") { Description = "Limits on changes (JSON); default: limits for the built-in policy's parameters." };
    private static readonly Option<string> Name = new("--name") { Description = "Person to enrol.", Required = true };
    private static readonly Option<string> Role = new("--role") { Description = "risk (propose, approve, reject) or guardian (approve, veto, kill).", Required = true };
    private static readonly Option<FileInfo> PublicKey = new("--public-key") { Description = "The person's public key (PEM).", Required = true };
    private static readonly Option<string?> Effective = new("--effective") { Description = "When the change should hold, UTC; default: as soon as the rules allow." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; required for what may lower margin, emergencies, vetoes and the kill switch." };
    private static readonly Option<string?> Evidence = new("--evidence") { Description = "SHA-256 of the back-test's report.json, or the file itself; required for what may lower margin." };
    private static readonly Option<string> Version = new("--hash") { Description = "Hash of the version, or its first characters.", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would change and what it takes; write nothing." };
    private static readonly Option<string?> At = new("--at") { Description = "Moment, UTC; default: now." };
    private static readonly Option<FileInfo> Out = new("--out") { Description = "Policy file to write.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("parameters", "Change a margin policy with four eyes, limits, notice and a signed record.")
    {
        Make("open", "Begin a ledger with the policy in force; you are its first person.\nExample: dms parameters open --ledger out/btc.parameters --policy out/policy.json --actor ada --key out/ada.pem",
            p => Append(p, _ => new GovernanceEvent
            {
                Kind = GovernanceKind.Opened, At = "", Actor = "", Name = p.GetValue(Actor), Role = ParameterLedger.RiskRole, PublicKey = OwnPublicKey(p.GetRequiredValue(Key)),
                Rules = RulesOf(p.GetValue(RulesFile)), Set = SetOf(p).Canonical, SetHash = SetOf(p).Hash, Reason = p.GetValue(Reason),
            }), Ledger, PolicyFile, RulesFile, Actor, Key, Reason),
        Make("enroll", "Let another person act.\nExample: dms parameters enroll --ledger out/btc.parameters --name rob --role risk --public-key out/rob.pem.pub --actor ada --key out/ada.pem",
            p => Append(p, _ => new GovernanceEvent
            {
                Kind = GovernanceKind.Enrolled, At = "", Actor = "", Name = p.GetValue(Name), Role = p.GetValue(Role), PublicKey = PublicOf(p.GetRequiredValue(PublicKey)),
            }), Ledger, Name, Role, PublicKey, Actor, Key),
        Make("propose", "Put a policy forward. It is in force after approval by others and the shortest notice.\nExample: dms parameters propose --ledger out/btc.parameters --policy out/policy.json --reason \"more cover\" --actor ada --key out/ada.pem",
            Propose, Ledger, PolicyFile, Effective, Reason, Evidence, DryRun, Actor, Key),
        Decision("approve", "Agree to a proposal of somebody else.", GovernanceKind.Approved),
        Decision("reject", "Disagree; the proposal is over.", GovernanceKind.Rejected),
        Decision("veto", "Stop an approved version before it is in force (guardian).", GovernanceKind.Vetoed),
        Make("emergency", "Put a policy in force at once that can only raise margin.\nExample: dms parameters emergency --ledger out/btc.parameters --policy out/policy.json --reason \"cascade\" --actor rob --key out/rob.pem",
            p => Append(p, _ => new GovernanceEvent { Kind = GovernanceKind.Emergency, At = "", Actor = "", Set = SetOf(p).Canonical, SetHash = SetOf(p).Hash, Reason = p.GetValue(Reason) }),
            Ledger, PolicyFile, Reason, Actor, Key),
        Make("rollback", "Propose an earlier version again; the same limits and approvals hold.\nExample: dms parameters rollback --ledger out/btc.parameters --hash 3fa9 --reason \"too many calls\" --evidence out/report.json --actor ada --key out/ada.pem",
            Rollback, Ledger, Version, Effective, Reason, Evidence, Actor, Key),
        Switch("kill", "Switch the learned part of the margins off (guardian).", GovernanceKind.Killed),
        Switch("revive", "Switch it on again (guardian).", GovernanceKind.Revived),
        Make("show", "The version in force, and what is on its way.\nExample: dms parameters show --ledger out/btc.parameters", Show, Ledger, At),
        Make("history", "Every version: who, when, why. The whole ledger is checked.\nExample: dms parameters history --ledger out/btc.parameters", History, Ledger),
        Make("export", "Write the policy in force to a file.\nExample: dms parameters export --ledger out/btc.parameters --out out/policy.json", Export, Ledger, At, Out),
    };

    private static Command Decision(string name, string description, GovernanceKind kind) => Make(
        name, $"{description}\nExample: dms parameters {name} --ledger out/btc.parameters --hash 3fa9 --actor rob --key out/rob.pem",
        p => Append(p, l => new GovernanceEvent { Kind = kind, At = "", Actor = "", SetHash = Find(l, p.GetValue(Version)!).Set.Hash, Reason = p.GetValue(Reason) }),
        Ledger, Version, Reason, Actor, Key);

    private static Command Switch(string name, string description, GovernanceKind kind) => Make(
        name, $"{description}\nExample: dms parameters {name} --ledger out/btc.parameters --reason \"model drifts\" --actor gus --key out/gus.pem",
        p => Append(p, _ => new GovernanceEvent { Kind = kind, At = "", Actor = "", Reason = p.GetValue(Reason) }), Ledger, Reason, Actor, Key);

    private static Command Make(string name, string description, Func<ParseResult, int> run, params Option[] options)
    {
        Command command = new(name, description);
        foreach (Option option in options.Append(Json))
        {
            command.Options.Add(option);
        }

        command.SetAction(run);
        return command;
    }

    private static int Append(ParseResult parsed, Func<ParameterLedger, GovernanceEvent> draft)
    {
        string path = parsed.GetValue(Ledger)!;
        if (parsed.CommandResult.Command.Name == "open" && File.Exists(path))
        {
            throw new InputRefusedException("ledger-exists", "A ledger is never begun anew. Name another file.", path);
        }

        Timestamp now = ModelsOptions.Now();
        (ParameterLedger ledger, GovernanceEvent e) = ParameterLedgerFile.Append(
            path, parsed.GetRequiredValue(Key), l => draft(l) with { At = now.ToString(), Actor = parsed.GetValue(Actor)! });
        return ParametersText.Event(parsed.GetValue(Json), ledger, e);
    }

    private static int Propose(ParseResult parsed)
    {
        ParameterSet set = SetOf(parsed);
        if (!parsed.GetValue(DryRun))
        {
            return Append(parsed, l => Proposal(parsed, l, set));
        }

        ParameterLedger ledger = ParameterLedgerFile.Read(parsed.GetValue(Ledger)!);
        return ParametersText.DryRun(parsed.GetValue(Json), ledger.Rules, ParameterMove.Of(ledger.Rules, ledger.InForce(ModelsOptions.Now()).Set, set), set);
    }

    private static int Rollback(ParseResult parsed) => Append(parsed, l => Proposal(parsed, l, Find(l, parsed.GetValue(Version)!).Set));

    private static GovernanceEvent Proposal(ParseResult parsed, ParameterLedger ledger, ParameterSet set)
    {
        // A second of slack: the event itself is stamped a moment later.
        Timestamp soonest = ModelsOptions.Now() + ledger.Rules.MinimumDelay + TimeSpan.FromSeconds(1);
        return new GovernanceEvent
        {
            Kind = GovernanceKind.Proposed,
            At = "",
            Actor = "",
            Set = set.Canonical,
            SetHash = set.Hash,
            EffectiveAt = parsed.GetValue(Effective) ?? soonest.ToString(),
            Reason = parsed.GetValue(Reason),
            Evidence = EvidenceOf(parsed.GetValue(Evidence)),
        };
    }

    private static string? EvidenceOf(string? given) => given is not null && File.Exists(given)
        ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(given)))
        : given;

    private static int Show(ParseResult parsed) =>
        ParametersText.Show(parsed.GetValue(Json), ParameterLedgerFile.Read(parsed.GetValue(Ledger)!), Moment(parsed));

    private static int History(ParseResult parsed) =>
        ParametersText.History(parsed.GetValue(Json), ParameterLedgerFile.Read(parsed.GetValue(Ledger)!));

    private static int Export(ParseResult parsed)
    {
        ParameterVersion version = ParameterLedgerFile.Read(parsed.GetValue(Ledger)!).InForce(Moment(parsed));
        string file = parsed.GetRequiredValue(Out).FullName;
        AtomicFile.Write(file, s => s.Write(Encoding.UTF8.GetBytes(version.Set.Canonical)));
        ParametersText.Say(parsed.GetValue(Json), new { hash = version.Set.Hash, file }, $"Version {version.Set.Hash} written to {file}.");
        return ExitCode.Done;
    }

    private static Timestamp Moment(ParseResult parsed) =>
        Work.Durations.Time(parsed.GetValue(At), "--at") ?? ModelsOptions.Now();

    private static ParameterVersion Find(ParameterLedger ledger, string start)
    {
        ParameterVersion[] found = [.. ledger.Versions.Where(v => v.Set.Hash.StartsWith(start, StringComparison.Ordinal)).DistinctBy(v => v.Set.Hash)];
        return found.Length == 1
            ? ledger.Versions.Last(v => v.Set.Hash == found[0].Set.Hash)
            : throw new InputRefusedException("version-unknown", $"Found {found.Length} versions whose hash starts with '{start}'; expected one. See dms parameters history.", "--hash");
    }

    // A policy is checked as the pipeline reads it before it may enter a ledger.
    private static ParameterSet SetOf(ParseResult parsed)
    {
        string file = parsed.GetRequiredValue(PolicyFile).FullName;
        PipelinePolicy policy = PipelinePolicyJson.Read(File.ReadAllBytes(file), file);
        return ParameterSet.Parse(Encoding.UTF8.GetBytes(PipelinePolicyJson.Canonical(policy)), file);
    }

    private static string RulesOf(FileInfo? file)
    {
        byte[] utf8 = file is null ? Encoding.UTF8.GetBytes(ParameterLedgerFile.DefaultRules) : File.ReadAllBytes(file.FullName);
        _ = GovernanceRules.Parse(utf8, file?.FullName ?? "rules");
        return Encoding.UTF8.GetString(CanonicalJson.Rewrite(utf8));
    }

    private static string OwnPublicKey(FileInfo file)
    {
        using ECDsa key = RegistryKeyFile.Read(file.FullName);
        return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    private static string PublicOf(FileInfo file)
    {
        using ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file.FullName));
            return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InputRefusedException("bad-key", $"The key cannot be read ({e.Message}). Give the .pub file that dms models key makes.", file.FullName, e);
        }
    }
}
