using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What is wrong with a surface.</summary>
public enum SurfaceViolationKind
{
    /// <summary>A butterfly costs less than nothing.</summary>
    Butterfly,

    /// <summary>Total variance falls in time.</summary>
    Calendar,

    /// <summary>A wing is steeper than Lee's bound, or the parameters are no smile.</summary>
    Wing,
}

/// <summary>Where a surface allows arbitrage.</summary>
/// <param name="Kind">Which check.</param>
/// <param name="K">ln(K/F); infinite in a wing.</param>
/// <param name="Years">T of the slice that fails.</param>
public readonly record struct SurfaceViolation(SurfaceViolationKind Kind, double K, double Years);

/// <summary>Volatility by strike and time, checked to be free of arbitrage.</summary>
/// <remarks>Between expiries linear in total variance at fixed ln(K/F); before the first and after the last expiry volatility
/// is that of the nearest one. Gatheral and Jacquier (2014), Quantitative Finance 14(1), 59–71.</remarks>
public sealed class VolatilitySurface
{
    private VolatilitySurface(IReadOnlyList<VolatilitySlice> slices) => Slices = slices;

    /// <summary>Expiries, rising in time; at least one.</summary>
    public IReadOnlyList<VolatilitySlice> Slices { get; }

    /// <summary>Builds a surface, or says where it allows arbitrage.</summary>
    /// <param name="slices">Rising in time; at least one.</param>
    /// <param name="violation">The first check that fails; null where a surface is returned.</param>
    /// <returns>Null where a check fails.</returns>
    /// <exception cref="ArgumentException">No slice, or times that do not rise.</exception>
    public static VolatilitySurface? TryCreate(IReadOnlyList<VolatilitySlice> slices, out SurfaceViolation? violation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(slices.Count);
        violation = null;
        for (int i = 0; i < slices.Count; i++)
        {
            Require.FinitePositive(slices[i].Years, "years");
            if (i > 0 && !(slices[i].Years > slices[i - 1].Years))
            {
                throw new ArgumentException($"Found {slices[i].Years} after {slices[i - 1].Years} years; times must rise.", nameof(slices));
            }

            violation ??= slices[i].FindButterfly() ?? (i > 0 ? slices[i].FindCalendar(slices[i - 1]) : null);
        }

        return violation is null ? new([.. slices]) : null;
    }

    /// <summary>Total variance at ln(K/F) and time.</summary>
    /// <param name="k">ln(K/F).</param>
    /// <param name="years">Time to expiry; &gt; 0.</param>
    public double TotalVariance(double k, double years)
    {
        Require.FinitePositive(years, "years");
        int after = 0;
        while (after < Slices.Count && Slices[after].Years < years)
        {
            after++;
        }

        if (after == 0 || after == Slices.Count)
        {
            VolatilitySlice end = Slices[after == 0 ? 0 : ^1];
            return end.TotalVariance(k) * (years / end.Years);
        }

        (VolatilitySlice low, VolatilitySlice high) = (Slices[after - 1], Slices[after]);
        double share = (years - low.Years) / (high.Years - low.Years);
        return share == 1 ? high.TotalVariance(k)
            : ((1 - share) * low.TotalVariance(k)) + (share * high.TotalVariance(k));
    }

    /// <summary>Annualized volatility at ln(K/F) and time, fraction.</summary>
    /// <inheritdoc cref="TotalVariance"/>
    public double VolatilityAt(double k, double years) => Math.Sqrt(TotalVariance(k, years) / years);
}
