using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What the rules of an account compare, quote currency.</summary>
/// <param name="Baseline">Initial margin without the forecast; ≥ 0.</param>
/// <param name="Initial">Initial margin with it; ≥ <paramref name="Baseline"/>.</param>
/// <param name="Maintenance">Maintenance margin in force now; in [0, <paramref name="Initial"/>].</param>
/// <param name="Equity">Equity; may be negative.</param>
public sealed record AccountStanding(decimal Baseline, decimal Initial, decimal Maintenance, decimal Equity)
{
    /// <summary>What may be taken out: equity above initial margin.</summary>
    public decimal Free => Math.Max(0, Equity - Initial);

    /// <summary>What is missing to initial margin.</summary>
    public decimal Shortfall => Math.Max(0, Initial - Equity);

    /// <summary>Whether equity is below maintenance margin.</summary>
    public bool IsLiquidatable => Equity < Maintenance;

    /// <summary>Refuses amounts that contradict each other.</summary>
    /// <exception cref="InputRefusedException">Code <c>OutOfRange</c>.</exception>
    internal void Check()
    {
        // Messages are built only when they are needed: every account is reviewed at every price.
        if (Baseline >= 0 && Initial >= Baseline && Maintenance >= 0 && Maintenance <= Initial)
        {
            return;
        }

        Refuse.Unless(Baseline >= 0, "standing.baseline", Baseline, ">= 0");
        Refuse.Unless(Initial >= Baseline, "standing.initial", Initial, $">= the baseline {Baseline}");
        Refuse.Unless(
            Maintenance >= 0 && Maintenance <= Initial, "standing.maintenance", Maintenance, $"in [0, {Initial}]");
    }
}
