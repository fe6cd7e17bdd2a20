using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// The worst loss of every underlying over scenarios of spot, volatility, smile and basis, plus charges for what
/// scenarios do not show: contracts, naked options, collateral, uncertain prices and a quote currency off its peg.
/// Underlyings add up, without credit for each other.
/// </summary>
/// <remarks>
/// Options are valued with Black (1976); the net value of an expiry is discounted against the holder. Negative rates
/// count as 0. The scale multiplies every deviation of spot, down to 1 % of the price.
/// </remarks>
public sealed class ScenarioPortfolioPolicy : IMarginPolicy
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Scenarios and charges.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public ScenarioPortfolioPolicy(ScenarioPortfolioParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
        Options = new()
        {
            SettlementWindowSeconds = parameters.SettlementWindowSeconds,
            FloorsRates = true,
        };
    }

    /// <summary>The parameters.</summary>
    public ScenarioPortfolioParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => ScenarioPortfolioJson.Kind;

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <inheritdoc/>
    public OptionConvention? Options { get; }

    /// <summary>False: Options are revalued.</summary>
    public bool IsConvexInPrice => false;

    /// <summary>True: Every scenario values every position.</summary>
    public bool Revalues => true;

    /// <summary>False: The policy has its own charges.</summary>
    public bool TakesAddOns => false;

    /// <summary>All but isolated: collateral and expiries belong to the account as a whole.</summary>
    public bool Honors(MarginMode mode) => mode is MarginMode.Cross or MarginMode.Portfolio;

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => SpotRules.Check(account, market);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double peg = PegOf(view);
        SortedDictionary<MarginComponentName, InitialAndMaintenance> parts = [];
        void Add(MarginComponentName name, double initial, double maintenance)
        {
            InitialAndMaintenance before = parts.GetValueOrDefault(name);
            parts[name] = new(before.Initial + initial, before.Maintenance + maintenance);
        }

        foreach (ScenarioBook book in BooksOf(view, scale))
        {
            double loss = -book.Worst.Pnl;
            BookContingencies charges = BookContingencies.Of(view, book, Parameters.Contingencies);
            Add(ComponentOf(book.Worst), loss * Parameters.LossFactors.Initial, loss * Parameters.LossFactors.Maintenance);
            Add(MarginComponentName.ShortOptionMinimum, charges.Positions.Initial, charges.Positions.Maintenance);
            Add(MarginComponentName.Collateral, charges.Haircuts.Initial + (loss * peg), charges.Haircuts.Maintenance);
            Add(MarginComponentName.OracleQuality, charges.Oracle, 0);
        }

        InitialAndMaintenance first = parts.GetValueOrDefault(MarginComponentName.Base);
        parts.Remove(MarginComponentName.Base);
        return new(
            first.Initial + parts.Values.Sum(p => p.Initial),
            first.Maintenance + parts.Values.Sum(p => p.Maintenance),
            first.Initial,
            first.Maintenance)
        {
            Others = [.. parts.Select(p => new MarginPart(p.Key, p.Value.Initial, p.Value.Maintenance))],
        };
    }

    /// <summary>Euler shares: each instrument's part of its underlying's worst loss and its own charges. What collateral
    /// needs is spread over them in proportion.</summary>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double factor = Parameters.LossFactors.Initial + PegOf(view);
        double[] shares = new double[view.Instruments.Count];
        foreach (ScenarioBook book in BooksOf(view, scale))
        {
            foreach ((int row, double share) in book.WorstShares())
            {
                shares[row] -= share * factor;
            }

            foreach ((int row, double charge) in BookContingencies.Of(view, book, Parameters.Contingencies).InitialByRow)
            {
                shares[row] += charge;
            }
        }

        return shares;
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view) => new ScenarioDetails(
        [.. BooksOf(view, 1)
            .Select(b => new ScenarioDetailsRow(b.Underlying, b.Worst, b.BasisPnl, b.Profits))]);

    /// <summary>The worst scenario of the underlying with the largest loss.</summary>
    public WorstScenario? Worst(MarginView view) =>
        BooksOf(view, 1).MinBy(b => b.Worst.Pnl)?.Worst;

    private IReadOnlyList<ScenarioBook> BooksOf(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Valued(this, scale, v => ScenarioBook.Of(v, Parameters, scale));
    }

    private double PegOf(MarginView view) => Parameters.Contingencies.PegOf(view.Source.Market.StablePrice);

    private MarginComponentName ComponentOf(WorstScenario worst)
    {
        if (worst.Index < 0)
        {
            return MarginComponentName.Basis;
        }

        PortfolioScenario scenario = Parameters.Scenarios[worst.Index];
        return scenario.MovesSmile ? MarginComponentName.Skew
            : scenario.Dampening < 1 ? MarginComponentName.Tail
            : MarginComponentName.Base;
    }
}
