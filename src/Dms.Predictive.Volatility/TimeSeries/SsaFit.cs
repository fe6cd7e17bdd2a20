namespace Dms.Predictive.Volatility;

/// <summary>What training hands to the running model.</summary>
/// <param name="WindowSize">L as used.</param>
/// <param name="Basis">Orthonormal vectors of length L, one after another.</param>
/// <param name="SingularValues">One per vector, in units of the series.</param>
/// <param name="Recurrence">α, length L − 1.</param>
/// <param name="Noise">Moments of the noise.</param>
/// <param name="Info">Spectrum and roots, where they are kept.</param>
internal sealed record SsaFit(
    int WindowSize, double[] Basis, double[] SingularValues, double[] Recurrence, SsaNoise Noise, SsaDiagnostics? Info)
{
    public int Rank => Basis.Length / WindowSize;
}
