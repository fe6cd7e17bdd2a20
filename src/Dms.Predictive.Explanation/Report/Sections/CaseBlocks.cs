namespace Dms.Predictive.Explanation.Report;

/// <summary>Single decisions: why the score, what would have undone it, and when the reasons were the same before.</summary>
internal static class CaseBlocks
{
    private const int MostBars = 12;
    private const int MostRows = 20;

    /// <summary>A decision that has no margin waterfall of its own.</summary>
    internal static IEnumerable<Block> Whole(ScoreCase one, int number)
    {
        yield return new HeadingBlock($"{Capital(one.Kind)}, {Numerals.DateTime(one.At)} UTC");
        yield return Waterfall(one, number);
        foreach (Block block in Beside(one, number))
        {
            yield return block;
        }
    }

    /// <summary>What stands beside a waterfall: the outcome, the change that undoes it, the nearest cases.</summary>
    internal static IEnumerable<Block> Beside(ScoreCase one, int number)
    {
        if (one.Outcome.Length > 0)
        {
            yield return new ParagraphBlock("What followed: " + one.Outcome);
        }

        if (one.Undo.Length > 0)
        {
            yield return new ParagraphBlock("What would have changed it: " + one.Undo);
        }

        if (one.Moves.Count > 0)
        {
            yield return new TableBlock(new(
                $"undo{number}", "The smallest change found, to values that were observed.",
                [Column.Words("Feature"), Column.Words("Unit"), new("In the decision"), new("Would have to be"), new("Distance", "interquartile ranges")],
                [.. one.Moves.Select(m => (IReadOnlyList<Cell>)
                [
                    Cell.Words(m.Name), Cell.Words(m.Unit), Cell.Of(Measured.Of(m.From), Numerals.Short),
                    Cell.Of(Measured.Of(m.To), Numerals.Short), Cell.Number(m.Ranges, 2),
                ])]));
        }

        if (one.Neighbours.Count > 0)
        {
            yield return new TableBlock(new(
                $"nearest{number}", "Earlier decisions for the same reasons, and what happened next.",
                [Column.Words("Decision, UTC"), new("Similarity of reasons"), new("Forecast", "% a year"), new("Realized", "% a year")],
                [.. one.Neighbours.Select(n => (IReadOnlyList<Cell>)
                [
                    Cell.Words(Numerals.DateTime(n.At)), Cell.Number(n.Cosine, 3), Cell.Percent(n.Forecast, 1), Cell.Percent(n.Realized, 1),
                ])]));
        }
    }

    private static FigureBlock Waterfall(ScoreCase one, int number)
    {
        CasePart[] sorted = [.. one.Parts.OrderByDescending(p => Math.Abs(p.Phi)).ThenBy(p => p.Name, StringComparer.Ordinal)];
        double rest = sorted.Skip(MostBars).Sum(p => p.Phi);
        List<Bar> bars = [];
        double sum = one.BaseValue;
        foreach (CasePart part in sorted.Take(MostBars))
        {
            string value = part.Value.IsPresent ? " = " + Numerals.Short(part.Value.Value) : " missing";
            bars.Add(new(part.Name + value, sum, sum + part.Phi, Signed(part.Phi), BarLook.Signed));
            sum += part.Phi;
        }

        if (sorted.Length > MostBars)
        {
            bars.Add(new($"{sorted.Length - MostBars} smaller parts", sum, sum + rest, Signed(rest), BarLook.SignedLight));
            sum += rest;
        }

        bars.Add(new("score", one.BaseValue, sum, Numerals.Fixed(one.Score, 3), BarLook.Total));
        string reason = sorted.Length > 0 ? $"; {sorted[0].Name} gave {Signed(sorted[0].Phi)}" : "";
        return new(
            $"fig-case-{number}", $"{Capital(one.Kind)}: why the score was what it was",
            $"The score stood at {Numerals.Fixed(one.Score, 3)} in {one.Unit} against {Numerals.Fixed(one.BaseValue, 3)} on average{reason}.",
            $"Bars lead from the average score to this one. Blue raises the forecast, orange lowers it. Method: {one.Mode}.",
            new BarChart(bars, "score, " + one.Unit) { IsWaterfall = true, HoldsZero = false, BeginsAtBars = true },
            Parts(one, sorted));
    }

    private static Table Parts(ScoreCase one, CasePart[] sorted)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. sorted.Take(MostRows).Select(p => (IReadOnlyList<Cell>)
                [Cell.Words(p.Name), Cell.Of(p.Value, Numerals.Short), Cell.Number(p.Phi, 5)]),
        ];
        if (sorted.Length > MostRows)
        {
            rows.Add([
                Cell.Words($"{sorted.Length - MostRows} smaller parts"), Cell.Words(""), Cell.Number(sorted.Skip(MostRows).Sum(p => p.Phi), 5)]);
        }

        rows.Add([Cell.Words("Score minus average"), Cell.Words(""), Cell.Number(one.Score - one.BaseValue, 5)]);
        return new(
            "parts", $"Parts in {one.Unit}; the file of attributions beside this report holds them all.",
            [Column.Words("Feature"), new("Value"), new("Part")], rows);
    }

    private static string Signed(double value) => (value > 0 ? "+" : "") + Numerals.Fixed(value, 3);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
