using System.Numerics;

namespace Dms.Predictive.Volatility;

/// <summary>What training found; kept with <see cref="SsaOptions.ShouldMaintainInfo"/>.</summary>
/// <param name="WindowSize">L as used; below the option's where singular vectors were unit vectors.</param>
/// <param name="Rank">Vectors that span the signal.</param>
/// <param name="IsMeanModel">No decomposition was possible: the model predicts the mean of its window.</param>
/// <param name="Spectrum">Singular values, largest first, in units of the series; empty for a mean model.</param>
/// <param name="Recurrence">α, length L − 1, oldest first.</param>
/// <param name="IsStabilized">Stabilisation was asked for and every root could be computed.</param>
/// <param name="IsPolynomialTrendPresent">Two roots were joined into a trend that grows like a polynomial.</param>
/// <param name="IsArtificialSeasonalityRemoved">A growing cycle longer than the window became a trend.</param>
/// <param name="ExponentialTrendFactor">Largest modulus that stabilisation left; NaN without it.</param>
/// <param name="RootsBefore">Roots of the characteristic polynomial before stabilisation; empty without it.</param>
/// <param name="RootsAfter">The same after it.</param>
public sealed record SsaDiagnostics(
    int WindowSize,
    int Rank,
    bool IsMeanModel,
    IReadOnlyList<double> Spectrum,
    IReadOnlyList<double> Recurrence,
    bool IsStabilized,
    bool IsPolynomialTrendPresent,
    bool IsArtificialSeasonalityRemoved,
    double ExponentialTrendFactor,
    IReadOnlyList<Complex> RootsBefore,
    IReadOnlyList<Complex> RootsAfter);
