using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>When a change-point detector alerts.</summary>
/// <param name="Confidence">Percent in [0, 100]: alert when the martingale score reaches what W p-values of
/// 1 − confidence/100 would give; at 100 never.</param>
/// <param name="ChangeHistoryLength">W ≥ 1: scores remembered, bets multiplied, and observations of silence after an
/// alert.</param>
/// <param name="Martingale">Kind of bet.</param>
/// <param name="Eps">ε of the power bet, in (0, 1).</param>
public readonly record struct ChangePointRule(
    double Confidence, int ChangeHistoryLength, MartingaleType Martingale = MartingaleType.Power, double Eps = 0.1);
