namespace Dms.Predictive.Volatility;

/// <summary>One step of a recursion in its own carrier (h, √h, ln h, σ^δ): the one function that estimation, batch filter,
/// stream and simulation share, so that they agree bit for bit.</summary>
internal interface IVarianceStep
{
    /// <summary>Whether the next state needs a chance of its own besides the return.</summary>
    public static virtual bool Measures => false;

    /// <summary>h of a state.</summary>
    public double Variance(double state);

    /// <summary>State of a variance.</summary>
    public double State(double variance);

    /// <summary>State after a residual.</summary>
    /// <param name="state">State before it.</param>
    /// <param name="e">Residual.</param>
    /// <param name="h">Variance of the state before it.</param>
    /// <param name="chance">A standard normal number where <see cref="Measures"/> says so.</param>
    public double Next(double state, double e, double h, double chance);

    /// <summary>E[next state] = drift + factor·state.</summary>
    public (double Drift, double Factor) Expected(InnovationLaw law);
}
