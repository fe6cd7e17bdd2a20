using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Total variance of one expiry: an SVI smile, and where quotes ask for it a correction within them.</summary>
/// <param name="Years">Time to expiry; &gt; 0.</param>
/// <param name="Smile">The SVI smile, which alone holds in the wings.</param>
/// <param name="Correction">Null = none.</param>
public sealed record VolatilitySlice(double Years, SviSmile Smile, SmileCorrection? Correction)
{
    private const int GridPoints = 1201;
    private const int FinePoints = 801;
    private const double GridEnd = 3;
    private const double SteepestWing = 2;

    /// <summary>ln(K/F) at which every check is made: 1,201 points in [−3, 3].</summary>
    internal static IReadOnlyList<double> Grid { get; } =
        [.. Enumerable.Range(0, GridPoints).Select(i => (2 * GridEnd * i / (GridPoints - 1)) - GridEnd)];

    /// <summary>Slopes of the wings, right and left, both ≥ 0.</summary>
    internal (double Right, double Left) Wings => (Smile.B * (1 + Smile.Rho), Smile.B * (1 - Smile.Rho));

    /// <summary>Total variance at ln(K/F).</summary>
    public double TotalVariance(double k) => Smile.TotalVariance(k) + (Correction?.At(k).Value ?? 0);

    /// <summary>Annualized volatility at ln(K/F), fraction.</summary>
    public double VolatilityAt(double k) => Math.Sqrt(TotalVariance(k) / Years);

    /// <summary>Density factor at ln(K/F); below 0 a butterfly costs less than nothing.</summary>
    public double Density(double k)
    {
        (double first, double second) = Smile.Slopes(k);
        if (Correction is null)
        {
            return SmileDensity.At(k, Smile.TotalVariance(k), first, second);
        }

        (double value, double slope, double bend) = Correction.At(k);
        return SmileDensity.At(k, Smile.TotalVariance(k) + value, first + slope, second + bend);
    }

    /// <summary>Where this slice alone allows arbitrage; null where it does not.</summary>
    /// <remarks>The density factor on 1,201 points in [−3, 3], and on 801 more where there is a correction; total variance
    /// above 0; wings within Lee's bound b(1 + |ρ|) ≤ 2.</remarks>
    internal SurfaceViolation? FindButterfly()
    {
        if (!(Smile.B >= 0 && Math.Abs(Smile.Rho) < 1 && Smile.Sigma > 0 && Smile.Minimum >= 0
            && Math.Max(Wings.Right, Wings.Left) <= SteepestWing))
        {
            return new(SurfaceViolationKind.Wing, Smile.Rho < 0 ? double.NegativeInfinity : double.PositiveInfinity, Years);
        }

        foreach (double k in Grid.Concat(FineGrid()))
        {
            if (!(TotalVariance(k) > 0 && Density(k) >= 0))
            {
                return new(SurfaceViolationKind.Butterfly, k, Years);
            }
        }

        return null;
    }

    /// <summary>Where this slice lies below an earlier one; null where it does not.</summary>
    internal SurfaceViolation? FindCalendar(VolatilitySlice earlier)
    {
        foreach (double k in PointsWith(earlier))
        {
            if (!(TotalVariance(k) >= earlier.TotalVariance(k)))
            {
                return new(SurfaceViolationKind.Calendar, k, Years);
            }
        }

        return Wings.Right < earlier.Wings.Right ? new(SurfaceViolationKind.Calendar, double.PositiveInfinity, Years)
            : Wings.Left < earlier.Wings.Left ? new(SurfaceViolationKind.Calendar, double.NegativeInfinity, Years)
            : null;
    }

    /// <summary>ln(K/F) at which this slice is compared with another.</summary>
    internal IEnumerable<double> PointsWith(VolatilitySlice other) =>
        Grid.Concat(FineGrid()).Concat(other.FineGrid());

    private IEnumerable<double> FineGrid()
    {
        if (Correction is not { } c)
        {
            yield break;
        }

        double from = c.First - (2 * c.Step);
        double width = c.Step * (c.Weights.Count + 3);
        for (int i = 0; i < FinePoints; i++)
        {
            double u = from + (width * i / (FinePoints - 1));
            double e = PinnedMath.Exp(u);
            yield return 0.5 * c.Width * (e - (1 / e));
        }
    }
}
