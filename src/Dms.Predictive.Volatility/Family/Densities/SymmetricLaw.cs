namespace Dms.Predictive.Volatility;

/// <summary>A law with f(z) = f(−z), mean 0 and variance 1, at given shapes: its distribution function to the last
/// digits on both sides of zero.</summary>
/// <remarks>Near zero the part between 0 and z is summed, far out the part beyond z is a continued fraction, so neither
/// is a difference of large numbers.</remarks>
internal abstract class SymmetricLaw
{
    private const int MostSteps = 100;
    private const double LargestMove = 1.5;

    /// <summary>ln f(z).</summary>
    public abstract double LogDensity(double z);

    /// <summary>f(z).</summary>
    public double Density(double z) => Math.Exp(LogDensity(z));

    /// <summary>P(Z &gt; z) of z ≥ 0.</summary>
    public abstract double Tail(double z);

    /// <summary>P(0 &lt; Z &lt; z) of z ≥ 0.</summary>
    public abstract double Centre(double z);

    /// <summary>E[Z·1{Z &gt; z}] of z ≥ 0.</summary>
    public abstract double TailMean(double z);

    /// <summary>∂ln f/∂z.</summary>
    public abstract double Score(double z);

    /// <summary>z ≥ 0 with P(Z &gt; z) = p.</summary>
    /// <param name="p">In (0, ½].</param>
    /// <param name="near">A point to start from; 0 for none.</param>
    /// <remarks>ln P(Z &gt; z) is concave in ln z, and P(0 &lt; Z &lt; z) is concave in z, so Newton's method ends in both
    /// from every start.</remarks>
    public double UpperQuantile(double p, double near = 0) =>
        p < 0.25 ? FarQuantile(p, near > 0 ? near : 1) : CentreQuantile(0.5 - p);

    /// <summary>z ≥ 0 with P(0 &lt; Z &lt; z) = c.</summary>
    /// <param name="c">In [0, ¼].</param>
    public double CentreQuantile(double c)
    {
        double z = c / Density(0);
        for (int i = 0; i < MostSteps; i++)
        {
            double move = (c - Centre(z)) / Density(z);
            z += move;
            if (!(Math.Abs(move) > 1e-15 * z))
            {
                break;
            }
        }

        return z;
    }

    private double FarQuantile(double p, double z)
    {
        double wanted = Math.Log(p);
        for (int i = 0; i < MostSteps; i++)
        {
            double tail = Tail(z), density = Density(z);
            double move = Math.Clamp((Math.Log(tail) - wanted) * tail / (z * density), -LargestMove, LargestMove);
            z *= Math.Exp(double.IsFinite(move) ? move : -0.5);
            if (Math.Abs(move) <= 1e-15)
            {
                break;
            }
        }

        return z;
    }
}
