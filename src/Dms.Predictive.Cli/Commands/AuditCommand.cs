using System.CommandLine;
using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms audit</c>.</summary>
public static class AuditCommand
{
    /// <summary>Builds the command tree.</summary>
    /// <param name="replayer">
    /// Makes what recomputes figures; its argument is the folder given with <c>--data</c>, or null. Without it there is
    /// no <c>replay</c>.
    /// </param>
    public static Command Create(Func<string?, IDecisionReplayer>? replayer = null)
    {
        Command audit = new("audit", "Read, verify, prove and replay the record.")
        {
            CreateVerify(), CreateProve(), CreateShow(), CreateRaises(), CreateSearch(), CreateExport(), CreateRecover(),
        };
        if (replayer is not null)
        {
            audit.Add(CreateReplay(replayer));
        }

        return audit;
    }

    private static Command CreateVerify()
    {
        Option<string> log = LogOption();
        Option<string[]> keys = new("--key")
        {
            Description = "Public key kept outside the log; the newest head must be signed by one of them. May repeat.",
        };
        Option<string?> head = new("--head")
        {
            Description = "Signed head kept outside the log; shows a tail deleted together with its heads.",
        };
        Option<bool> json = JsonOption();
        Command verify = new("verify",
            "Read every byte of a log and name the first damage. "
            + "Example: dms audit verify --log out/audit --key out/audit-key.json --json")
        {
            log, keys, head, json,
        };
        verify.SetAction(parsed => AuditVerify.Run(
            parsed.GetRequiredValue(log), parsed.GetValue(keys) ?? [], parsed.GetValue(head), parsed.GetValue(json)));
        return verify;
    }

    private static Command CreateProve()
    {
        Option<string> log = LogOption();
        Option<long?> sequence = new("--sequence") { Description = "Record to prove, from 1." };
        Option<long?> size = new("--size") { Description = "Size of the tree; default all records." };
        Option<long?> from = new("--from") { Description = "Size of the older tree, from 1." };
        Option<long?> to = new("--to") { Description = "Size of the newer tree; default all records." };
        Option<bool> json = JsonOption();
        Command prove = new("prove",
            "Prove that a record is in the log, or that one head grew out of another. "
            + "Example: dms audit prove --log out/audit --sequence 7 --json")
        {
            log, sequence, size, from, to, json,
        };
        prove.SetAction(parsed => AuditProve.Run(
            new AuditProveRequest(
                parsed.GetRequiredValue(log),
                parsed.GetValue(sequence),
                parsed.GetValue(size),
                parsed.GetValue(from),
                parsed.GetValue(to)),
            parsed.GetValue(json)));
        return prove;
    }

    private static Command CreateShow()
    {
        Option<string> log = LogOption();
        Option<long> sequence = new("--sequence") { Description = "Record to show, from 1.", Required = true };
        Option<bool> json = JsonOption();
        Command show = new("show",
            "Show one record in words; of a margin also its parts, forecasts and reasons. "
            + "Example: dms audit show --log out/audit --sequence 7")
        {
            log, sequence, json,
        };
        show.SetAction(parsed => AuditShow.Run(
            parsed.GetRequiredValue(log), parsed.GetRequiredValue(sequence), parsed.GetValue(json)));
        return show;
    }

    private static Command CreateRaises()
    {
        Option<string> log = LogOption();
        Option<string?> account = new("--account") { Description = "Only this account." };
        Option<int> top = new("--top") { Description = "How many.", DefaultValueFactory = _ => 10 };
        Option<bool> learned = new("--learned") { Description = "Order by what the learned forecast added." };
        Option<bool> json = JsonOption();
        Command raises = new("raises",
            "List the largest rises of initial margin. Example: dms audit raises --log out/audit --top 5")
        {
            log, account, top, learned, json,
        };
        raises.SetAction(parsed => AuditRaises.Run(
            parsed.GetRequiredValue(log), parsed.GetValue(account), parsed.GetValue(top),
            (parsed.GetValue(learned), parsed.GetValue(json))));
        return raises;
    }

