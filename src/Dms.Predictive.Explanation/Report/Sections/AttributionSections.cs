namespace Dms.Predictive.Explanation.Report;

/// <summary>What drives the forecast over all rows, and why single margins moved.</summary>
internal static class AttributionSections
{
    /// <summary>Kind of a case that stands beside the waterfall of a raise.</summary>
    internal const string RaiseKind = "raise";

    private const int MostBars = 15;

    private const string Meaning =
        "What this means, and what not: an attribution says how the model came from its average to this forecast. It does not say what " +
        "caused the market to move, and it is no promise that changing the feature changes the outcome. Features that move together share " +
        "their part between them, so read them as a group.";

    internal static Section Global(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Global is { Features.Count: > 0 } global)
        {
            blocks.Add(new ParagraphBlock(
                $"Exact Shapley values ({global.Mode}) of {Numerals.Plural(global.Rows, "row", "rows")}, in {global.ScoreUnit}. " +
                $"Base value {Numerals.Short(global.BaseValue)}; the parts miss the score by at most " +
                $"{Numerals.Short(global.MaxAdditivityError)}."));
            if (global.Note.Length > 0)
            {
                blocks.Add(new ParagraphBlock(global.Note));
            }

            blocks.Add(new ParagraphBlock(Meaning));
            blocks.Add(new ParagraphBlock(Method(global.Mode)));
            blocks.Add(Features(global));
            if (global.Features.Select(f => f.Group).Distinct().Count() > 1)
            {
                blocks.Add(Groups(global));
            }

            if (document.Behaviour is { } behaviour)
            {
                blocks.AddRange(BehaviourFigures.Of(behaviour, global.ScoreUnit));
            }

            if (global.Features.Any(f => f.Meaning.Length > 0))
            {
                blocks.Add(new HeadingBlock("What the names mean"));
                blocks.Add(new TableBlock(Meanings(global)));
            }
        }

