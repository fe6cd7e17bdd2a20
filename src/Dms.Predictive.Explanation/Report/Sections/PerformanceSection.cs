namespace Dms.Predictive.Explanation.Report;

/// <summary>How well the forecasts did, losses included, and how well the margins covered.</summary>
internal static class PerformanceSection
{
    internal static Section Compose(ReportDocument document)
    {
        List<Block> blocks = [];
        foreach (HorizonPerformance horizon in document.Performance)
        {
            blocks.Add(new HeadingBlock($"Forecasts {Numerals.Span(horizon.Horizon)} ahead"));
            blocks.Add(PerformanceFigures.Loss(horizon));
            blocks.Add(horizon.Models.Any(m => m.PrAuc.IsPresent || m.Brier.IsPresent)
                ? new TableBlock(PerformanceTables.Spikes(horizon))
                : new ParagraphBlock("No spike warning was scored at this horizon."));
            if (horizon.PrecisionRecall.Count > 1)
            {
                blocks.Add(PerformanceFigures.PrecisionRecall(horizon));
            }
        }

        if (document.Performance.Any(h => h.ByMonth.Count > 0))
        {
            blocks.Add(new HeadingBlock("Month by month"));
            blocks.Add(PerformanceFigures.Slices(document.Performance, true));
        }

        if (document.Performance.Any(h => h.ByRegime.Count > 0))
        {
            blocks.Add(new HeadingBlock("Calm and stormy markets"));
            blocks.Add(PerformanceFigures.Slices(document.Performance, false));
        }

        if (document.Performance.Any(h => h.Reliability.Count > 0))
        {
            blocks.Add(new HeadingBlock("Can the probability be believed?"));
            blocks.Add(PerformanceFigures.Reliability(document.Performance));
        }

        if (document.LeadTimes.Count > 0)
        {
            blocks.Add(new HeadingBlock("Lead time of alerts"));
            blocks.Add(new TableBlock(PerformanceTables.LeadTimes(document.LeadTimes)));
        }

        if (document.Backtest is { } backtest)
        {
            blocks.AddRange(CoverageBlocks.Of(backtest));
        }

        return SectionIds.Make(document, SectionIds.Performance, blocks);
    }
}
