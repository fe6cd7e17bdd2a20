using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms audit verify</c>.</summary>
internal static class AuditVerify
{
    /// <summary>Verifies and prints the verdict.</summary>
    /// <returns>A value of <see cref="ExitCode"/>: done, or check failed.</returns>
    public static int Run(string log, IReadOnlyList<string> keyFiles, string? headFile, bool json)
    {
        AuditKey[] keys = [.. keyFiles.Select(f => Read(f, "key-malformed", b => AuditKey.Read(b)))];
        TreeHead? head = headFile is null ? null : Read(headFile, "head-malformed", b => TreeHead.Read(b));
        LogVerification verdict = LogVerifier.Verify(log, keys, head, headFile ?? "");
        if (json)
        {
            Console.Out.WriteLine(ToJson(verdict));
        }
        else
        {
            Print(verdict);
        }

        return verdict.IsSound ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static T Read<T>(string file, string code, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(file));
        }
        catch (CanonicalFormatException e)
        {
            throw new InputRefusedException(code, e.Message, file, e);
        }
    }

    private static string ToJson(LogVerification verdict) => JsonSerializer.Serialize(new
    {
        records = verdict.Records,
        ok = verdict.IsSound,
        form = NameOf(verdict.Form),
        root = verdict.Form == LogForm.Journal ? null : verdict.Root,
        chain = verdict.Chain,
        heads = verdict.Heads,
        signature = NameOf(verdict.Signature),
        firstBad = verdict.FirstBad is not { } bad
            ? null
            : new
            {
                sequence = bad.Sequence,
                file = bad.File,
                offset = bad.Offset,
                reason = bad.Reason,
                detail = bad.Detail
            },
        warnings = verdict.Warnings,
        live = verdict.IsLive,
    });

    private static string NameOf(LogForm form) => form == LogForm.Journal ? "journal" : "audit";

    private static string NameOf(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Trusted => "trusted",
        SignatureVerdict.Self => "self",
        SignatureVerdict.UnknownKey => "unknown-key",
        SignatureVerdict.Bad => "bad",
        _ => "none",
    };

    private static void Print(LogVerification verdict)
    {
        bool isJournal = verdict.Form == LogForm.Journal;
        Table table = new Table().AddColumn(isJournal ? "Journal (binary payloads, no heads)" : "Audit log")
            .AddColumn(verdict.IsSound ? "[green]sound[/]" : "[red]damaged[/]");
        table.AddRow("records", $"{verdict.Records}");
        table.AddRow("chain", verdict.Chain);
        if (!isJournal)
        {
            table.AddRow("Merkle root", verdict.Root);
            table.AddRow("signed heads", $"{verdict.Heads}");
            table.AddRow("signature", Explain(verdict.Signature));
        }

        if (verdict.FirstBad is { } bad)
        {
            table.AddRow("first damage", Markup.Escape($"{bad.Reason} in {bad.File} at byte {bad.Offset}"));
            table.AddRow("not to be trusted", $"from record {bad.Sequence}");
            table.AddRow("why", Markup.Escape(bad.Detail));
        }

        foreach (string warning in verdict.Warnings)
        {
            table.AddRow("warning", Markup.Escape(warning));
        }

        AnsiConsole.Write(table);
    }

    private static string Explain(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Trusted => "by a key you gave",
        SignatureVerdict.Self => "by a key from inside the log: proves integrity, not origin; pin it with --key",
        SignatureVerdict.UnknownKey => "by a key that is not known",
        SignatureVerdict.Bad => "wrong",
        _ => "none",
    };
}
