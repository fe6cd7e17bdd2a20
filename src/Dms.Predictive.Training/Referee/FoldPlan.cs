using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Ways to split rows in time order. All but <see cref="WalkForward"/> train on the future: they exist to show
/// what that does to a score, and nothing outside this folder may use them.</summary>
internal static class FoldPlan
{
    /// <summary>Deals rows to folds at random: neighbours that share outcome minutes land on both sides.</summary>
    public static List<Fold> Shuffled(int rows, int folds, long seed)
    {
        int[] order = Permutation(rows, seed);
        return [.. Enumerable.Range(0, folds).Select(f => new Fold(
            [.. Enumerable.Range(0, rows).Where(i => i % folds != f).Select(i => order[i]).Order()],
            [.. Enumerable.Range(0, rows).Where(i => i % folds == f).Select(i => order[i]).Order()]))];
    }

    /// <summary>Judges one block after another and trains on all the rest, before and after it, less the rows whose
    /// outcome reaches into the block and those within the embargo after it.</summary>
    /// <param name="minutes">Time of every row, ascending.</param>
    /// <param name="folds">Blocks.</param>
    /// <param name="gap">Horizon and embargo, minutes.</param>
    public static List<Fold> Contiguous(long[] minutes, int folds, (int Horizon, int Embargo) gap) =>
        [.. Blocks(minutes.Length, folds).Select(b => new Fold(
            [.. Enumerable.Range(0, minutes.Length).Where(i =>
                minutes[i] + gap.Horizon <= minutes[b.First]
                || minutes[i] >= minutes[b.End - 1] + gap.Horizon + gap.Embargo)],
            [.. Enumerable.Range(b.First, b.End - b.First)]))];

    /// <summary>Judges every block but the first and trains on what lies before it, less horizon and embargo.</summary>
    /// <inheritdoc cref="Contiguous"/>
    public static List<Fold> WalkForward(long[] minutes, int folds, (int Horizon, int Embargo) gap) =>
        [.. Blocks(minutes.Length, folds).Skip(1).Select(b => new Fold(
            [.. Enumerable.Range(0, b.First).Where(i => minutes[i] + gap.Horizon + gap.Embargo <= minutes[b.First])],
            [.. Enumerable.Range(b.First, b.End - b.First)]))];

    /// <summary>Whole numbers below a count in random order.</summary>
    public static int[] Permutation(int count, long seed)
    {
        SeededGenerator dice = new(seed);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = dice.NextIndex(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static IEnumerable<(int First, int End)> Blocks(int rows, int folds) => Enumerable.Range(0, folds)
        .Select(f => ((int)((long)rows * f / folds), (int)((long)rows * (f + 1) / folds)));
}
