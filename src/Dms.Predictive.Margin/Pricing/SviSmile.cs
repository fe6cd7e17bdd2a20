namespace Dms.Predictive.Margin;

/// <summary>Total variance by log moneyness: w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)).</summary>
/// <param name="A">Level.</param>
/// <param name="B">Slope of the wings; ≥ 0.</param>
/// <param name="Rho">Tilt, in (−1, 1).</param>
/// <param name="M">Shift.</param>
/// <param name="Sigma">Curvature; &gt; 0.</param>
/// <remarks>Gatheral and Jacquier (2014), Quantitative Finance 14(1), 59–71. Wings: Lee (2004).</remarks>
public sealed record SviSmile(double A, double B, double Rho, double M, double Sigma)
{
    private const int GridPoints = 1201;
    private const double GridEnd = 3;
    private const double SteepestWing = 2;

    /// <summary>Smallest total variance, a + bσ√(1 − ρ²); must be ≥ 0.</summary>
    public double Minimum => A + (B * Sigma * Math.Sqrt(1 - (Rho * Rho)));

    /// <summary>Whether no butterfly costs less than nothing: the density factor is ≥ 0 on 1,201 points in [−3, 3] and
    /// no wing is steeper than Lee's bound, b(1 + |ρ|) ≤ 2.</summary>
    public bool IsButterflyFree => B * (1 + Math.Abs(Rho)) <= SteepestWing
        && Enumerable.Range(0, GridPoints).All(i => Density((2 * GridEnd * i / (GridPoints - 1)) - GridEnd) >= 0);

    /// <summary>Total variance at ln(K/F).</summary>
    public double TotalVariance(double k) => A + (B * ((Rho * (k - M)) + Root(k)));

    /// <summary>Density factor (1 − k·w′/2w)² − w′²/4·(1/w + ¼) + w″/2 at ln(K/F).</summary>
    public double Density(double k)
    {
        (double first, double second) = Slopes(k);
        return SmileDensity.At(k, TotalVariance(k), first, second);
    }

    /// <summary>First and second derivative of total variance at ln(K/F).</summary>
    public (double First, double Second) Slopes(double k)
    {
        double root = Root(k);
        return (B * (Rho + ((k - M) / root)), B * Sigma * Sigma / (root * root * root));
    }

    private double Root(double k) => Math.Sqrt(((k - M) * (k - M)) + (Sigma * Sigma));
}
