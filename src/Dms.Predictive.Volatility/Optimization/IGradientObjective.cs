namespace Dms.Predictive.Volatility;

/// <summary>A function to maximise whose gradient costs far less than its Hessian.</summary>
internal interface IGradientObjective : ISmoothObjective
{
    /// <summary>Value and gradient; S'S of the scores when asked for.</summary>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer = default);
}
