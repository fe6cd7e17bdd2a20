namespace Dms.Predictive.Volatility;

/// <summary>The likelihood over the parameters that are estimated: all four, or ω, α, β with zero mean.</summary>
internal sealed class Garch11Objective : ISmoothObjective
{
    /// <summary>Smallest ω on returns of mean square one.</summary>
    public const double SmallestOmega = 1e-8;

    private readonly Garch11Likelihood _likelihood;
    private readonly int _first;
    private readonly double[] _theta = new double[4];
    private readonly double[] _gradient = new double[4];
    private readonly double[] _matrix = new double[16];

    public Garch11Objective(double[] standardized, GarchFitOptions options)
    {
        _likelihood = new Garch11Likelihood(standardized, options);
        _first = options.Mean == GarchMean.Constant ? 0 : 1;
        Constraints =
        [
            new("omega", Normal(1, 1), SmallestOmega, 0.8),
            new("alpha", Normal(2, 1), 0),
            new("beta", Normal(3, 1), 0),
            new("persistence", [.. Normal(2, -1).Zip(Normal(3, -1), (a, b) => a + b)], -1),
        ];
    }

    /// <inheritdoc/>
    public int Dimension => 4 - _first;

    /// <summary>ω ≥ 1e-8, α ≥ 0, β ≥ 0, α + β ≤ 1.</summary>
    public LinearConstraint[] Constraints { get; }

    /// <summary>Passes over the returns so far.</summary>
    public int Passes => _likelihood.Passes;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => _likelihood.Value(Whole(theta));

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = _likelihood.Curvature(Whole(theta), _gradient, _matrix);
        _gradient.AsSpan(_first).CopyTo(gradient);
        Part(hessian);
        return value;
    }

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information)
    {
        _likelihood.Information(Whole(theta), _matrix);
        Part(information);
    }

    /// <summary>S'S of the scores.</summary>
    public void OuterProduct(ReadOnlySpan<double> theta, Span<double> outer)
    {
        _likelihood.Gradient(Whole(theta), _gradient, _matrix);
        Part(outer);
    }

    /// <summary>The four parameters, μ = 0 where it is not estimated.</summary>
    public double[] Whole(ReadOnlySpan<double> theta)
    {
        theta.CopyTo(_theta.AsSpan(_first));
        return _theta;
    }

    private double[] Normal(int parameter, double sign)
    {
        double[] normal = new double[4 - _first];
        normal[parameter - _first] = sign;
        return normal;
    }

    private void Part(Span<double> matrix)
    {
        int n = Dimension;
        for (int i = 0; i < n * n; i++)
        {
            matrix[i] = _matrix[(((i / n) + _first) * 4) + (i % n) + _first];
        }
    }
}
