using System.Runtime.Intrinsics;

namespace Dms.Predictive.Volatility;

/// <summary>Sum and S'S of scores of up to eight parameters.</summary>
internal readonly ref struct ScoreProducts
{
    /// <summary>Most parameters: μ, five of a recursion, two shapes.</summary>
    public const int Widest = 8;

    /// <summary>Elements of the storage.</summary>
    public const int Storage = Room + Widest;

    private const int Room = Widest * Widest;

    private readonly Span<double> _sums;
    private readonly int _count;

    /// <param name="sums">Storage; cleared here.</param>
    /// <param name="count">Parameters.</param>
    public ScoreProducts(Span<double> sums, int count)
    {
        _sums = sums;
        _count = count;
        _sums.Clear();
    }

    /// <summary>Adds s and, when asked for, s·s'.</summary>
    /// <param name="row">s, filled up with zeros to <see cref="Widest"/>.</param>
    /// <param name="squares">Whether s·s' is wanted.</param>
    /// <remarks>The lanes are put together from numbers: a wide load of what was just written number by number would
    /// wait for memory.</remarks>
    public void Add(ReadOnlySpan<double> row, bool squares)
    {
        Vector256<double> low = Vector256.Create(row[0], row[1], row[2], row[3]);
        Vector256<double> high = Vector256.Create(row[4], row[5], row[6], row[7]);
        Add(Room, low, high);
        for (int i = 0; i < _count && squares; i++)
        {
            Add(i * Widest, row[i] * low, row[i] * high);
        }
    }

    /// <summary>Copies Σ s.</summary>
    public void Sums(Span<double> sums) => _sums.Slice(Room, sums.Length).CopyTo(sums);

    private void Add(int at, Vector256<double> low, Vector256<double> high)
    {
        Span<double> lowSums = _sums.Slice(at, 4), highSums = _sums.Slice(at + 4, 4);
        (Vector256.Create<double>(lowSums) + low).CopyTo(lowSums);
        (Vector256.Create<double>(highSums) + high).CopyTo(highSums);
    }

    /// <summary>Copies the part of some parameters, row-major.</summary>
    public void CopyTo(Span<double> outer, int[] parameters)
    {
        int n = parameters.Length;
        for (int i = 0; i < n * n; i++)
        {
            outer[i] = _sums[(parameters[i / n] * Widest) + parameters[i % n]];
        }
    }
}
