namespace Dms.Predictive.Volatility;

/// <summary>Mean of the returns.</summary>
public enum GarchMean
{
    /// <summary>One constant μ, estimated.</summary>
    Constant = 0,

    /// <summary>μ = 0, not estimated.</summary>
    Zero,
}

/// <summary>What stands for squared residual and variance before the first return.</summary>
public enum GarchStart
{
    /// <summary>Σ 0.94^t ê_t² / Σ 0.94^t over the first min(75, n) residuals at the starting mean; fixed
    /// during the fit.</summary>
    Backcast = 0,

    /// <summary>Mean squared residual at the current μ; moves with μ and enters the gradient.</summary>
    Sample,

    /// <summary>Laurent's rule: the news term is its mean at the current parameters. For <c>aparch</c>
    /// only.</summary>
    AparchSample,

    /// <summary>h₁ is the squared first residual at the starting mean. Of the family only.</summary>
    First,

    /// <summary>h₁ is the level that the recursion returns to, at the current parameters: ω/(1 − persistence), with γ counted
    /// half. <c>garch</c>, <c>gjr</c> and <c>egarch</c> of the family only.</summary>
    Unconditional,

    /// <summary>h₁ is given: <see cref="GarchModelOptions.StartVariance"/>. Of the family only; <c>figarch</c> takes the
    /// value for every missing lag.</summary>
    Value,
}

/// <summary>How to fit a GARCH model.</summary>
/// <param name="Mean">Mean of the returns.</param>
/// <param name="Start">Rule for the time before the first return.</param>
/// <param name="StandardErrors">Whether standard errors are wanted; they cost one more pass.</param>
public sealed record GarchFitOptions(
    GarchMean Mean = GarchMean.Constant, GarchStart Start = GarchStart.Backcast, bool StandardErrors = true);
