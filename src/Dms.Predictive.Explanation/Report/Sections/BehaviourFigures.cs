namespace Dms.Predictive.Explanation.Report;

/// <summary>How the model uses its features: beeswarm, dependence, partial and accumulated effects, signs.</summary>
internal static class BehaviourFigures
{
    private const int MostRows = 15;
    private const double Together = 0.5;

    internal static IEnumerable<Block> Of(FeatureBehaviour behaviour, string unit)
    {
        if (behaviour.Cloud.Count > 0)
        {
            yield return new HeadingBlock("Which way features push");
            yield return Beeswarm(behaviour, unit);
        }

        if (behaviour.Curves.Any(c => c.Bins.Count > 0))
        {
            yield return new HeadingBlock("How the push follows the value");
            yield return DependenceFigure(behaviour, unit);
            yield return PartialFigure(behaviour, unit);
            yield return AccumulatedFigure(behaviour, unit);
        }

        if (behaviour.InteractionNames.Count > 1)
        {
            yield return new HeadingBlock("Features that act together");
            yield return InteractionFigures.Map(behaviour, unit);
            if (behaviour.Pair is { } pair && pair.Effect.First.Count > 1 && pair.Effect.Second.Count > 1)
            {
                yield return InteractionFigures.Pair(pair, unit);
            }
        }

        if (behaviour.Signs.Count > 0)
        {
            yield return new HeadingBlock("Does it respond the right way round?");
            yield return new ParagraphBlock(SignsSay(behaviour.Signs));
            yield return new TableBlock(SignTable(behaviour.Signs, unit));
        }
    }

    private static FigureBlock Beeswarm(FeatureBehaviour behaviour, string unit)
    {
        CloudRow first = behaviour.Cloud[0];
        return new(
            "fig-beeswarm", "Attributions of all rows by feature",
            $"{first.Name} moves the forecast from {Numerals.Short(first.Quantiles[0])} to {Numerals.Short(first.Quantiles[^1])} " +
            $"in {unit}; in the middle 80 % of decisions from {Numerals.Short(first.Quantiles[1])} to {Numerals.Short(first.Quantiles[3])}.",
            "Each row is one feature, each column counts decisions by attribution (height grows with the square root of the count). Right raises " +
            "the forecast, left lowers it; blue is a low value of the feature, orange a high one. The outermost columns hold what lies beyond.",
            new BeeswarmChart(
                [.. behaviour.Cloud.Take(MostRows)], new(behaviour.CloudRange.Low, behaviour.CloudRange.High), behaviour.CloudColumns,
                "attribution, " + unit),
            new("quantiles", $"Quantiles of the attribution, in {unit}.",
                [
                    Column.Words("Feature"), new("Lowest"), new("10 %"), new("Median"), new("90 %"), new("Highest"),
                ],
                [.. behaviour.Cloud.Take(200).Select(r => (IReadOnlyList<Cell>)
                    [Cell.Words(r.Name), .. r.Quantiles.Select(q => Cell.Number(q, 4))])]));
    }

    private static FigureBlock DependenceFigure(FeatureBehaviour behaviour, string unit)
    {
        List<FeatureCurve> curves = [.. behaviour.Curves.Where(c => c.Bins.Count > 0)];
        FeatureCurve first = curves[0];
        return new(
            "fig-dependence", "Attribution against the feature's value",
            $"From its lowest to its highest bin the median push of {first.Name} goes from {Numerals.Short(first.Bins[0].Median)} to " +
            $"{Numerals.Short(first.Bins[^1].Median)} in {unit}.",
            "Squares are decisions, larger where there are more, blue where the feature named under the panel is low and orange where it is high. " +
            "The line is the median over bins of equal count, the band holds the middle 80 %.",
            new CurvePanels([.. curves.Select(DependencePanel)], "attribution, " + unit),
            new("dependence", $"Binned attribution, in {unit}.",
                [Column.Words("Feature"), new("Value"), new("Decisions"), new("10 %"), new("Median"), new("90 %")],
                [.. curves.SelectMany(c => c.Bins.Select(b => (IReadOnlyList<Cell>)
                [
                    Cell.Words(c.Name), Cell.Of(Measured.Of(b.Value), Numerals.Short), Cell.Count(b.Count), Cell.Number(b.Low, 4),
                    Cell.Number(b.Median, 4), Cell.Number(b.High, 4),
                ])).Take(200)]));
    }

    private static CurvePanel DependencePanel(FeatureCurve curve)
    {
        string axis = curve.Unit + (curve.Partner.Length > 0 ? $" · colour: {curve.Partner}" : "");
        return new(curve.Name, axis, [new([.. curve.Bins.Select(b => new Point(b.Value, b.Median))], "ln c1")])
        {
            Band = ([.. curve.Bins.Select(b => new Point(b.Value, b.Low))], [.. curve.Bins.Select(b => new Point(b.Value, b.High))]),
            Cells = curve.Cells is { } cells ? [.. CellsOf(cells)] : [],
        };
    }

    private static IEnumerable<PanelCell> CellsOf(DependenceCells cells)
    {
        double most = Math.Sqrt(cells.Cells.Max(c => c.Count));
        foreach (DependenceCell cell in cells.Cells)
        {
            double x = cells.LowValue + ((cell.Column + 0.5) / DependenceCells.Columns * (cells.HighValue - cells.LowValue));
            double y = cells.LowPart + ((cell.Row + 0.5) / DependenceCells.Rows * (cells.HighPart - cells.LowPart));
            yield return new(x, y, Math.Max(0.2, Math.Sqrt(cell.Count) / most), Shades.OfRank(cell.MeanRank));
        }
    }

