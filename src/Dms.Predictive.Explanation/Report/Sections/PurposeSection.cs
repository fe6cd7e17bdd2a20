namespace Dms.Predictive.Explanation.Report;

/// <summary>The model card.</summary>
internal static class PurposeSection
{
    internal static Section Compose(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Purpose is { } purpose)
        {
            blocks.Add(new ParagraphBlock(purpose.Purpose));
            Add("How it may be used", purpose.Uses);
            Add("Limits", purpose.Limits);
            Add("Assumptions", purpose.Assumptions);
            if (purpose.Governance.Count > 0)
            {
                blocks.Add(new HeadingBlock("Who answers for it"));
                blocks.Add(new FactsBlock("governance", purpose.Governance));
            }
        }

        return SectionIds.Make(document, SectionIds.Purpose, blocks);

        void Add(string heading, IReadOnlyList<string> items)
        {
            if (items.Count > 0)
            {
                blocks.Add(new HeadingBlock(heading));
                blocks.Add(new ListBlock(items));
            }
        }
    }
}
