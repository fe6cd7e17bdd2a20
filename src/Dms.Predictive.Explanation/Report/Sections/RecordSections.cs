namespace Dms.Predictive.Explanation.Report;

/// <summary>The sealed record with its replay, and the full list of checks.</summary>
internal static class RecordSections
{
    internal static Section Replay(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Record is { } record)
        {
            blocks.Add(new ParagraphBlock(Standing(record)));
            blocks.Add(new FactsBlock("record", Facts(record)));
            if (record.Commands.Count > 0)
            {
                blocks.Add(new HeadingBlock("Repeat it yourself"));
                blocks.Add(new CommandBlock(record.Commands));
            }

            if (record.Environment.Count > 0)
            {
                blocks.Add(new HeadingBlock("Environment"));
                blocks.Add(new FactsBlock("environment", record.Environment));
            }
        }

        return SectionIds.Make(document, SectionIds.Replay, blocks);
    }

    internal static Section Checks(ReportDocument document)
    {
        IReadOnlyList<Verdict> checks = document.Checks.Count > 0 ? document.Checks : document.Verdicts;
        List<Block> blocks = [];
        if (checks.Count > 0)
        {
            blocks.Add(new ParagraphBlock(HtmlBlocks.Summary(checks)));
            blocks.Add(new TableBlock(VerdictTables.Of("checks", "Every check with its limit and its value.", checks)));
        }

        if (document.OpenFindings.Count > 0)
        {
            blocks.Add(new HeadingBlock("Open findings"));
            blocks.Add(new ListBlock(document.OpenFindings));
        }

        return SectionIds.Make(document, SectionIds.Checks, blocks);
    }

    private static string Standing(RecordEvidence record)
    {
        string chain = record.Verified switch
        {
            VerdictStatus.Pass => "the whole chain verifies",
            VerdictStatus.NotApplicable => "the chain was not verified",
            _ => "the chain does not verify",
        };
        string replay = record.Replayed > 0
            ? $" {Numerals.Count(record.Identical)} of {Numerals.Plural(record.Replayed, "decision", "decisions")} computed again are bit-identical."
            : " No decision was computed again in this run.";
        return $"{Numerals.Plural(record.Records, "record is", "records are")} sealed; {chain}.{replay} {record.VerifiedText}".TrimEnd();
    }

    private static List<NamedText> Facts(RecordEvidence record) =>
    [
        new("Records", Numerals.Count(record.Records)), new("Merkle root", record.Root), new("Chain head", record.ChainHead),
        new("Verification", StatusWords.Word(record.Verified)),
        new("Replayed", $"{Numerals.Count(record.Identical)} of {Numerals.Count(record.Replayed)} bit-identical"),
        new("Signer", (record.Signer.Length > 0 ? record.Signer : "none") +
            (record.SignerNote.Length > 0 ? " (" + record.SignerNote + ")" : "")),
    ];
}
