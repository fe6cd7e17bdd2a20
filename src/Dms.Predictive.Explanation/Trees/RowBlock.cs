using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Up to 128 rows side by side, column by column, four rows to a vector; a block that is not full repeats its last row.
/// </summary>
internal readonly ref struct RowBlock
{
    private const int MostVectors = 32;
    private const int MostDoubles = 1 << 16;
    private const int Lanes = 4;
    private const int ScratchPerFeature = 16;

    private readonly Span<Vector256<double>> _columns;
    private readonly Span<Vector256<double>> _phi;

    /// <summary>Lays a block over borrowed space of <see cref="DoublesFor"/> numbers.</summary>
    /// <param name="space">Borrowed space.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="widest">Most features of a leaf.</param>
    /// <param name="vectors">Vectors of four rows per column.</param>
    public RowBlock(Span<double> space, int features, int widest, int vectors)
    {
        Vectors = vectors;
        Span<Vector256<double>> all = MemoryMarshal.Cast<double, Vector256<double>>(space);
        int size = features * Vectors;
        _columns = all[..size];
        _phi = all.Slice(size, size);
        AllPasses = all.Slice(2 * size, widest * Vectors);
        Sums = all.Slice((2 * size) + AllPasses.Length, widest * Vectors);
        Scratch = all.Slice((2 * size) + (2 * AllPasses.Length), ScratchPerFeature * widest);
    }

    /// <summary>Vectors of four rows per column.</summary>
    public int Vectors { get; }

    /// <summary>Rows of a full block.</summary>
    public int Rows => Vectors * Lanes;

    /// <summary>Masks by leaf feature, all bits set where a row passes.</summary>
    public Span<Vector256<double>> AllPasses { get; }

    /// <summary>Room for one number per leaf feature and row.</summary>
    public Span<Vector256<double>> Sums { get; }

    /// <summary>Room for sixteen vectors per leaf feature.</summary>
    public Span<Vector256<double>> Scratch { get; }

    /// <summary>Numbers of borrowed space that a block takes.</summary>
    public static int DoublesFor(int features, int widest, int vectors) =>
        Lanes * ((2 * (features + widest) * vectors) + (ScratchPerFeature * widest));

    /// <summary>Vectors per column that keep a block in the cache.</summary>
    public static int VectorsFor(int features, int widest) =>
        Math.Clamp(MostDoubles / Lanes / Math.Max(1, 2 * (features + widest)), 1, MostVectors);

    /// <summary>A block that holds all rows at once; its contributions are not used.</summary>
    public static RowBlock Holding(IReadOnlyList<double[]> rows, int widest)
    {
        int features = rows[0].Length;
        int vectors = (rows.Count + Lanes - 1) / Lanes;
        RowBlock block = new(new double[DoublesFor(features, widest, vectors)], features, widest, vectors);
        Span<double> columns = MemoryMarshal.Cast<Vector256<double>, double>(block._columns);
        for (int r = 0; r < block.Rows; r++)
        {
            double[] row = rows[Math.Min(r, rows.Count - 1)];
            for (int f = 0; f < features; f++)
            {
                columns[(f * block.Rows) + r] = row[f];
            }
        }

        return block;
    }

    /// <summary>Values of one feature.</summary>
    public ReadOnlySpan<Vector256<double>> Column(int feature) => _columns.Slice(feature * Vectors, Vectors);

    /// <summary>Contributions of one feature so far.</summary>
    public Span<Vector256<double>> Phi(int feature) => _phi.Slice(feature * Vectors, Vectors);

    /// <summary>Masks of the leaf's k-th feature.</summary>
    public Span<Vector256<double>> Passes(int k) => AllPasses.Slice(k * Vectors, Vectors);

    /// <summary>Writes each row's pass pattern of a leaf of at most 63 features: bit k where the row passes the k-th.</summary>
    public void Patterns(int width, Span<ulong> pattern)
    {
        Span<Vector256<ulong>> vectors = MemoryMarshal.Cast<ulong, Vector256<ulong>>(pattern);
        vectors.Clear();
        for (int k = 0; k < width; k++)
        {
            ReadOnlySpan<Vector256<double>> passes = Passes(k);
            Vector256<ulong> bit = Vector256.Create(1UL << k);
            for (int r = 0; r < vectors.Length; r++)
            {
                vectors[r] |= passes[r].AsUInt64() & bit;
            }
        }
    }

    /// <summary>Takes rows in and clears the contributions.</summary>
    public void Load(ReadOnlySpan<double> rows, int features)
    {
        Span<double> columns = MemoryMarshal.Cast<Vector256<double>, double>(_columns);
        int count = rows.Length / features;
        for (int r = 0; r < Rows; r++)
        {
            ReadOnlySpan<double> row = rows.Slice(Math.Min(r, count - 1) * features, features);
            for (int f = 0; f < row.Length; f++)
            {
                columns[(f * Rows) + r] = row[f];
            }
        }

        _phi.Clear();
    }

    /// <summary>Writes the contributions of the first rows, row after row.</summary>
    public void Store(Span<double> phi, int features)
    {
        ReadOnlySpan<double> columns = MemoryMarshal.Cast<Vector256<double>, double>(_phi);
        for (int r = 0; r < phi.Length / features; r++)
        {
            Span<double> row = phi.Slice(r * features, features);
            for (int f = 0; f < row.Length; f++)
            {
                row[f] = columns[(f * Rows) + r];
            }
        }
    }
}
