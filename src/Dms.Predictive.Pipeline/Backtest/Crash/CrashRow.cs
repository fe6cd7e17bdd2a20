using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>What one way of setting margins did in crashes, at one length of notice. Every way charges existing positions
/// the same on average over the whole span.</summary>
public sealed record CrashRow
{
    /// <summary>Which windows: a date, or all together.</summary>
    public required string Window { get; init; }

    /// <summary>What sets the margin.</summary>
    public required string Rule { get; init; }

    /// <summary>Minutes that a raise must stand before it counts for an existing position.</summary>
    public required int NoticeMinutes { get; init; }

    /// <summary>Average margin in force of existing positions over the whole span, fraction of notional.</summary>
    public required double AverageRate { get; init; }

    /// <summary>Decisions in the windows whose move is known.</summary>
    public required int Decisions { get; init; }

    /// <summary>Mean of what moves over the horizon exceeded the margin in force by, per 10,000 of notional.</summary>
    public required double Shortfall { get; init; }

    /// <summary>The same for positions opened at the decision, who meet the margin as asked.</summary>
    public required double ShortfallNew { get; init; }

    /// <summary>Shortfall of this rule less that of the margin with forecast, 95 % interval; null for that margin itself.</summary>
    public required MeanInterval? ShortfallAvoided { get; init; }

    /// <summary>Loss beyond what accounts had posted, accounts older than the notice when they were closed out, per 10,000 of notional opened.</summary>
    public required double BadDebt { get; init; }

    /// <summary>The same, accounts no older than the notice.</summary>
    public required double BadDebtNew { get; init; }

    /// <summary>Bad debt of all accounts under this rule less that under the margin with forecast, 95 % interval over days of opening.</summary>
    public required MeanInterval? BadDebtAvoided { get; init; }

    /// <summary>Accounts closed out, per account opened, in [0, 1].</summary>
    public required double CloseOuts { get; init; }

    /// <summary>Calls for more margin per account and 30 days, over the whole span.</summary>
    public required double Calls { get; init; }

    /// <summary>Those calls after which the account lost less than half of the baseline margin within the horizon.</summary>
    public required double UnnecessaryCalls { get; init; }
}
