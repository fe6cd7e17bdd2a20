namespace Dms.Predictive.Volatility;

/// <summary>Random bits as numbers.</summary>
internal static class UniformBits
{
    /// <summary>A number inside (0, 1) on a grid that 1 − u keeps: (m + ½)·2⁻⁵².</summary>
    public static double Open(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1UL << 52));
}
