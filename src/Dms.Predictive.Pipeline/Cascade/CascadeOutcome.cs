namespace Dms.Predictive.Pipeline;

/// <summary>What one margin rule did on one seed. Money in quote currency, rates as fractions of notional.</summary>
public sealed record CascadeOutcome
{
    /// <summary>Seed of the market.</summary>
    public required long Seed { get; init; }

    /// <summary>Times an account went into liquidation.</summary>
    public required int Liquidations { get; init; }

    /// <summary>Notional closed by force.</summary>
    public required double ForcedNotional { get; init; }

    /// <summary>What bankrupt accounts lacked, before any fund paid.</summary>
    public required double BadDebt { get; init; }

    /// <summary>Part of the bad debt that insurance did not cover and the other accounts bore.</summary>
    public required double Uninsured { get; init; }

    /// <summary>Largest part of the price that forced orders made and that went away again, as a fraction.</summary>
    public required double Overshoot { get; init; }

    /// <summary>Initial margin rate, mean over minutes.</summary>
    public required double AverageRate { get; init; }

    /// <summary>Initial margin rate, mean over minutes weighted by open interest.</summary>
    public required double WeightedRate { get; init; }

    /// <summary>Σ |position|, mean over minutes.</summary>
    public required double OpenInterest { get; init; }

    /// <summary>Calls and top-up notices.</summary>
    public required int Calls { get; init; }

    /// <summary>One row per kind of adversary; empty without any.</summary>
    public required IReadOnlyList<AdversaryOutcome> Adversaries { get; init; }

    /// <summary>Log returns of the minutes with accounts.</summary>
    public required IReadOnlyList<double> Returns { get; init; }

    /// <summary>Notional ÷ equity of every account with a position, sampled every four hours.</summary>
    public required IReadOnlyList<double> Leverages { get; init; }
}

/// <summary>What one kind of adversary did, all its accounts together, quote currency.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="BadDebt">What its bankrupt accounts lacked.</param>
/// <param name="Bound">Most that they could have lacked: Σ position · worst move since the account last met its
/// maintenance margin − equity then + fees.</param>
/// <param name="Profit">What it earned: held and taken out minus put in.</param>
public sealed record AdversaryOutcome(AgentKind Kind, double BadDebt, double Bound, double Profit);

/// <summary>A minute of a run, for pictures and training.</summary>
/// <param name="Seen">What a rule saw at its end.</param>
/// <param name="Price">Price, quote.</param>
/// <param name="Quote">Rates in force during it.</param>
public readonly record struct CascadeMinute(MarketObservation Seen, double Price, RuleQuote Quote);
