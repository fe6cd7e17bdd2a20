using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Whether the features that are said to matter do: they are deleted in order of |φ|, and the score must move
/// away faster than when features are deleted at random.</summary>
/// <remarks>A deleted feature takes the values of background rows, and the score is averaged over them. Samek et al.
/// (2017), perturbation curves; Hooker et al. (2019) for the comparison with a random order.</remarks>
public sealed class DeletionTest
{
    private const int Draws = 1000;

    private DeletionTest(double[] ordered, double[] random, SizeInterval area) =>
        (Ordered, Random, Area) = (ordered, random, area);

    /// <summary>Mean |score − score after deletion|, by number of features deleted from 0, largest |φ| first; in the
    /// score's unit.</summary>
    public IReadOnlyList<double> Ordered { get; }

    /// <summary>Likewise in random order.</summary>
    public IReadOnlyList<double> Random { get; }

    /// <summary>Mean height of the first curve above the second, with a 95 % interval over rows; above 0 is
    /// faithful.</summary>
    public SizeInterval Area { get; }

    /// <summary>Deletes features from rows.</summary>
    /// <param name="model">The deployed model.</param>
    /// <param name="rows">All explained rows.</param>
    /// <param name="picked">Which of them to test, at least two.</param>
    /// <param name="background">Rows whose values replace deleted ones; at least one.</param>
    /// <param name="steps">Most features deleted.</param>
    /// <param name="seed">Seed of the random orders and of the interval.</param>
    public static DeletionTest Run(
        IRowModel model, ExplainedRows rows, IReadOnlyList<int> picked, IReadOnlyList<double[]> background, int steps = 15,
        int seed = 17)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(picked);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentOutOfRangeException.ThrowIfLessThan(picked.Count, 2);
        ArgumentOutOfRangeException.ThrowIfZero(background.Count);
        Random random = new(seed);
        int last = Math.Min(steps, rows.Width);
        double[] ordered = new double[last + 1], drawn = new double[last + 1];
        double[] areas = new double[picked.Count];
        for (int r = 0; r < picked.Count; r++)
        {
            double[] phi = [.. rows.Phi(picked[r])];
            int[] bySize = [.. Enumerable.Range(0, phi.Length).OrderByDescending(j => Math.Abs(phi[j])).ThenBy(j => j)];
            double[] one = Curve(model, rows, picked[r], background, bySize[..last]);
            double[] two = Curve(model, rows, picked[r], background, AnyOrder(phi.Length, random)[..last]);
            for (int k = 0; k <= last; k++)
            {
                ordered[k] += one[k] / picked.Count;
                drawn[k] += two[k] / picked.Count;
                areas[r] += (one[k] - two[k]) / last;
            }
        }

        return new(ordered, drawn, Interval(areas, random));
    }

    private static double[] Curve(
        IRowModel model, ExplainedRows rows, int row, IReadOnlyList<double[]> background, int[] order)
    {
        double score = model.Score(rows.Row(row));
        double[] moved = new double[order.Length + 1], copy = new double[rows.Width];
        double[] sums = new double[order.Length + 1];
        foreach (double[] other in background)
        {
            rows.Row(row).CopyTo(copy);
            for (int k = 0; k < order.Length; k++)
            {
                copy[order[k]] = other[order[k]];
                sums[k + 1] += model.Score(copy) / background.Count;
            }
        }

        for (int k = 1; k < moved.Length; k++)
        {
            moved[k] = Math.Abs(sums[k] - score);
        }

        return moved;
    }

    // Fisher and Yates, from a stated seed.
    private static int[] AnyOrder(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int k = count - 1; k > 0; k--)
        {
            int other = random.Next(k + 1);
            (order[k], order[other]) = (order[other], order[k]);
        }

        return order;
    }

    private static SizeInterval Interval(double[] areas, Random random)
    {
        double[] means = new double[Draws];
        for (int d = 0; d < Draws; d++)
        {
            for (int k = 0; k < areas.Length; k++)
            {
                means[d] += areas[random.Next(areas.Length)] / areas.Length;
            }
        }

        ObservedValues drawn = ObservedValues.Of(means);
        return new(areas.Average(), drawn.At(0.025), drawn.At(0.975));
    }
}