    private static Command CreateSearch()
    {
        Option<string> log = LogOption();
        Option<string[]> kinds = new("--kind") { Description = "Kind of record, such as override.set or kill.on. May repeat." };
        Option<string?> actor = new("--actor") { Description = "Who wrote, asked for or signed it." };
        Option<string?> account = new("--account") { Description = "Only records of this account." };
        Option<string?> instrument = new("--instrument") { Description = "Only records of this instrument." };
        Option<string?> from = new("--from") { Description = "First time, UTC; default the beginning." };
        Option<string?> to = new("--to") { Description = "Last time, UTC; default the end." };
        Option<bool> active = new("--active") { Description = "Only overrides that hold at --to." };
        Option<int> limit = new("--limit") { Description = "How many to list at most.", DefaultValueFactory = _ => 100 };
        Option<bool> json = JsonOption();
        Command search = new("search",
            "Find records by kind, person, account, instrument and time. "
            + "Example: dms audit search --log out/audit --kind override.set --actor ann")
        {
            log, kinds, actor, account, instrument, from, to, active, limit, json,
        };
        search.SetAction(parsed => AuditSearch.Run(
            parsed.GetRequiredValue(log),
            new RecordQuery
            {
                Kinds = parsed.GetValue(kinds) ?? [],
                Actor = parsed.GetValue(actor),
                Account = parsed.GetValue(account),
                Instrument = parsed.GetValue(instrument),
                From = AuditExport.TimeOf("--from", parsed.GetValue(from)),
                To = AuditExport.TimeOf("--to", parsed.GetValue(to)),
                Active = parsed.GetValue(active),
            },
            parsed.GetValue(limit),
            parsed.GetValue(json)));
        return search;
    }

    private static Command CreateExport()
    {
        Option<string> log = LogOption();
        Option<string> target = new("--out") { Description = "Folder to make; nothing is overwritten.", Required = true };
        Option<string?> from = new("--from") { Description = "First time, UTC; default the beginning." };
        Option<string?> to = new("--to") { Description = "Last time, UTC; default the end." };
        Option<string?> account = new("--account") { Description = "Only this account, and what belongs to all." };
        Option<string?> models = new("--models") { Description = "Folder with the model bundles to add." };
        Option<string[]> report = new("--report") { Description = "Report file to add. May repeat." };
        Option<bool> heads = new("--heads") { Description = "Only the signed heads and public keys, to be kept elsewhere." };
        Option<bool> json = JsonOption();
        Command export = new("export",
            "Write an auditor pack: records, proofs, models, and a program that checks them without this one. "
            + "Example: dms audit export --log out/audit --account A-1 --models out/models --out pack")
        {
            log, target, from, to, account, models, report, heads, json,
        };
        export.SetAction(parsed => parsed.GetValue(heads)
            ? AuditExport.RunHeads(
                parsed.GetRequiredValue(log), parsed.GetRequiredValue(target), parsed.GetValue(json))
            : AuditExport.Run(
                new AuditExportRequest(
                    parsed.GetRequiredValue(log),
                    parsed.GetRequiredValue(target),
                    parsed.GetValue(from),
                    parsed.GetValue(to),
                    parsed.GetValue(account),
                    parsed.GetValue(models),
                    parsed.GetValue(report) ?? []),
                parsed.GetValue(json)));
        return export;
    }

    private static Command CreateRecover()
    {
        Option<string> log = LogOption();
        Option<long> to = new("--to") { Description = "Last record to keep.", Required = true };
        Option<FileInfo> approve = new("--approve")
        {
            Description = "JSON file with log, to, reason and approvals [{actor, at, keyId}] of two people.",
            Required = true,
        };
        Option<string> target = new("--out") { Description = "Folder of the new log.", Required = true };
        Option<bool> json = JsonOption();
        Command recover = new("recover",
            "Start a new log from the good part of a damaged one; the damaged one is not touched. "
            + "Example: dms audit recover --log out/audit --to 41 --approve approval.json --out recovered")
        {
            log, to, approve, target, json,
        };
        recover.SetAction(parsed => AuditRecover.Run(
            parsed.GetRequiredValue(log),
            (parsed.GetRequiredValue(to), parsed.GetRequiredValue(approve)),
            parsed.GetRequiredValue(target),
            parsed.GetValue(json)));
        return recover;
    }

    private static Command CreateReplay(Func<string?, IDecisionReplayer> replayer)
    {
        Option<string> log = LogOption();
        Option<long> from = new("--from") { Description = "First sequence.", DefaultValueFactory = _ => 1 };
        Option<long> to = new("--to") { Description = "Last sequence.", DefaultValueFactory = _ => long.MaxValue };
        Option<string?> data =
            new("--data") { Description = "Folder with bundles and data that forecasts are replayed from." };
        Option<bool> json = JsonOption();
        Command replay = new("replay",
            "Recompute every recorded figure. Example: dms audit replay --log out/audit --json")
        {
            log, from, to, data, json,
        };
        replay.SetAction(parsed => AuditReplay.Run(
            new AuditReplayRequest(parsed.GetRequiredValue(log), parsed.GetValue(from), parsed.GetValue(to)),
            replayer(parsed.GetValue(data)),
            parsed.GetValue(json)));
        return replay;
    }

    private static Option<string> LogOption() => new("--log") { Description = "Folder of the log.", Required = true };

    private static Option<bool> JsonOption() => new("--json") { Description = "One JSON document on standard output." };
}
