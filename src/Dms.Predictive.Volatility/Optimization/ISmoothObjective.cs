namespace Dms.Predictive.Volatility;

/// <summary>A function to maximise, with two derivatives. Matrices are full and row-major.</summary>
internal interface ISmoothObjective
{
    /// <summary>Number of variables.</summary>
    public int Dimension { get; }

    /// <summary>Value alone.</summary>
    public double Value(ReadOnlySpan<double> theta);

    /// <summary>Value, gradient and Hessian.</summary>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian);

    /// <summary>A positive semidefinite stand-in for −Hessian where that is indefinite.</summary>
    public void Information(ReadOnlySpan<double> theta, Span<double> information);
}
