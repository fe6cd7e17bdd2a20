namespace Dms.Predictive.Pipeline;

/// <summary>What one setting of the policy costs, covers and demands over a whole back-test.</summary>
/// <param name="LookBackMinutes">Window of the baseline volatility.</param>
/// <param name="Cap">Largest multiplier of the overlay.</param>
/// <param name="Confidence">Confidence of the expected shortfall.</param>
/// <param name="NoticeMinutes">How long a raise must stand before it counts for existing positions.</param>
public sealed record FrontierPoint(int LookBackMinutes, double Cap, double Confidence, int NoticeMinutes)
{
    /// <summary>Average margin in force of existing positions, fraction of notional.</summary>
    public required double AverageRate { get; init; }

    /// <summary>Share of the moves within the margin in force, [0, 1].</summary>
    public required double Coverage { get; init; }

    /// <summary>Mean of what moves exceeded the margin in force by, per 10,000 of notional.</summary>
    public required double Shortfall { get; init; }

    /// <summary>Bad debt of accounts that answer no call, per 10,000 of notional opened.</summary>
    public required double BadDebt { get; init; }

    /// <summary>Calls per account and 30 days.</summary>
    public required double Calls { get; init; }

    /// <summary>Those after which the account lost less than half of the baseline margin within the horizon.</summary>
    public required double UnnecessaryCalls { get; init; }

    /// <summary>Whether no other setting is at least as good in average margin, shortfall and unnecessary calls, and better in one.</summary>
    public bool IsEfficient { get; init; }
}
