namespace Dms.Predictive.Volatility;

/// <summary>Parameters of a GARCH(1,1) model, in the unit of the returns they were fitted to, per bar.</summary>
/// <param name="Mu">Mean return μ.</param>
/// <param name="Omega">Constant ω of the variance, squared return units; &gt; 0.</param>
/// <param name="Alpha">News coefficient α ≥ 0.</param>
/// <param name="Beta">Memory coefficient β ≥ 0; α + β ≤ 1.</param>
public sealed record Garch11Parameters(double Mu, double Omega, double Alpha, double Beta)
{
    /// <summary>α + β: the share of a deviation that is left after one bar; 1 is the integrated model.</summary>
    public double Persistence => Alpha + Beta;

    /// <summary>ω / (1 − α − β), squared return units; positive infinity when the persistence is 1 or more.</summary>
    public double UnconditionalVariance => Persistence < 1 ? Omega / (1 - Persistence) : double.PositiveInfinity;
}
