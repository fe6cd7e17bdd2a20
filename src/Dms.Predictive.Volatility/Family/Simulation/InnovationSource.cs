using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>Turns 64 random bits into an innovation; flipped bits give its antithetic partner.</summary>
internal interface IInnovationSource
{
    /// <summary>An innovation.</summary>
    public double Draw(ulong bits);
}

/// <summary>Draws from a law through its table.</summary>
internal readonly struct LawSource(InnovationLaw law, QuantileTable table) : IInnovationSource
{
    private readonly double _below = 0.5 * (1 - law.Skew);
    private readonly double _left = 1 - law.Skew;
    private readonly double _right = 1 + law.Skew;
    private readonly double _a = law.A;
    private readonly double _scale = 1 / law.B;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Draw(ulong bits)
    {
        double u = UniformBits.Open(bits);
        bool below = u < _below;
        double side = below ? -_left : _right;
        double z = table.Upper((below ? u : 1 - u) / (below ? _left : _right));
        return ((side * z) - _a) * _scale;
    }
}

/// <summary>Draws one of past standardised residuals, kept in rising order.</summary>
internal readonly struct ResidualSource(double[] rising) : IInnovationSource
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Draw(ulong bits) => rising[(int)Math.BigMul(bits, (ulong)rising.Length, out _)];
}
