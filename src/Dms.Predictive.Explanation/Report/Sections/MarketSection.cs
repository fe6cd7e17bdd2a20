using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>What the figures rest on.</summary>
internal static class MarketSection
{
    internal static Section Compose(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Market is { } market)
        {
            blocks.Add(new ParagraphBlock(
                $"{Numerals.Plural(market.Rows, "row", "rows")} from {Numerals.DateTime(market.From)} to " +
                $"{Numerals.DateTime(market.To)} UTC, with {Numerals.Plural(market.Gaps, "missing bar", "missing bars")}" +
                $"{Share(market)}. {market.LabelDefinition}".TrimEnd()));
            blocks.Add(new TableBlock(Sources(market)));
            blocks.Add(market.Quality.Count > 0
                ? new TableBlock(Quality(market))
                : new ParagraphBlock("No quality verdict was raised: every row was accepted as it is."));
            if (market.Splits.Count > 0)
            {
                blocks.Add(Splits(market));
            }

            if (market.LeakageTests.Count > 0)
            {
                blocks.Add(new TableBlock(VerdictTables.Of("leakage", "Look-ahead and leakage tests.", market.LeakageTests)));
            }
        }

        return SectionIds.Make(document, SectionIds.Market, blocks);
    }

    private static string Share(MarketEvidence market) => market.Rows + market.Gaps > 0
        ? $" ({Numerals.Percent((double)market.Gaps / (market.Rows + market.Gaps), 2)} of the grid)" : "";

    private static Table Sources(MarketEvidence market) => new(
        "sources", "Sources.",
        [Column.Words("Source"), Column.Words("Instrument"), new("Rows"), Column.Words("Origin"), Column.Words("SHA-256")],
        [.. market.Sources.Select(s => (IReadOnlyList<Cell>)
        [
            Cell.Words(s.Name), Cell.Words(s.Instrument), Cell.Count(s.Rows), Cell.Words(s.Origin),
            Cell.Words(s.Sha256.Length > 12 ? s.Sha256[..12] + "…" : s.Sha256),
        ])]);

    private static Table Quality(MarketEvidence market) => new(
        "quality", "Quality verdicts: what was found, and what was done.",
        [Column.Words("Found"), Column.Words("Done"), new("Count")],
        [.. market.Quality.Select(q => (IReadOnlyList<Cell>)
            [Cell.Words(Word(q.Issue)), Cell.Words(Word(q.Action)), Cell.Count(q.Count)])]);

    /// <summary>An enum name as words: <c>ZeroVolume</c> is "zero volume".</summary>
    private static string Word(Enum value) => string.Concat(
        value.ToString().Select((c, k) => char.IsUpper(c) ? (k > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static FigureBlock Splits(MarketEvidence market)
    {
        int folds = market.Splits.Select(s => s.Fold).Distinct().Count();
        double days = market.Splits.Where(s => s.Role == SplitRole.Test).Sum(s => (s.To - s.From).TotalDays);
        string says = $"The model was scored on {Numerals.Fixed(days, days < 10 ? 1 : 0)} days in " +
            $"{Numerals.Plural(folds, "fold", "folds")}, each after the records it was fitted on.";
        Table table = new(
            "splits", "Windows of the walk-forward split; the end is excluded.",
            [Column.Words("Fold"), Column.Words("Use"), Column.Words("From, UTC"), Column.Words("To, UTC")],
            [.. market.Splits.Take(200).Select(s => (IReadOnlyList<Cell>)
            [
                Cell.Words(s.Fold), Cell.Words(SplitTimeline.Word(s.Role)), Cell.Words(Numerals.DateTime(s.From)),
                Cell.Words(Numerals.DateTime(s.To)),
            ])]);
        List<string> drawn = [.. market.Splits.Select(s => s.Fold).Distinct().Take(40)];
        return new(
            "fig-splits", "Walk-forward split on a time axis", says, "One row per fold; nothing to the right of a test window was used for it.",
            new SplitTimeline([.. market.Splits.Where(s => drawn.Contains(s.Fold))]), table);
    }
}
