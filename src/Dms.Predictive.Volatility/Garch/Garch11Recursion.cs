using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>The one step that batch filter, stream and likelihood share, so that they agree bit for bit.</summary>
internal static class Garch11Recursion
{
    /// <summary>ω + α·e² + β·h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Next(double omega, double alpha, double beta, double squaredResidual, double variance) =>
        omega + (alpha * squaredResidual) + (beta * variance);
}
