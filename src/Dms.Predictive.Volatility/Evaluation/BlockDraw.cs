namespace Dms.Predictive.Volatility;

/// <summary>
/// One resample of the stationary bootstrap as blocks: starting rows and lengths. Same law as drawing row by row, but
/// a sum over it costs one subtraction per block.
/// </summary>
internal sealed class BlockDraw
{
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly SeededGenerator _generator;
    private readonly double _logContinue;

    /// <param name="rows">Rows of the sample, ≥ 1.</param>
    /// <param name="meanBlock">Mean block length, ≥ 1.</param>
    /// <param name="generator">Stream of random numbers.</param>
    public BlockDraw(int rows, double meanBlock, SeededGenerator generator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        StationaryBootstrap.RefuseShort(meanBlock);
        Rows = rows;
        (_starts, _lengths, _generator) = (new int[rows], new int[rows], generator);
        _logContinue = meanBlock > 1 ? Math.Log(1 - (1 / meanBlock)) : double.NegativeInfinity;
    }

    /// <summary>Rows of the sample and of every resample.</summary>
    public int Rows { get; }

    /// <summary>Blocks of the current resample.</summary>
    public int Count { get; private set; }

    /// <summary>First row of a block; a block that runs past the last row goes on at the first.</summary>
    public int Start(int block) => _starts[block];

    /// <summary>Rows of a block, ≥ 1.</summary>
    public int Length(int block) => _lengths[block];

    /// <summary>Draws the next resample.</summary>
    public void Next()
    {
        Count = 0;
        for (int filled = 0; filled < Rows;)
        {
            _starts[Count] = _generator.NextIndex(Rows);
            int length = Math.Min(Geometric(), Rows - filled);
            _lengths[Count++] = length;
            filled += length;
        }
    }

    /// <summary>Running totals of a series, one longer than it, for <see cref="Sum"/>.</summary>
    public static double[] Totals(ReadOnlySpan<double> values, double centre)
    {
        double[] totals = new double[values.Length + 1];
        for (int t = 0; t < values.Length; t++)
        {
            totals[t + 1] = totals[t] + (values[t] - centre);
        }

        return totals;
    }

    /// <summary>Sum over the current resample of the series whose running totals are given.</summary>
    public double Sum(double[] totals)
    {
        double sum = 0;
        for (int b = 0; b < Count; b++)
        {
            int end = _starts[b] + _lengths[b];
            sum += end <= Rows
                ? totals[end] - totals[_starts[b]]
                : totals[Rows] - totals[_starts[b]] + totals[end - Rows];
        }

        return sum;
    }

    // P(length > m) = (1 − 1/mean)^m: inverted from a uniform number in (0, 1].
    private int Geometric()
    {
        double steps = Math.Log(1 - _generator.NextUniform()) / _logContinue;
        return steps >= int.MaxValue - 1 ? int.MaxValue : 1 + (int)steps;
    }
}
