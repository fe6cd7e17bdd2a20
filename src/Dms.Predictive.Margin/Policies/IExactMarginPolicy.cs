namespace Dms.Predictive.Margin;

/// <summary>A policy whose requirement is made of whole quantums. <see cref="IMarginPolicy.Evaluate"/> gives the same
/// formula without rounding, for searches.</summary>
public interface IExactMarginPolicy : IMarginPolicy
{
    /// <summary>Computes the requirement before overlay, exactly.</summary>
    /// <param name="view">Net positions at the request's prices.</param>
    /// <param name="scale">Multiplies the policy's own driver; ≥ 1.</param>
    /// <exception cref="OverflowException">An amount does not fit a decimal.</exception>
    public ExactParts EvaluateExactly(MarginView view, double scale);
}

/// <summary>An exact requirement, quote.</summary>
/// <param name="Initial">Initial margin; ≥ 0.</param>
/// <param name="Maintenance">Maintenance margin; ≥ 0.</param>
/// <param name="InitialByRow">Initial margin of each row of the view; sums to <paramref name="Initial"/>.</param>
public sealed record ExactParts(decimal Initial, decimal Maintenance, IReadOnlyList<decimal> InitialByRow);
