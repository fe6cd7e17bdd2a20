namespace Dms.Predictive.Explanation;

/// <summary>A network with one hidden layer whose weights are ours: y = b₂ + W₂ tanh(W₁ x + b₁).</summary>
public sealed class TanhNetwork
{
    private readonly double[][] _inner;
    private readonly double[] _innerBias;
    private readonly double[] _outer;
    private readonly double _outerBias;

    /// <summary>Takes the weights.</summary>
    /// <param name="inner">W₁: one row per hidden unit, one column per input.</param>
    /// <param name="innerBias">b₁: one per hidden unit.</param>
    /// <param name="outer">W₂: one per hidden unit.</param>
    /// <param name="outerBias">b₂.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public TanhNetwork(
        IReadOnlyList<IReadOnlyList<double>> inner,
        IReadOnlyList<double> innerBias,
        IReadOnlyList<double> outer,
        double outerBias)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(innerBias);
        ArgumentNullException.ThrowIfNull(outer);
        if (inner.Count == 0 || inner.Any(r => r.Count != inner[0].Count)
            || innerBias.Count != inner.Count || outer.Count != inner.Count)
        {
            throw new ArgumentException(
                "Every hidden unit needs a row of equal length, a bias and an outer weight.", nameof(inner));
        }

        _inner = [.. inner.Select(r => r.ToArray())];
        (_innerBias, _outer, _outerBias) = ([.. innerBias], [.. outer], outerBias);
    }

    /// <summary>Number of inputs.</summary>
    public int Inputs => _inner[0].Length;

    /// <summary>y of one row.</summary>
    /// <param name="row">One value per input, finite.</param>
    public double Score(ReadOnlySpan<double> row)
    {
        double score = _outerBias;
        for (int unit = 0; unit < _inner.Length; unit++)
        {
            score += _outer[unit] * Math.Tanh(Activation(unit, row));
        }

        return score;
    }

    /// <summary>Adds weight · ∂y/∂x to a sum.</summary>
    /// <param name="row">Where the gradient is taken.</param>
    /// <param name="weight">Factor.</param>
    /// <param name="sum">One entry per input.</param>
    internal void AddGradient(ReadOnlySpan<double> row, double weight, Span<double> sum)
    {
        for (int unit = 0; unit < _inner.Length; unit++)
        {
            double y = Math.Tanh(Activation(unit, row));
            double slope = weight * _outer[unit] * (1 - (y * y));
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += slope * _inner[unit][i];
            }
        }
    }

    private double Activation(int unit, ReadOnlySpan<double> row)
    {
        double sum = _innerBias[unit];
        for (int i = 0; i < row.Length; i++)
        {
            sum += _inner[unit][i] * row[i];
        }

        return sum;
    }
}
