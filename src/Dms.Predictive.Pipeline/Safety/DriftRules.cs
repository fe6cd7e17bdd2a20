namespace Dms.Predictive.Pipeline;

/// <summary>When inputs that no longer look as in training switch the learned part off. Three of five evaluations must agree.
/// What windows of the training span did themselves is always allowed.</summary>
public sealed record DriftRules
{
    /// <summary>Population stability index of one of the five largest features that switches off (<c>psi-top5</c>), &gt; 0.</summary>
    public double Shift { get; init; } = 0.25;

    /// <summary>So many features of any size beyond <see cref="Shift"/> switch off too (<c>psi-many</c>), ≥ 1.</summary>
    public int Features { get; init; } = 3;

    /// <summary>Share of rows outside the 0.1–99.9 % box of training in three features or more that switches off
    /// (<c>out-of-distribution</c>), in (0, 1].</summary>
    public double OutlierShare { get; init; } = 0.01;
}
