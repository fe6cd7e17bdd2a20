namespace Dms.Predictive.Explanation;

/// <summary>
/// Path-dependent value function in the leaf form:
/// φⱼ = c (oⱼ − zⱼ) ∫₀¹ Π_{k≠j} (oₖ t + zₖ (1−t)) dt by an exact Gauss–Legendre rule; products without one factor
/// by prefix × suffix, so nothing is divided and zero covers are harmless.
/// </summary>
internal sealed class CoverRule : ILeafRule
{
    private readonly LeafBoxes _leaves;
    private readonly GaussLegendre[] _rules;

    public CoverRule(LeafBoxes leaves)
    {
        _leaves = leaves;
        _rules = GaussLegendre.UpTo((leaves.Widest + 1) / 2);
    }

    public int ScratchLength => 2 * _leaves.Widest;

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
        Span<double> factor = scratch[..d];
        Span<double> before = scratch.Slice(d, d);
        parts = parts[..d];
        parts.Clear();
        GaussLegendre rule = _rules[(d + 1) / 2];
        for (int q = 0; q < rule.Node.Length; q++)
        {
            Factors(pattern, share, rule, q, factor);
            double product = 1.0;
            for (int k = 0; k < d; k++)
            {
                before[k] = product;
                product *= factor[k];
            }

            product = rule.Weight[q];
            for (int k = d - 1; k >= 0; k--)
            {
                parts[k] += before[k] * product;
                product *= factor[k];
            }
        }

        double value = _leaves.ValueOf(leaf);
        for (int k = 0; k < d; k++)
        {
            parts[k] *= value * (Passed(pattern, k) - share[k]);
        }
    }

    public void Pairs(int leaf, ReadOnlySpan<ulong> pattern, Span<double> pairs, Span<double> scratch)
    {
        ReadOnlySpan<double> share = _leaves.CoverSharesOf(leaf);
        int d = share.Length;
        Span<double> factor = scratch[..d];
        Span<double> after = scratch.Slice(d, d);
        pairs = pairs[..(d * d)];
        pairs.Clear();
        GaussLegendre rule = _rules[d / 2];
        for (int q = 0; q < rule.Node.Length; q++)
        {
            Factors(pattern, share, rule, q, factor);
            after[d - 1] = 1.0;
            for (int k = d - 1; k > 0; k--)
            {
                after[k - 1] = after[k] * factor[k];
            }

            AddPairs(factor, after, rule.Weight[q], pairs);
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

    public void FillTable(int leaf, Span<double> table)
    {
        int d = _leaves.WidthOf(leaf);
        Span<double> scratch = stackalloc double[2 * d];
        for (int p = 0; p < 1 << d; p++)
        {
            Values(leaf, [(ulong)p], table.Slice(p * d, d), scratch);
        }
    }

    private static double Passed(ReadOnlySpan<ulong> pattern, int k) => (pattern[k >> 6] >> (k & 63)) & 1UL;

    private static void Factors(
        ReadOnlySpan<ulong> pattern, ReadOnlySpan<double> share, GaussLegendre rule, int q, Span<double> factor)
    {
        (double t, double complement) = (rule.Node[q], rule.Complement[q]);
        for (int k = 0; k < share.Length; k++)
        {
            factor[k] = Passed(pattern, k) * t + share[k] * complement;
        }
    }

    private static void AddPairs(
        ReadOnlySpan<double> factor, ReadOnlySpan<double> after, double weight, Span<double> pairs)
    {
        int d = factor.Length;
        double before = weight;
        for (int i = 0; i < d; i++)
        {
            double product = before;
            for (int j = i + 1; j < d; j++)
            {
                pairs[i * d + j] += product * after[j];
                product *= factor[j];
            }

            before *= factor[i];
        }
    }
}
