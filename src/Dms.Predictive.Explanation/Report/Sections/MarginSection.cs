namespace Dms.Predictive.Explanation.Report;

/// <summary>The margin path, and margin changes shared among players.</summary>
internal static class MarginSection
{
    internal static Section Compose(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Story is { Times.Count: > 0 } story)
        {
            blocks.Add(new LinkBlock("The hours around the shock are drawn on the first page:", [new("what happened", "fig-story")]));
            blocks.Add(StoryFigures.Path(story));
            if (Shocks(story) is { Rows.Count: > 0 } shocks)
            {
                blocks.Add(new TableBlock(shocks));
            }
        }

        for (int k = 0; k < document.MarginExplanations.Count; k++)
        {
            blocks.Add(new HeadingBlock("Explained: " + document.MarginExplanations[k].Name));
            blocks.AddRange(Explain(document.MarginExplanations[k], k + 1));
        }

        return SectionIds.Make(document, SectionIds.Margin, blocks);
    }

    private static Table Shocks(MarginStory story) => new(
        "shocks", "Shocks in the window, with the alert before them.",
        [Column.Words("Shock"), Column.Words("At, UTC"), Column.Words("Alert, UTC"), new("Lead", "min")],
        [.. new[] { story.Shock }.OfType<ShockEvent>().Concat(story.OtherShocks).OrderBy(s => s.At).Take(200)
            .Select(s => (IReadOnlyList<Cell>)
            [
                Cell.Words(s.Name), Cell.Words(Numerals.DateTime(s.At)),
                Cell.Words(s.AlertAt is { } alert ? Numerals.DateTime(alert) : "none"),
                Cell.Number(Measured.Of(s.LeadMinutes, "no alert"), 1),
            ])]);

    private static IEnumerable<Block> Explain(MarginExplanation explanation, int number)
    {
        if (explanation.Residual != 0)
        {
            throw new ArgumentException(
                $"The booked parts of '{explanation.Name}' miss the change by {explanation.Residual} " +
                $"{explanation.Currency}; an attribution that does not add up is not published.");
        }

        yield return Players(explanation, number);
        if (explanation.Features.Count > 0)
        {
            int digits = Math.Max(2, Numerals.Digits(explanation.Quantum));
            yield return new TableBlock(new(
                $"features{number}", $"The learned part down to features, {explanation.Currency}; it sums to " +
                    $"{Numerals.Money(explanation.Features.Sum(f => f.Value), digits)}.",
                [Column.Words("Feature"), new("Part", explanation.Currency)],
                [.. explanation.Features.Take(200).Select(f => (IReadOnlyList<Cell>)
                    [Cell.Words(f.Key), Cell.Money(f.Value, digits)])]));
        }
    }

    private static FigureBlock Players(MarginExplanation explanation, int number)
    {
        int digits = Math.Max(2, Numerals.Digits(explanation.Quantum));
        decimal change = explanation.After - explanation.Before;
        int most = Enumerable.Range(0, explanation.Order.Count)
            .MaxBy(k => Math.Abs(explanation.BookedParts[k]));
        string says = change == 0
            ? $"Initial margin stayed at {Numerals.Money(explanation.After, digits)} {explanation.Currency}; residual 0.00."
            : $"Initial margin moved by {Numerals.SignedMoney(change, digits)} {explanation.Currency}; {explanation.Order[most]} gave " +
                $"{Numerals.SignedMoney(explanation.BookedParts[most], digits)}; residual {Numerals.Money(explanation.Residual, digits)}.";
        List<Bar> bars = [];
        decimal sum = 0;
        for (int k = 0; k < explanation.Order.Count; k++)
        {
            decimal part = explanation.BookedParts[k];
            bars.Add(new(explanation.Order[k], (double)sum, (double)(sum + part),
                Numerals.SignedMoney(part, digits), BarLook.Signed));
            sum += part;
        }

        bars.Add(new("sum, residual " + Numerals.Money(explanation.Residual, digits), 0, (double)sum,
            Numerals.SignedMoney(sum, digits), BarLook.Total));
        return new(
            $"fig-explain-{number}", $"Change of initial margin by player, {explanation.Currency}", says,
            "Booked Shapley parts. The table shows both waterfalls too: where they differ, the order matters." + Dropped(explanation),
            new BarChart(bars, "change of initial margin, " + explanation.Currency) { IsWaterfall = true },
            Orders(explanation, digits));
    }

    private static string Dropped(MarginExplanation explanation) => explanation.Dropped.Count == 0 ? ""
        : " Unchanged, therefore 0: " + string.Join(", ", explanation.Dropped) + ".";

    private static Table Orders(MarginExplanation explanation, int digits)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. explanation.Order.Select((name, k) => (IReadOnlyList<Cell>)
            [
                Cell.Words(name), Cell.Money(explanation.BookedParts[k], digits), Cell.Number(explanation.Shapley[k], digits + 2),
                Cell.Number(explanation.Sequential[k], digits + 2), Cell.Number(explanation.ReverseSequential[k], digits + 2),
            ]),
            [
                Cell.Words("Sum"), Cell.Money(explanation.BookedParts.Sum(), digits),
                Cell.Number(explanation.Shapley.Sum(), digits + 2), Cell.Number(explanation.Sequential.Sum(), digits + 2),
                Cell.Number(explanation.ReverseSequential.Sum(), digits + 2),
            ],
            [
                Cell.Words("Residual"), Cell.Money(explanation.Residual, digits), Cell.Words(""), Cell.Words(""), Cell.Words(""),
            ],
        ];
        return new("players", $"{explanation.Name}: parts in {explanation.Currency}; rounding put " +
            $"{Numerals.Money(explanation.RoundingResidual, digits)} onto {explanation.RoundingResidualOn}.",
            [
                Column.Words("Player"), new("Booked", explanation.Currency), new("Shapley"), new("In order"), new("In reverse"),
            ], rows);
    }
}