        return SectionIds.Make(document, SectionIds.Global, blocks);
    }

    internal static Section Local(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Raises.Count > 0)
        {
            blocks.Add(new ParagraphBlock(Meaning));
            blocks.Add(new LinkBlock("The largest raise is drawn on the first page:", [new("why the margin rose", "fig-why")]));
            blocks.Add(new TableBlock(Raises(document.Raises)));
            for (int k = 0; k < Math.Min(15, document.Raises.Count); k++)
            {
                if (k > 0)
                {
                    blocks.Add(WaterfallFigure.Compose(document.Raises[k], $"fig-raise-{k + 1}"));
                }

                blocks.AddRange(Beside(document, document.Raises[k], k + 1));
            }
        }

        ScoreCase[] others = [.. document.Cases.Where(c => document.Raises.All(r => r.At != c.At || c.Kind != RaiseKind))];
        for (int k = 0; k < others.Length; k++)
        {
            blocks.AddRange(CaseBlocks.Whole(others[k], document.Raises.Count + k + 1));
        }

        return SectionIds.Make(document, SectionIds.Local, blocks);
    }

    private static IEnumerable<Block> Beside(ReportDocument document, MarginRaise raise, int number)
    {
        Block[] blocks = [.. document.Cases.Where(c => c.Kind == RaiseKind && c.At == raise.At).Take(1)
            .SelectMany(c => CaseBlocks.Beside(c, number))];
        return blocks.Length > 0 && number == 1 ? blocks.Prepend(new HeadingBlock(raise.Name)) : blocks;
    }

    /// <summary>Share of each feature in the sum of mean |φ|; all 0 when nothing was attributed.</summary>
    internal static double Share(GlobalAttribution global, double meanAbsolute)
    {
        double sum = global.Features.Sum(f => f.MeanAbsolute);
        return sum > 0 ? meanAbsolute / sum : 0;
    }

    // The interventional value is the house's reference for an audit: a feature that the model does not use gets exactly 0.
    private static string Method(string mode) => mode == "interventional"
        ? "Method: interventional values over the stored background, the official method for an audit."
        : $"Method: {mode} values, taken from the trees themselves. The official method for an audit is the interventional value over a " +
            "stored background; both sum to the same forecast, but they share it out differently where features are correlated. " +
            "Do not mix figures of the two.";

    private static FigureBlock Features(GlobalAttribution global)
    {
        List<FeatureWeight> sorted =
            [.. global.Features.OrderByDescending(f => f.MeanAbsolute).ThenBy(f => f.Name, StringComparer.Ordinal)];
        double top = sorted.Take(5).Sum(f => Share(global, f.MeanAbsolute));
        FeatureWeight first = sorted[0];
        string says = $"{first.Name} moves the forecast most, by {Numerals.Short(first.MeanAbsolute)} on average; the first " +
            $"{Math.Min(5, sorted.Count)} of {sorted.Count} features hold {Numerals.Percent(top, 0)} of all attribution{TopInterval(global)}.";
        return new(
            "fig-global", "Mean size of the attribution by feature", says,
            "Longer bars matter more, in either direction. Whiskers are 95 % bootstrap intervals where they were computed.",
            new BarChart(
            [
                .. sorted.Take(MostBars).Select(f => new Bar(
                    f.Name, 0, f.MeanAbsolute, Numerals.Short(f.MeanAbsolute), BarLook.Signed)
                {
                    Interval = f.Low.IsPresent && f.High.IsPresent ? new(f.Low.Value, f.High.Value) : null,
                }),
            ], "mean |attribution|, " + global.ScoreUnit),
            new("features", $"Features by mean |attribution|, in {global.ScoreUnit}.",
                [Column.Words("Feature"), Column.Words("Group"), new("Mean |φ|"), new("Low"), new("High"), new("Share", "%")],
                [.. sorted.Take(200).Select(f => (IReadOnlyList<Cell>)
                [
                    Cell.Words(f.Name), Cell.Words(f.Group), Cell.Number(f.MeanAbsolute, 5), Cell.Number(f.Low, 5),
                    Cell.Number(f.High, 5), Cell.Percent(Share(global, f.MeanAbsolute), 1),
                ])]));
    }

    private static Table Meanings(GlobalAttribution global) => new(
        "meanings", $"The {MostBars} largest features.", [Column.Words("Feature"), Column.Words("Group"), Column.Words("What it is")],
        [.. global.Features.OrderByDescending(f => f.MeanAbsolute).ThenBy(f => f.Name, StringComparer.Ordinal).Take(MostBars)
            .Select(f => (IReadOnlyList<Cell>)[Cell.Words(f.Name), Cell.Words(f.Group), Cell.Words(f.Meaning)])]);

    private static string TopInterval(GlobalAttribution global) =>
        global.TopShare is ({ IsPresent: true } low, { IsPresent: true } high)
            ? $" (95 % interval {Numerals.Percent(low.Value, 0)} to {Numerals.Percent(high.Value, 0)})"
            : "";

    private static FigureBlock Groups(GlobalAttribution global)
    {
        Measured none = Measured.Absent("no interval computed");
        List<GroupShare> groups =
        [
            .. (global.Groups.Count > 0 ? global.Groups : global.Features.GroupBy(f => f.Group.Length > 0 ? f.Group : "other")
                .Select(g => new GroupShare(g.Key, g.Sum(f => Share(global, f.MeanAbsolute)), none, none)))
                .OrderByDescending(g => g.Share).ThenBy(g => g.Name, StringComparer.Ordinal),
        ];
        return new(
            "fig-groups", "Share of attribution by economic group",
            $"The group {groups[0].Name} holds {Numerals.Percent(groups[0].Share, 0)} of all attribution.",
            groups[0].Low.IsPresent ? "Whiskers are 95 % intervals over resampled days." : "",
            new BarChart(
                [.. groups.Take(MostBars).Select(g => new Bar(
                    g.Name, 0, g.Share * 100, Numerals.Fixed(g.Share * 100, 1), BarLook.Signed)
                {
                    Interval = g.Low.IsPresent && g.High.IsPresent ? new(g.Low.Value * 100, g.High.Value * 100) : null,
                })],
                "share of all attribution, %"),
            new("groups", "Economic groups.", [Column.Words("Group"), new("Share", "%"), new("Low", "%"), new("High", "%")],
                [.. groups.Take(200).Select(g => (IReadOnlyList<Cell>)
                    [Cell.Words(g.Name), Cell.Percent(g.Share, 1), Cell.Percent(g.Low, 1), Cell.Percent(g.High, 1)])]));
    }

    private static Table Raises(IReadOnlyList<MarginRaise> raises) => new(
        "raises", "Explained changes of margin. The residual is the change minus the sum of its parts.",
        [
            Column.Words("Case"), Column.Words("At, UTC"), new("Before"), new("After"), new("Change"), new("Residual"),
            Column.Words("Currency"),
        ],
        [.. raises.Take(200).Select(r => (IReadOnlyList<Cell>)
        [
            Cell.Words(r.Name), Cell.Words(Numerals.DateTime(r.At)), Cell.Money(r.Before, 2), Cell.Money(r.After, 2),
            Cell.Money(r.After - r.Before, 2), Cell.Money(r.Residual, 2), Cell.Words(r.Currency),
        ])]);
}
