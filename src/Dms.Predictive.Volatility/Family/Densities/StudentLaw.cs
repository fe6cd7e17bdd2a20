namespace Dms.Predictive.Volatility;

/// <summary>Student t with variance 1 at k = 1/ν; k = 0 is the normal law, an ordinary point of every formula.</summary>
internal sealed class StudentLaw(double k) : SymmetricLaw
{
    private const int MostTerms = 10_000;
    private readonly StudentKernel _kernel = new(k);

    /// <inheritdoc/>
    public override double LogDensity(double z) => _kernel.Constant - _kernel.Tail(z * z);

    /// <inheritdoc/>
    public override double Score(double z)
    {
        _kernel.Tail(z * z, out double perW, out _);
        return -2 * z * perW;
    }

    /// <inheritdoc/>
    public override double Tail(double z) => Far(z) ? FarTail(z) : 0.5 - Sum(z);

    /// <inheritdoc/>
    public override double Centre(double z) => Far(z) ? 0.5 - FarTail(z) : Sum(z);

    /// <inheritdoc/>
    /// <remarks>f(z)·(1 − 2k + k·z²)/(1 − k).</remarks>
    public override double TailMean(double z) => Density(z) * ((1 - (2 * k)) + (k * z * z)) / (1 - k);

    /// <summary>Whether the continued fraction converges faster than the series.</summary>
    private bool Far(double z) => z * z * (1 + (5 * k)) > 3 * ((1 - (2 * k)) + (k * z * z));

    /// <summary>z·f(z)·Σ_n Π_{i&lt;n} (a + ½ + i)·y/(1½ + i) with a = ν/2 and y = z²/(ν − 2 + z²): every term is
    /// positive.</summary>
    private double Sum(double z)
    {
        double w = z * z, whole = (1 - (2 * k)) + (k * w), term = 1, sum = 1;
        for (int i = 0; i < MostTerms && term > sum * 1e-17; i++)
        {
            term *= (0.5 + (k * (0.5 + i))) * w / (whole * (1.5 + i));
            sum += term;
        }

        return z * Density(z) * sum;
    }

    /// <summary>½·z·f(z) over the even part of the incomplete beta function's continued fraction, divided by a so that
    /// a = ∞ is the normal law (DiDonato and Morris 1992, ACM TOMS 18(3)).</summary>
    private double FarTail(double z)
    {
        double w = z * z, whole = (1 - (2 * k)) + (k * w), x = (1 - (2 * k)) / whole, ay = 0.5 * w / whole;
        double First(int m)
        {
            double at = 1 + (2 * k * ((2 * m) - 1));
            return m == 0 ? 0 : 2 * k * m * (0.5 - m) * x / at;
        }

        double B(int m) => m + First(m)
            + ((1 + (2 * k * m)) / (1 + (2 * k * ((2 * m) + 1))) * (ay - (0.5 * x) + 1 + (m * (2 - x))));
        double A(int m)
        {
            double at = 1 + (2 * k * ((2 * m) - 1));
            return (1 + (2 * k * (m - 1))) * (1 + (2 * k * (m - 0.5))) * m * (0.5 - m) * x * x / (at * at);
        }

        double value = ContinuedFraction.Of(B, A);
        return value > 0 ? 0.5 * z * Density(z) / value : 0;
    }
}
