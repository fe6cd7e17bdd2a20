namespace Dms.Predictive.Core;

/// <summary>The answer of the margin engine for one account. Money is in the quote currency at the policy's
/// quantum.</summary>
public sealed record MarginRequirement
{
    /// <summary>Id of the request.</summary>
    public required string Id { get; init; }

    /// <summary>Equity against requirement.</summary>
    public required MarginStatus Status { get; init; }

    /// <summary>Collateral to open; ≥ <see cref="Maintenance"/>.</summary>
    public required decimal Initial { get; init; }

    /// <summary>Collateral to stay open; ≥ 0.</summary>
    public required decimal Maintenance { get; init; }

    /// <summary>Cash, profit and collateral, rounded down.</summary>
    public required decimal Equity { get; init; }

    /// <summary>Equity minus initial margin.</summary>
    public decimal FreeInitial => Equity - Initial;

    /// <summary>Equity minus maintenance margin.</summary>
    public decimal FreeMaintenance => Equity - Maintenance;

    /// <summary>All fifteen parts in order; they sum exactly to both requirements.</summary>
    public required IReadOnlyList<MarginComponent> Components { get; init; }

    /// <summary>Share of each instrument in initial margin, ordinal by id; sums exactly to it when there is
    /// any.</summary>
    public required IReadOnlyList<MarginContribution> Contributions { get; init; }

    /// <summary>Prices at which equity meets maintenance margin, one per underlying, in the request's order. Empty where
    /// the policy has none, or where every step of the search would value a book anew: ask for them then.</summary>
    public required IReadOnlyList<LiquidationPrices> LiquidationPrices { get; init; }

    /// <summary>What the policy computed on the way.</summary>
    public required MarginDetails Details { get; init; }

    /// <summary>What the forecast did; null when the request had no overlay.</summary>
    public OverlayOutcome? Overlay { get; init; }

    /// <summary>What the forecasts did, by underlying; null unless the request had one forecast per
    /// underlying.</summary>
    public IReadOnlyDictionary<string, OverlayOutcome>? Overlays { get; init; }

    /// <summary>The worst of the policy's scenarios; null where it has none or the account is flat.</summary>
    public WorstScenario? WorstScenario { get; init; }

    /// <summary>Quality of each observed price, in the request's order; null when no observations came along.</summary>
    public IReadOnlyList<FeedQuality>? Quality { get; init; }

    /// <summary>What each anti-procyclicality operator did to initial margin, in order; empty = none was
    /// given.</summary>
    public IReadOnlyList<OperatorEffect> Operators { get; init; } = [];

    /// <summary>Amounts to call or to release; null when the request had no band.</summary>
    public BandAmounts? Band { get; init; }

    /// <summary>Where margin is heading under the announced change; null = no change announced.</summary>
    public AnnouncedChange? AnnouncedNext { get; init; }

    /// <summary>Whether initial margin had to be lifted to maintenance margin, which parameters should avoid.</summary>
    public bool InitialRaisedToMaintenance { get; init; }

    /// <summary>Whether the prices are good enough to liquidate on; true unless their quality was found
    /// wanting.</summary>
    public bool LiquidationAllowed { get; init; } = true;

    /// <summary>Whether the account may take on risk; true unless the quality of prices was found wanting or the policy
    /// forbids it.</summary>
    public bool RiskIncreaseAllowed { get; init; } = true;

    /// <summary>Fingerprints of what went in and what came out.</summary>
    public required MarginHashes Hashes { get; init; }
}

/// <summary>The scenario in which the account loses most.</summary>
/// <param name="Index">Its index, from 0.</param>
/// <param name="Name">Name of the scenario, or of the set that it belongs to.</param>
/// <param name="Pnl">Profit, quote; negative = loss.</param>
public sealed record WorstScenario(int Index, string Name, double Pnl);

/// <summary>What one anti-procyclicality operator did.</summary>
/// <param name="Operator">Its name.</param>
/// <param name="Effect">Change of initial margin, quote, rounded half-even to the quantum.</param>
public sealed record OperatorEffect(string Operator, decimal Effect);

/// <summary>Share of one instrument in initial margin.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Initial">Euler share, quote; negative = it hedges.</param>
public sealed record MarginContribution(string Instrument, decimal Initial);

/// <summary>Where the account would become liquidatable if one underlying moved and the others stood still.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Down">Nearest such price below the current one, quote; null = none.</param>
/// <param name="Up">Nearest such price above, quote; null = none.</param>
public sealed record LiquidationPrices(string Underlying, double? Down, double? Up);

/// <summary>Amounts of the call band.</summary>
/// <param name="CallAmount">To be paid in, quote; 0 = nothing is called.</param>
/// <param name="ReleaseAmount">May be taken out, quote; 0 = nothing.</param>
public sealed record BandAmounts(decimal CallAmount, decimal ReleaseAmount);

/// <summary>An announced rise of maintenance margin.</summary>
/// <param name="Initial">Initial margin, as it is now.</param>
/// <param name="Maintenance">Maintenance margin once the ramp is done, positions and forecast unchanged.</param>
/// <param name="At">When the ramp is done.</param>
public sealed record AnnouncedChange(decimal Initial, decimal Maintenance, Timestamp At);

/// <summary>SHA-256 over canonical JSON, lower-case hex.</summary>
/// <param name="Parameters">Of the policy with all its parameters.</param>
/// <param name="Forecast">Of the overlay; null when there is none.</param>
/// <param name="Input">Of the whole request.</param>
/// <param name="Result">Of the answer without its hashes.</param>
public sealed record MarginHashes(string Parameters, string? Forecast, string Input, string Result);
