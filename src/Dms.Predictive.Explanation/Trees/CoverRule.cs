using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Path-dependent value function in the leaf form:
/// φⱼ = c (oⱼ − zⱼ) ∫₀¹ Π_{k≠j} (oₖ t + zₖ (1−t)) dt by an exact Gauss–Legendre rule; products without one factor
/// by prefix × suffix, so nothing is divided and zero covers are harmless.
/// </summary>
/// <remarks>Four nodes go side by side in one fixed-width vector, added up in a fixed order: the same bits on every
/// machine.</remarks>
internal sealed class CoverRule : ILeafRule
{
    private const int WidestTable = 10;

    private readonly LeafBoxes _leaves;
    private readonly GaussLegendre[] _rules;

    public CoverRule(LeafBoxes leaves)
    {
        _leaves = leaves;
        _rules = GaussLegendre.UpTo((leaves.Widest + 1) / 2);
    }

    // Two vectors of four doubles per feature.
    public int ScratchLength => 8 * _leaves.Widest;

    public double Expected(int leaf)
    {
        double product = _leaves.ValueOf(leaf);
        foreach (double share in _leaves.CoverSharesOf(leaf))
        {
            product *= share;
        }

        return product;
    }

    public void Values(int leaf, ReadOnlySpan<ulong> pattern, Span<double> parts, Span<double> scratch)
    {
        ReadOnlySpan<double> share = _leaves.CoverSharesOf(leaf);
        int d = share.Length;
        Span<Vector256<double>> factor = MemoryMarshal.Cast<double, Vector256<double>>(scratch[..(4 * d)]);
        Span<Vector256<double>> before = MemoryMarshal.Cast<double, Vector256<double>>(scratch.Slice(4 * d, 4 * d));
        parts = parts[..d];
        parts.Clear();
        GaussLegendre rule = _rules[(d + 1) / 2];
        for (int block = 0; block < rule.Blocks; block++)
        {
            Factors(pattern, share, rule, block, factor);
            Vector256<double> product = Vector256<double>.One;
            for (int k = 0; k < factor.Length; k++)
            {
                before[k] = product;
                product *= factor[k];
            }

            product = rule.Weight[block];
            for (int k = factor.Length - 1; k >= 0; k--)
            {
                parts[k] += Sum(before[k] * product);
                product *= factor[k];
            }
        }

        double value = _leaves.ValueOf(leaf);
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k] *= value * (Passed(pattern, k) - share[k]);
        }
    }

    public void Pairs(int leaf, ReadOnlySpan<ulong> pattern, Span<double> pairs, Span<double> scratch)
    {
        ReadOnlySpan<double> share = _leaves.CoverSharesOf(leaf);
        int d = share.Length;
        Span<Vector256<double>> factor = MemoryMarshal.Cast<double, Vector256<double>>(scratch[..(4 * d)]);
        Span<Vector256<double>> after = MemoryMarshal.Cast<double, Vector256<double>>(scratch.Slice(4 * d, 4 * d));
        pairs = pairs[..(d * d)];
        pairs.Clear();
        GaussLegendre rule = _rules[d / 2];
        for (int block = 0; block < rule.Blocks; block++)
        {
            Factors(pattern, share, rule, block, factor);
            after[d - 1] = rule.Weight[block];
            for (int k = d - 1; k > 0; k--)
            {
                after[k - 1] = after[k] * factor[k];
            }

            AddPairs(factor, after, pairs);
        }

        double half = 0.5 * _leaves.ValueOf(leaf);
        for (int i = 0; i < d; i++)
        {
            double left = half * (Passed(pattern, i) - share[i]);
            for (int j = i + 1; j < d; j++)
            {
                pairs[i * d + j] *= left * (Passed(pattern, j) - share[j]);
            }
        }
    }

    // One row of d numbers per pattern.
    public long TableLength(int width) => width is 0 or > WidestTable ? 0 : (long)width << width;

    public ReadOnlySpan<double> FromTable(int leaf, ReadOnlySpan<double> table, ulong pattern, Span<double> parts)
    {
        int d = _leaves.WidthOf(leaf);
        return table.Slice((int)pattern * d, d);
    }

    public void FillTable(int leaf, Span<double> table)
    {
        int d = _leaves.WidthOf(leaf);
        Span<double> scratch = stackalloc double[8 * d];
        for (int p = 0; p < 1 << d; p++)
        {
            Values(leaf, [(ulong)p], table.Slice(p * d, d), scratch);
        }
    }

    // Going through the nodes for four rows at once is faster than looking the rows up.
    public void AddRows(int leaf, RowBlock block, LeafTables tables) =>
        CoverRows.Add(_leaves, leaf, _rules[(_leaves.WidthOf(leaf) + 1) / 2], block);

    private static double Passed(ReadOnlySpan<ulong> pattern, int k) =>
        (long)((pattern[k >> 6] >> (k & 63)) & 1UL);

    private static void Factors(
        ReadOnlySpan<ulong> pattern, ReadOnlySpan<double> share, GaussLegendre rule, int block,
        Span<Vector256<double>> factor)
    {
        (Vector256<double> node, Vector256<double> complement) = (rule.Node[block], rule.Complement[block]);
        for (int k = 0; k < share.Length; k++)
        {
            factor[k] = node * Passed(pattern, k) + complement * share[k];
        }
    }

    private static void AddPairs(
        ReadOnlySpan<Vector256<double>> factor, ReadOnlySpan<Vector256<double>> after, Span<double> pairs)
    {
        int d = factor.Length;
        Vector256<double> before = Vector256<double>.One;
        for (int i = 0; i < d; i++)
        {
            Vector256<double> product = before;
            Span<double> row = pairs.Slice(i * d, d);
            for (int j = i + 1; j < row.Length; j++)
            {
                row[j] += Sum(product * after[j]);
                product *= factor[j];
            }

            before *= factor[i];
        }
    }

    private static double Sum(Vector256<double> lanes)
    {
        Vector128<double> halves = lanes.GetLower() + lanes.GetUpper();
        return halves.ToScalar() + halves.GetElement(1);
    }
}
