using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>A law of the innovations z at given shapes: mean 0, variance 1. Immutable.</summary>
/// <remarks>The skewed law is two halves of one symmetric law, (b·z + a)/(1 ∓ λ) below and above −a/b (Hansen 1994), so
/// everything here follows from the symmetric one.</remarks>
public sealed class InnovationLaw
{
    private readonly InnovationDensity _density;
    private readonly double[] _inner;
    private readonly double _logB;

    private InnovationLaw(GarchDistribution distribution, double[] inner)
    {
        (Distribution, _inner, _density) = (distribution, inner, GarchFamily.Density(distribution));
        Kernel = distribution switch
        {
            GarchDistribution.Normal => new StudentLaw(0),
            GarchDistribution.GeneralizedError => new GeneralizedErrorLaw(inner[0]),
            _ => new StudentLaw(inner[0]),
        };
        (Skew, A, B) = distribution == GarchDistribution.SkewedT
            ? SkewedStudentDensity.Constants(inner[0], inner[1])
            : (0, 0, 1);
        _logB = Math.Log(B);
    }

    /// <summary>Which law.</summary>
    public GarchDistribution Distribution { get; }

    /// <summary>E[z²·1{z &lt; 0}]: ½ for a symmetric law.</summary>
    public double LowerVariance => _density.LowerVariance(_inner);

    /// <summary>E|z|.</summary>
    public double MeanAbsolute => -2 * LowerMean(0);

    /// <summary>The symmetric law whose halves are used.</summary>
    internal SymmetricLaw Kernel { get; }

    /// <summary>λ; 0 for symmetric laws.</summary>
    internal double Skew { get; }

    /// <summary>a of Hansen's law; 0 for symmetric laws.</summary>
    internal double A { get; }

    /// <summary>b of Hansen's law; 1 for symmetric laws.</summary>
    internal double B { get; }

    /// <summary>Builds a law from the shapes that a fit reports.</summary>
    /// <param name="distribution">Which law.</param>
    /// <param name="shapes">ν of <c>t</c> and <c>ged</c>; η, λ of the skewed t; infinity is the normal limit.</param>
    /// <exception cref="ArgumentException">The number of shapes is wrong, or one is outside its bounds.</exception>
    public static InnovationLaw Create(GarchDistribution distribution, params double[] shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        InnovationDensity density = GarchFamily.Density(distribution);
        if (shapes.Length != density.Shapes.Length)
        {
            throw new ArgumentException(
                $"{shapes.Length} shapes for {distribution}; it has {density.Shapes.Length}.", nameof(shapes));
        }

        double[] inner = [.. shapes.Select((s, j) => InnovationDensity.Inside(density.Shapes[j], s))];
        return Inner(distribution, inner);
    }

    /// <summary>Density at z.</summary>
    public double Density(double z) => Math.Exp(LogDensity(z));

    /// <summary>ln of the density at z.</summary>
    public double LogDensity(double z)
    {
        if (Skew == 0)
        {
            return Kernel.LogDensity(z);
        }

        double above = (B * z) + A;
        return _logB + Kernel.LogDensity(above / (above >= 0 ? 1 + Skew : 1 - Skew));
    }

    /// <summary>P(Z ≤ z).</summary>
    public double Cdf(double z)
    {
        double above = (B * z) + A;
        return above < 0
            ? (1 - Skew) * Kernel.Tail(-above / (1 - Skew))
            : Skew == 0
                ? 1 - Kernel.Tail(above)
                : 1 - ((1 + Skew) * Kernel.Tail(above / (1 + Skew)));
    }

    /// <summary>z with P(Z ≤ z) = p.</summary>
    /// <param name="p">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not inside (0, 1).</exception>
    public double Quantile(double p)
    {
        if (!(p > 0 && p < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a probability inside (0, 1).");
        }

        double below = 0.5 * (1 - Skew);
        return p < below
            ? ((-(1 - Skew) * Kernel.UpperQuantile(p / (1 - Skew))) - A) / B
            : (((1 + Skew) * Kernel.UpperQuantile(Math.Min(0.5, (1 - p) / (1 + Skew)))) - A) / B;
    }

    /// <summary>Mean loss in the worst share of outcomes: −E[Z | Z ≤ quantile(p)], &gt; 0.</summary>
    /// <param name="p">Share of the worst outcomes, in (0, 1): 0.01 for 99 % confidence.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not inside (0, 1).</exception>
    public double ExpectedShortfall(double p) => -LowerMean(Quantile(p)) / p;

    /// <summary>A number with this law.</summary>
    /// <param name="generator">Source of chance; one number is taken.</param>
    public double Sample(SeededGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Quantile(UniformBits.Open(generator.NextBits()));
    }

    /// <summary>E[Z·1{Z ≤ z}].</summary>
    internal double LowerMean(double z)
    {
        double above = (B * z) + A;
        if (above < 0)
        {
            double w = -above / (1 - Skew);
            return -(1 - Skew) * (((1 - Skew) * Kernel.TailMean(w)) + (A * Kernel.Tail(w))) / B;
        }

        double x = above / (1 + Skew);
        return -(1 + Skew) * (((1 + Skew) * Kernel.TailMean(x)) - (A * Kernel.Tail(x))) / B;
    }

    /// <summary>E[g(Z)] by double-exponential rules between infinity, the mode and 0, where g may have a kink.</summary>
    internal double Expect(Func<double, double> g)
    {
        const double step = 1.0 / 64;
        double mode = -A / B, low = Math.Min(0, mode), high = Math.Max(0, mode), half = 0.5 * (high - low), sum = 0;
        double Term(double weight, double z)
        {
            double term = weight * Density(z) * g(z);
            return double.IsFinite(term) ? term : 0;
        }

        for (int i = -64 * 4; i <= 64 * 4; i++)
        {
            double inner = Math.PI / 2 * Math.Sinh(i * step), slope = step * Math.PI / 2 * Math.Cosh(i * step);
            double far = Math.Exp(inner), across = 1 / Math.Cosh(inner);
            sum += Term(far * slope, high + far) + Term(far * slope, low - far);
            sum += half > 0 ? Term(half * slope * across * across, low + (half * (1 + Math.Tanh(inner)))) : 0;
        }

        return sum;
    }

    /// <summary>Builds a law from inner shapes, k = 1/ν.</summary>
    internal static InnovationLaw Inner(GarchDistribution distribution, double[] inner)
    {
        LinearConstraint? broken = GarchFamily.Density(distribution).Constraints
            .FirstOrDefault(c => !(c.Slack(inner) >= -1e-12));
        return broken is null
            ? new(distribution, inner)
            : throw new ArgumentException($"The shapes break the bound '{broken.Name}'.", nameof(inner));
    }
}
