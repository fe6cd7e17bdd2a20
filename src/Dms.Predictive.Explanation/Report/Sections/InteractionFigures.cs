namespace Dms.Predictive.Explanation.Report;

/// <summary>What pairs of features do together.</summary>
internal static class InteractionFigures
{
    internal static FigureBlock Map(FeatureBehaviour behaviour, string unit)
    {
        IReadOnlyList<string> names = behaviour.InteractionNames;
        int n = names.Count;
        double At(int r, int c) => behaviour.Interactions[(r * n) + c];
        (int R, int C)[] pairs = [.. from r in Enumerable.Range(0, n) from c in Enumerable.Range(r + 1, n - r - 1) select (r, c)];
        double most = pairs.Max(p => At(p.R, p.C));
        (int R, int C) top = pairs.MaxBy(p => At(p.R, p.C));
        return new(
            "fig-interactions", "Mean size of what two features do together",
            most > 0
                ? $"{names[top.R]} and {names[top.C]} act together most, by {Numerals.Short(2 * most)} in {unit} on average over " +
                    $"{Numerals.Count(behaviour.InteractionRows)} decisions."
                : $"No pair of features acts together in {Numerals.Count(behaviour.InteractionRows)} decisions: the forecast is a sum of single effects.",
            "Darker pairs act together more. The diagonal, what each does alone, is left white here and stands in the table. Entries are half of the joint effect.",
            new HeatMap(
                names, names, (r, c) => r == c || most <= 0 ? "q0" : Shades.Size(At(r, c) / most),
                (r, c) => r == c ? "" : Numerals.Fixed(1000 * At(r, c), 0))
            {
                DownTitle = $"mean |interaction|, thousandths of {unit}",
            },
            new("interactions", $"Strongest pairs, then each feature alone, in {unit}.",
                [Column.Words("Feature"), Column.Words("with"), new("Mean |Φ|")],
                [
                    .. pairs.OrderByDescending(p => At(p.R, p.C)).Take(66).Select(p => (IReadOnlyList<Cell>)
                        [Cell.Words(names[p.R]), Cell.Words(names[p.C]), Cell.Number(At(p.R, p.C), 5)]),
                    .. Enumerable.Range(0, n).Select(k => (IReadOnlyList<Cell>)
                        [Cell.Words(names[k]), Cell.Words("itself"), Cell.Number(At(k, k), 5)]),
                ]));
    }

    internal static FigureBlock Pair((string First, string Second, AccumulatedPairEffect Effect) pair, string unit)
    {
        AccumulatedPairEffect effect = pair.Effect;
        int columns = effect.First.Count, rows = effect.Second.Count;
        (double Value, int I, int J) most = (0, 0, 0);
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                most = Math.Abs(effect[i, j]) > Math.Abs(most.Value) ? (effect[i, j], i, j) : most;
            }
        }

        string[] across = [.. effect.First.Select(Numerals.Short)];
        string[] down = [.. effect.Second.Reverse().Select(Numerals.Short)];
        return new(
            "fig-pair", $"{pair.First} and {pair.Second} together, beyond what each does alone",
            $"Together they change the forecast by {Numerals.Short(most.Value)} in {unit} at most, where {pair.First} is " +
            $"{Numerals.Short(effect.First[most.I])} and {pair.Second} is {Numerals.Short(effect.Second[most.J])}.",
            "Second-order accumulated local effect at observed quantiles: blue lowers, orange raises, grey is none.",
            new HeatMap(
                across, down, (r, c) => Shades.Signed(effect[c, rows - 1 - r], Math.Abs(most.Value)), (_, _) => "")
            {
                DownTitle = $"{pair.Second}, upward",
                AcrossTitle = $"{pair.First}, to the right",
            },
            new("pair", $"Joint effect at quantiles, in {unit}; rows are {pair.Second}, columns {pair.First}.",
                [Column.Words(pair.Second), .. across.Select(a => new Column(a))],
                [.. Enumerable.Range(0, rows).Select(j => (IReadOnlyList<Cell>)
                [
                    Cell.Words(Numerals.Short(effect.Second[j])), .. Enumerable.Range(0, columns).Select(i => Cell.Number(effect[i, j], 4)),
                ])]));
    }
}
