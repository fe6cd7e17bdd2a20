namespace Dms.Predictive.Volatility;

/// <summary>What the weights of a log pool must satisfy.</summary>
/// <param name="FloorMember">Member whose weight has a floor (the GARCH baseline); -1 for none.</param>
/// <param name="Floor">Smallest weight of that member, in [0, <paramref name="SumMax"/>].</param>
/// <param name="Ridge">κ ≥ 0 of the pull κ‖w − 1/M‖² toward equal weights; 0 leaves exactly tied members
/// unresolved.</param>
/// <param name="SumMin">Smallest sum of the weights, ≥ 0.</param>
/// <param name="SumMax">Largest sum of the weights, ≥ <paramref name="SumMin"/>, &gt; 0.</param>
public sealed record LogPoolOptions(
    int FloorMember, double Floor = 0.10, double Ridge = 0.02, double SumMin = 0.8, double SumMax = 1.1);