    private static FigureBlock PartialFigure(FeatureBehaviour behaviour, string unit)
    {
        FeatureCurve widest = behaviour.Curves.MaxBy(c => c.Partial.Mean.Max() - c.Partial.Mean.Min())!;
        return new(
            "fig-partial", "Forecast when one feature is moved and the rest stay",
            $"Moving {widest.Name} through its range changes the mean forecast by " +
            $"{Numerals.Short(widest.Partial.Mean.Max() - widest.Partial.Mean.Min())} in {unit}.",
            "The thick line is the mean over decisions, thin lines are single ones, all measured from the lowest value. Grey spans hold under 1 % " +
            "of the decisions. Where features move together this visits situations that never occur: trust the next figure there.",
            new CurvePanels([.. behaviour.Curves.Select(PartialPanel)], "change of the forecast from the lowest value, " + unit),
            new("partial", $"Mean forecast, in {unit}.",
                [Column.Words("Feature"), new("Value"), new("Mean forecast")],
                [.. behaviour.Curves.SelectMany(c => c.Partial.Grid.Select((x, k) => (IReadOnlyList<Cell>)
                    [Cell.Words(c.Name), Cell.Of(Measured.Of(x), Numerals.Short), Cell.Number(c.Partial.Mean[k], 4)])).Take(200)]));
    }

    private static CurvePanel PartialPanel(FeatureCurve curve)
    {
        PartialDependence partial = curve.Partial;
        Point[] Points(IReadOnlyList<double> y, double from) => [.. partial.Grid.Select((x, k) => new Point(x, y[k] - from))];
        return new(curve.Name, curve.Unit,
        [
            .. partial.Curves.Select(c => new PanelCurve(Points(c, 0), "th")), new(Points(partial.Mean, partial.Mean[0]), "ln c1"),
        ])
        {
            Sparse = [.. partial.IsSparse.Select((s, k) => (s, k)).Where(p => p.s).Select(p => (partial.Grid[p.k], partial.Grid[p.k + 1]))],
        };
    }

    private static FigureBlock AccumulatedFigure(FeatureBehaviour behaviour, string unit)
    {
        FeatureCurve widest = behaviour.Curves.MaxBy(c => c.Accumulated.Values.Max() - c.Accumulated.Values.Min())!;
        FeatureCurve[] close = [.. behaviour.Curves.Where(c => c.Companion is { } other && Math.Abs(other.Correlation) > Together)];
        return new(
            "fig-accumulated", "Accumulated local effects",
            $"{widest.Name} alone accounts for {Numerals.Short(widest.Accumulated.Values.Max() - widest.Accumulated.Values.Min())} in {unit} " +
            $"between its extremes; {close.Length} of these {behaviour.Curves.Count} features move closely with another (correlation above " +
            $"{Numerals.Fixed(Together, 1)}), so read them here and not above.",
            "Short steps taken only where decisions are, summed up, mean 0. The feature it moves with most stands under each panel.",
            new CurvePanels([.. behaviour.Curves.Select(AccumulatedPanel)], "effect on the forecast, " + unit),
            new("accumulated", $"Accumulated local effect, in {unit}.",
                [Column.Words("Feature"), new("Value"), new("Effect")],
                [.. behaviour.Curves.SelectMany(c => c.Accumulated.Edges.Select((x, k) => (IReadOnlyList<Cell>)
                    [Cell.Words(c.Name), Cell.Of(Measured.Of(x), Numerals.Short), Cell.Number(c.Accumulated.Values[k], 4)])).Take(200)]));
    }

    private static CurvePanel AccumulatedPanel(FeatureCurve curve) => new(
        curve.Name,
        curve.Unit + (curve.Companion is { } c ? $" · moves with {c.Name} ({Numerals.Fixed(c.Correlation, 2)})" : ""),
        [new([.. curve.Accumulated.Edges.Select((x, k) => new Point(x, curve.Accumulated.Values[k]))], "ln c1")]);

    private static string SignsSay(IReadOnlyList<SignCheck> signs)
    {
        SignCheck worst = signs.MaxBy(s => s.Result.Share)!;
        return $"Nothing in training forces these signs; they are what the house expects. Most often {worst.Name} breaks its own: in " +
            $"{Numerals.Percent(worst.Result.Share, 1)} of {Numerals.Count(worst.Result.Pairs)} steps the forecast does not move as expected.";
    }

    private static Table SignTable(IReadOnlyList<SignCheck> signs, string unit) => new(
        "signs", $"Each feature is moved through its observed quantiles, the rest stays. Worst break in {unit}.",
        [Column.Words("Feature"), Column.Words("Forecast should"), new("Broken", "%"), new("Steps"), new("Worst break"), Column.Words("At, UTC")],
        [.. signs.Take(200).Select(s => (IReadOnlyList<Cell>)
        [
            Cell.Words(s.Name), Cell.Words(s.Expected), Cell.Percent(s.Result.Share, 1), Cell.Count(s.Result.Pairs),
            Cell.Number(s.Result.WorstBreak, 4), Cell.Words(s.WorstAt),
        ])]);
}
