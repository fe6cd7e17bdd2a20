namespace Dms.Predictive.Explanation.Report;

/// <summary>The first page: verdicts, the two key pictures, identity.</summary>
internal static class CoverSection
{
    internal static Section Compose(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Answers.Count > 0)
        {
            blocks.Add(new AnswersBlock(document.Answers));
            blocks.Add(new HeadingBlock("Checks in one table"));
        }

        if (document.PlainAnswers.Count > 0)
        {
            blocks.Add(new HeadingBlock("In plain words"));
            blocks.Add(new FactsBlock("plain", document.PlainAnswers));
            blocks.Add(new HeadingBlock("Checks in one table"));
        }

        if (document.Verdicts.Count > 0)
        {
            blocks.Add(new VerdictBlock(document.Verdicts));
        }

        if (document.Story is { Times.Count: > 0 } story)
        {
            blocks.Add(new HeadingBlock("What happened"));
            blocks.Add(StoryFigures.Story(story));
        }

        if (document.Raises.Count > 0)
        {
            blocks.Add(new HeadingBlock("Why the margin rose"));
            blocks.Add(WaterfallFigure.Compose(document.Raises[0], "fig-why"));
        }

        blocks.Add(new HeadingBlock("Identity"));
        blocks.Add(new FactsBlock("identity", Facts(document)));
        return SectionIds.Make(document, SectionIds.Cover, blocks);
    }

    private static List<NamedText> Facts(ReportDocument document)
    {
        List<NamedText> facts =
        [
            new("Report", document.Id), new("Model", $"{document.Model}, version {document.Version}"),
            new("As of", document.AsOf.ToString()), .. document.Identity,
        ];
        if (document.Record is { } record)
        {
            facts.Add(new("Signer", record.Signer.Length > 0 ? record.Signer : "none: this report is not signed"));
            facts.Add(new("Merkle root", record.Root));
            facts.Add(new("Chain head", record.ChainHead));
        }

        return facts;
    }
}
