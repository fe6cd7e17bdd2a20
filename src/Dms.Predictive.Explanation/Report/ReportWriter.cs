namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// Writes the auditor's report: one static page, its machine-readable twin and its figures. Pure: the same document
/// gives the same bytes; nothing is read from a clock, a machine or a file.
/// </summary>
public static class ReportWriter
{
    /// <summary>Writes all files of a report.</summary>
    /// <exception cref="ArgumentException">
    /// A series does not fit its times, a table its columns, or the parts of a margin change do not sum to it: an
    /// attribution that does not add up is not published.
    /// </exception>
    public static ReportFiles Write(ReportDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        DocumentShape.Check(document);
        IReadOnlyList<Section> sections = Compose(document);
        List<FigureBlock> figures = [.. sections.SelectMany(s => s.Blocks).OfType<FigureBlock>()];
        return new(
            HtmlPage.Write(document, sections), ReportJson.Write(document, sections),
            [.. figures.Select(f => KeyValuePair.Create(f.Id + ".svg", SvgFile.Standalone(f)))]);
    }

    private static IReadOnlyList<Section> Compose(ReportDocument document) =>
    [
        CoverSection.Compose(document),
        PurposeSection.Compose(document),
        MarketSection.Compose(document),
        PerformanceSection.Compose(document),
        AttributionSections.Global(document),
        AttributionSections.Local(document),
        MarginSection.Compose(document),
        AssuranceSections.Stability(document),
        AssuranceSections.Drift(document),
        AssuranceSections.Robustness(document),
        AssuranceSections.Sensitivity(document),
        RecordSections.Replay(document),
        RecordSections.Checks(document),
    ];
}
