using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A governed, immutable parameter set with its formula. Adds nothing that is not in the view.</summary>
public interface IMarginPolicy
{
    /// <summary>Name of the kind in requests, such as <c>parametric</c>.</summary>
    public string Kind { get; }

    /// <summary>Smallest unit of money, quote; &gt; 0.</summary>
    public decimal Quantum { get; }

    /// <summary>
    /// Whether maintenance margin is a convex function of every single price. Then equity, being linear, meets it at
    /// most once on each side of the current price, and the search may bisect instead of stepping.
    /// </summary>
    public bool IsConvexInPrice { get; }

    /// <summary>Whether the policy can margin an account of this mode.</summary>
    public bool Honors(MarginMode mode);

    /// <summary>Computes the requirement before overlay and rounding.</summary>
    /// <param name="view">Net exposures.</param>
    /// <param name="scale">Multiplies the policy's own driver; ≥ 1. At 1 it multiplies nothing.</param>
    public PolicyParts Evaluate(MarginView view, double scale);

    /// <summary>Share of each instrument of the view in initial margin, quote; sums to it up to rounding of
    /// doubles.</summary>
    public IReadOnlyList<double> Contributions(MarginView view, double scale);

    /// <summary>Figures of the kind for the reader, at scale 1.</summary>
    public MarginDetails Explain(MarginView view);
}

/// <summary>Requirement of a policy, quote, not rounded.</summary>
/// <param name="Initial">Initial margin; ≥ 0.</param>
/// <param name="Maintenance">Maintenance margin; ≥ 0.</param>
/// <param name="BaseInitial">Initial margin without offsets; ≥ <paramref name="Initial"/>.</param>
/// <param name="BaseMaintenance">Maintenance margin without offsets.</param>
public readonly record struct PolicyParts(
    double Initial, double Maintenance, double BaseInitial, double BaseMaintenance);
