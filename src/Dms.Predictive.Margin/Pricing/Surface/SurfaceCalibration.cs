namespace Dms.Predictive.Margin;

/// <summary>How far a surface is drawn.</summary>
public enum SurfaceFit
{
    /// <summary>One SVI smile per expiry.</summary>
    Svi,

    /// <summary>The same, and a correction within the quoted strikes.</summary>
    Corrected,

    /// <summary>One SSVI surface, where smiles per expiry failed a check.</summary>
    Ssvi,
}

/// <summary>Result of drawing a surface.</summary>
/// <param name="Surface">Null where even the fall-back failed a check.</param>
/// <param name="Fit">What was drawn.</param>
/// <param name="Rejected">The check that made the fall-back necessary, or failed it; null where there was none.</param>
public sealed record SurfaceCalibrated(VolatilitySurface? Surface, SurfaceFit Fit, SurfaceViolation? Rejected);

/// <summary>Draws a surface through quotes, from the last expiry to the nearest, each no higher than the one after.</summary>
public static class SurfaceCalibration
{
    private static readonly double[] Smoothnesses = [0.001, 0.03, 1, 30];
    private static readonly double[] Shares = [1, 0.7, 0.4, 0.2];

    /// <summary>Draws.</summary>
    /// <param name="expiries">In any order, no two at the same time.</param>
    /// <param name="isCorrected">Whether smiles may be corrected within the quoted strikes.</param>
    /// <exception cref="ArgumentException">No expiry, one with too few quotes, or two at the same time.</exception>
    public static SurfaceCalibrated Fit(IReadOnlyList<ExpiryQuotes> expiries, bool isCorrected)
    {
        ArgumentOutOfRangeException.ThrowIfZero(expiries.Count);
        ExpiryQuotes[] rising = [.. expiries.OrderBy(e => e.Years)];
        List<VolatilitySlice> slices = [];
        foreach (ExpiryQuotes e in rising.Reverse())
        {
            e.Check();
            slices.Insert(0, Draw(e, slices.Count > 0 ? slices[0] : null, isCorrected));
        }

        if (VolatilitySurface.TryCreate(slices, out SurfaceViolation? rejected) is { } surface)
        {
            return new(surface, isCorrected ? SurfaceFit.Corrected : SurfaceFit.Svi, null);
        }

        VolatilitySurface? simple = VolatilitySurface.TryCreate(SsviSmile.Fit(rising), out SurfaceViolation? second);
        return new(simple, SurfaceFit.Ssvi, second ?? rejected);
    }

    private static VolatilitySlice Draw(ExpiryQuotes e, VolatilitySlice? after, bool isCorrected)
    {
        SmileTarget target = new(e.Quotes, after is null ? null : after.TotalVariance);
        VolatilitySlice slice = Lower(new(e.Years, SviCalibration.Fit(target, after?.Wings ?? (double.PositiveInfinity, double.PositiveInfinity)), null), after);
        return isCorrected && IsFree(slice, after) ? Correct(slice, after, target) : slice;
    }

    // The roughest correction that passes every check, then smaller and smoother ones.
    private static VolatilitySlice Correct(VolatilitySlice slice, VolatilitySlice? after, SmileTarget target)
    {
        VolatilitySlice best = slice;
        double least = Loss(slice, target);
        foreach (double smoothness in Smoothnesses)
        {
            SmileCorrection? whole = CorrectionFit.Fit(slice.Smile, target, smoothness);
            foreach (double share in whole is null ? [] : Shares)
            {
                VolatilitySlice tried = slice with { Correction = whole!.Times(share) };
                double loss = Loss(tried, target);
                if (loss < least && IsFree(tried, after))
                {
                    (best, least) = (tried, loss);
                    break;
                }
            }
        }

        return best;
    }

    private static double Loss(VolatilitySlice slice, SmileTarget target) =>
        target.Loss([.. target.Points.Select(slice.TotalVariance)]);

    private static bool IsFree(VolatilitySlice slice, VolatilitySlice? after) =>
        slice.FindButterfly() is null && (after is null || after.FindCalendar(slice) is null);

    // What the penalty of the fit leaves above the expiry after is taken from the level.
    private static VolatilitySlice Lower(VolatilitySlice slice, VolatilitySlice? after)
    {
        if (after is null)
        {
            return slice;
        }

        double excess = 0;
        foreach (double k in after.PointsWith(slice))
        {
            excess = Math.Max(excess, slice.TotalVariance(k) - after.TotalVariance(k));
        }

        return excess > 0 ? slice with { Smile = slice.Smile with { A = slice.Smile.A - (excess * 1.000001) } } : slice;
    }
}
