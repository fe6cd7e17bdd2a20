namespace Dms.Predictive.Explanation;

/// <summary>Parts of a change in whole quanta that sum to the booked change, to the unit.</summary>
/// <param name="Parts">One amount per part, in currency, a multiple of the quantum, never −0.</param>
/// <param name="Residual">What rounding had left over, in currency; already inside the part it was put on.</param>
/// <param name="ResidualOn">Index of the part that took the residual: the largest |part|, the first of equals.</param>
public sealed record BookedParts(IReadOnlyList<decimal> Parts, decimal Residual, int ResidualOn);
