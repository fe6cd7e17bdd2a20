namespace Dms.Predictive.Volatility;

/// <summary>Law of z with mean 0 and variance 1, over its inner shapes. A new law is one file.</summary>
/// <remarks>Degrees of freedom and exponents enter as k = 1/ν, so that the normal limit is an ordinary point.</remarks>
internal abstract class InnovationDensity
{
    /// <summary>Names of the shapes on the outside, in order.</summary>
    public abstract string[] Shapes { get; }

    /// <summary>Half-spaces of the inner shapes.</summary>
    public abstract LinearConstraint[] Constraints { get; }

    /// <summary>Inner shapes of the poorer law.</summary>
    public virtual double[] Neutral => [];

    /// <summary>Inner shapes that a search tries besides the neutral ones.</summary>
    public virtual double[][] Starts => [];

    /// <summary>Whether f(z) = f(−z) at every shape.</summary>
    public virtual bool Symmetric => true;

    /// <summary>E[z²·1{z &lt; 0}].</summary>
    public virtual double LowerVariance(ReadOnlySpan<double> shape) => 0.5;

    /// <summary>ln f of every z.</summary>
    /// <param name="z">Innovations.</param>
    /// <param name="shape">Inner shapes.</param>
    /// <param name="log">Receives ln f(z).</param>
    public abstract void Log(ReadOnlySpan<double> z, ReadOnlySpan<double> shape, Span<double> log);

    /// <summary>ln f with its derivatives.</summary>
    /// <param name="z">Innovations.</param>
    /// <param name="shape">Inner shapes.</param>
    /// <param name="log">Receives ln f(z).</param>
    /// <param name="score">Receives ∂ln f/∂z.</param>
    /// <param name="shapeScore">Receives ∂ln f/∂shape, the shapes of one z side by side.</param>
    public abstract void Scores(
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> shape,
        Span<double> log,
        Span<double> score,
        Span<double> shapeScore);

    /// <summary>Σ ln f and, when asked for, scores and Σ ∂ln f/∂shape, without a logarithm per innovation.</summary>
    /// <param name="z">Innovations.</param>
    /// <param name="shape">Inner shapes.</param>
    /// <param name="scratch">Overwritten; as long as z.</param>
    /// <param name="score">Receives ∂ln f/∂z; empty when not asked for.</param>
    /// <param name="shapeSums">Receives Σ ∂ln f/∂shape; empty when not asked for.</param>
    /// <param name="total">Σ ln f.</param>
    /// <returns>False where the law has no such way at these shapes; <see cref="Scores"/> always has.</returns>
    public virtual bool TryTotal(
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> shape,
        Span<double> scratch,
        Span<double> score,
        Span<double> shapeSums,
        out double total)
    {
        total = double.NaN;
        return false;
    }

    /// <summary>An outside shape from an inner one; null at the normal limit.</summary>
    public static double? Outside(string name, double inner) =>
        name == "lambda" ? inner : inner <= 0 ? null : 1 / inner;

    /// <summary>An inner shape from an outside one.</summary>
    public static double Inside(string name, double outside) => name == "lambda" ? outside : 1 / outside;
}
