namespace Dms.Predictive.Learning;

/// <summary>What both spellings of a tree operator have in common.</summary>
/// <param name="Trees">Trees in summation order.</param>
/// <param name="Targets">Target or class ids, in output order.</param>
/// <param name="BaseValues">Constants by target; empty for none.</param>
internal sealed record OnnxParts(IReadOnlyList<OnnxTreeShape> Trees, IReadOnlyList<int> Targets, IReadOnlyList<double> BaseValues)
{
    /// <summary><c>SUM</c> or another word.</summary>
    public required string Aggregate { get; init; }

    /// <summary>Link behind the scores.</summary>
    public required string PostTransform { get; init; }

    /// <summary>Whether comparisons are in float32.</summary>
    public required bool ComparesFloat32 { get; init; }
}
