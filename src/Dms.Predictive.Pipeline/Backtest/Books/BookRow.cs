using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What one rule did for a book.</summary>
public sealed record BookRow
{
    /// <summary>Which rule.</summary>
    public required BookRule Rule { get; init; }

    /// <summary>Coverage, cost and swings as charged; rates are fractions of <see cref="BookReplay.Notional"/>.</summary>
    public required MarginRow Charged { get; init; }

    /// <summary>The same after one multiplier, found in hindsight, brought coverage to the confidence.</summary>
    public required MarginRow Matched { get; init; }

    /// <summary>Largest ÷ smallest margin.</summary>
    public required double PeakToTrough { get; init; }

    /// <summary>Decisions whose loss passes the policy's own margin, the first of each horizon.</summary>
    public required int Shocks { get; init; }

    /// <summary>Those of them before which the margin already stood at 1.1 times the policy's own.</summary>
    public required int ShocksMet { get; init; }

    /// <summary>Median minutes from such a raise to the shock it came before; NaN without one.</summary>
    public required double MedianLeadMinutes { get; init; }

    /// <summary>Raises of 10 % after which the book lost less than half of the policy's own margin within the horizon, per
    /// day.</summary>
    public required double FalseRaisesPerDay { get; init; }

    /// <summary>Calls per account and 30 days; the account answers each at once.</summary>
    public required double Calls { get; init; }

    /// <summary>Those after which the book lost less than half of the policy's own margin within the horizon.</summary>
    public required double UnnecessaryCalls { get; init; }

    /// <summary>Accounts that never answer and fall below maintenance margin within a day, per account opened.</summary>
    public required double CloseOuts { get; init; }

    /// <summary>What such an account owes at the decision after that, per 10,000 of notional opened.</summary>
    public required double BadDebtPerTenThousand { get; init; }
}
