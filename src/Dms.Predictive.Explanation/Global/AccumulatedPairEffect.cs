using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Accumulated local effect of two features together, beyond what each does alone; 0 everywhere where the score
/// is a sum of functions of one feature each.</summary>
/// <remarks>Apley and Zhu (2020): mean second differences per cell, accumulated in both directions, the accumulated main
/// effects of the surface taken out, centred to mean 0. A cell without rows takes the mean of the nearest cells that
/// have some.</remarks>
public sealed class AccumulatedPairEffect
{
    private readonly double[,] _values;

    private AccumulatedPairEffect(double[] first, double[] second, double[,] values) =>
        (First, Second, _values) = (first, second, values);

    /// <summary>Edges of the first feature, ascending.</summary>
    public IReadOnlyList<double> First { get; }

    /// <summary>Edges of the second feature, ascending.</summary>
    public IReadOnlyList<double> Second { get; }

    /// <summary>Effect at a pair of edges, in the score's unit.</summary>
    public double this[int first, int second] => _values[first, second];

    /// <summary>Computes the effect.</summary>
    /// <param name="model">The deployed model.</param>
    /// <param name="rows">Rows; those where a feature is not finite are left out.</param>
    /// <param name="pair">The two features.</param>
    /// <param name="bins">Wanted bins of equal count per feature, ≥ 1.</param>
    /// <exception cref="ArgumentException">No row has a finite value.</exception>
    public static AccumulatedPairEffect Of(
        IRowModel model, IReadOnlyList<double[]> rows, (int First, int Second) pair, int bins = 20)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        double[] a = ObservedValues.Of(rows.Select(r => r[pair.First])).Grid(bins);
        double[] b = ObservedValues.Of(rows.Select(r => r[pair.Second])).Grid(bins);
        double[,] sums = new double[a.Length - 1, b.Length - 1];
        int[,] counts = new int[a.Length - 1, b.Length - 1];
        foreach (double[] row in rows.Where(r => double.IsFinite(r[pair.First]) && double.IsFinite(r[pair.Second])))
        {
            if (a.Length > 1 && b.Length > 1)
            {
                int i = AccumulatedEffect.BinOf(a, row[pair.First]), j = AccumulatedEffect.BinOf(b, row[pair.Second]);
                double[] moved = [.. row];
                double At(double x, double y)
                {
                    (moved[pair.First], moved[pair.Second]) = (x, y);
                    return model.Score(moved);
                }

                sums[i, j] += At(a[i + 1], b[j + 1]) - At(a[i], b[j + 1]) - At(a[i + 1], b[j]) + At(a[i], b[j]);
                counts[i, j]++;
            }
        }

        double[,] surface = Accumulated(Filled(sums, counts));
        TakeOutMainEffects(surface, counts);
        return new(a, b, surface);
    }

    private static double[,] Filled(double[,] sums, int[,] counts)
    {
        (int rows, int columns) = (counts.GetLength(0), counts.GetLength(1));
        double[,] mean = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                mean[i, j] = counts[i, j] > 0 ? sums[i, j] / counts[i, j] : Nearest(sums, counts, i, j);
            }
        }

        return mean;
    }

    private static double Nearest(double[,] sums, int[,] counts, int i, int j)
    {
        int best = int.MaxValue, found = 0;
        double sum = 0;
        for (int r = 0; r < counts.GetLength(0); r++)
        {
            for (int c = 0; c < counts.GetLength(1); c++)
            {
                int distance = ((r - i) * (r - i)) + ((c - j) * (c - j));
                if (counts[r, c] == 0 || distance > best)
                {
                    continue;
                }

                (sum, found) = distance < best ? (0, 0) : (sum, found);
                (best, sum, found) = (distance, sum + (sums[r, c] / counts[r, c]), found + 1);
            }
        }

        return found > 0 ? sum / found : 0;
    }

    private static double[,] Accumulated(double[,] cells)
    {
        (int rows, int columns) = (cells.GetLength(0) + 1, cells.GetLength(1) + 1);
        double[,] sum = new double[rows, columns];
        for (int i = 1; i < rows; i++)
        {
            for (int j = 1; j < columns; j++)
            {
                sum[i, j] = sum[i - 1, j] + sum[i, j - 1] - sum[i - 1, j - 1] + cells[i - 1, j - 1];
            }
        }

        return sum;
    }

    private static void TakeOutMainEffects(double[,] surface, int[,] counts)
    {
        double[] first = Main(surface, counts, alongFirst: true), second = Main(surface, counts, alongFirst: false);
        (int rows, int columns) = (surface.GetLength(0), surface.GetLength(1));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                surface[i, j] -= first[i] + second[j];
            }
        }

        double mean = 0, total = 0;
        for (int i = 0; i + 1 < rows; i++)
        {
            for (int j = 0; j + 1 < columns; j++)
            {
                mean += counts[i, j] * (surface[i, j] + surface[i + 1, j] + surface[i, j + 1] + surface[i + 1, j + 1]) / 4;
                total += counts[i, j];
            }
        }

        mean = total > 0 ? mean / total : 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                surface[i, j] -= mean;
            }
        }
    }

    // The accumulated effect of the surface itself along one direction, weighted by where rows are.
    private static double[] Main(double[,] surface, int[,] counts, bool alongFirst)
    {
        int steps = counts.GetLength(alongFirst ? 0 : 1), across = counts.GetLength(alongFirst ? 1 : 0);
        double[] main = new double[steps + 1];
        for (int s = 0; s < steps; s++)
        {
            double sum = 0, total = 0;
            for (int c = 0; c < across; c++)
            {
                int count = alongFirst ? counts[s, c] : counts[c, s];
                sum += count * (Step(c) + Step(c + 1)) / 2;
                total += count;
                double Step(int at) => alongFirst
                    ? surface[s + 1, at] - surface[s, at]
                    : surface[at, s + 1] - surface[at, s];
            }

            main[s + 1] = main[s] + (total > 0 ? sum / total : 0);
        }

        return main;
    }
}
