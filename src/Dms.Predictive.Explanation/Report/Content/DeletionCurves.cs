namespace Dms.Predictive.Explanation.Report;

/// <summary>What deleting features does to the score: largest attribution first, against any order.</summary>
/// <param name="Ordered">Mean change of the score by number of features deleted, from 0.</param>
/// <param name="Random">Likewise in random order.</param>
/// <param name="Area">Mean height of the first above the second, with its 95 % interval.</param>
/// <param name="Rows">Rows tested.</param>
/// <param name="Unit">Unit of the score.</param>
public sealed record DeletionCurves(
    IReadOnlyList<double> Ordered, IReadOnlyList<double> Random, SizeInterval Area, int Rows, string Unit);
