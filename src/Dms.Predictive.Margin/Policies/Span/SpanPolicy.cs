using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// The largest loss over sixteen moves of price and volatility, plus charges for spreads between expiries, minus credits
/// for spreads between underlyings, and at least a minimum per short option.
/// </summary>
/// <remarks>
/// Options are valued with Black (1976) some days later; the value of options held is part of equity. Isolated accounts
/// get the sum over instruments, without offset. The scale multiplies the price scan range. Method: CME SPAN.
/// </remarks>
public sealed class SpanPolicy : IMarginPolicy
{
    private readonly Dictionary<string, SpanUnderlying> _ranges;

    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Ranges, tiers and spreads.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public SpanPolicy(SpanParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
        _ranges = parameters.Underlyings.ToDictionary(u => u.Underlying, StringComparer.Ordinal);
    }

    /// <summary>The parameters.</summary>
    public SpanParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => SpanJson.Kind;

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <inheritdoc/>
    public OptionConvention? Options => OptionConvention.Usual;

    /// <summary>False: Options are revalued.</summary>
    public bool IsConvexInPrice => false;

    /// <summary>True: Every scenario values every position.</summary>
    public bool Revalues => true;

    /// <inheritdoc/>
    public bool Honors(MarginMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(market);
        Dictionary<string, Instrument> instruments = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (Position p in account.Positions.Where(p => p.Quantity != 0))
        {
            if (!_ranges.ContainsKey(instruments[p.Instrument].Underlying))
            {
                throw Unlisted(instruments[p.Instrument].Underlying);
            }
        }
    }

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        (double total, double scan, double charge, double minimum) = (0, 0, 0, 0);
        foreach (SpanRisk risk in RisksOf(view, scale))
        {
            total += risk.Requirement;
            scan += risk.ScanRisk;
            charge += risk.IntraCharge;
            minimum += risk.Requirement - risk.Scanned;
        }

        double ratio = Parameters.MaintenanceRatio;
        return new(total, total * ratio, scan, scan * ratio)
        {
            Others =
            [
                new(MarginComponentName.Basis, charge, charge * ratio),
                new(MarginComponentName.ShortOptionMinimum, minimum, minimum * ratio),
            ],
        };
    }

    /// <summary>Shares by the profit of each instrument in its underlying's worst scenario; where that loses nothing, by
    /// delta and short contracts.</summary>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] shares = new double[view.Instruments.Count];
        foreach ((int row, double share) in RisksOf(view, scale).SelectMany(r => r.Shares()))
        {
            shares[row] = share;
        }

        return shares;
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view) => new SpanDetails(
        [.. RisksOf(view, 1).Select(r => new SpanDetailsRow(
            r.Underlying, r.Profits, r.ScanRisk, r.Worst + 1, r.Delta, r.WeightedPriceRisk, r.ShortOptionMinimum,
            r.IntraCharge, r.InterCredit))]);

    /// <summary>The worst scenario of the underlying with the largest scan risk; its profit is that of all
    /// underlyings.</summary>
    public WorstScenario? Worst(MarginView view)
    {
        SpanRisk[] risks = RisksOf(view, 1);
        SpanRisk? largest = risks.MaxBy(r => r.ScanRisk);
        return largest is null
            ? null
            : new(largest.Worst + 1, SpanScenarios.NameOf(largest.Worst), 0 - risks.Sum(r => r.ScanRisk));
    }

    private SpanRisk[] RisksOf(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Valued(this, scale, v => Scan(v, scale));
    }

    private SpanRisk[] Scan(MarginView view, double scale)
    {
        Dictionary<int, OptionHolding> options = view.Options.Holdings.ToDictionary(o => o.Row);
        bool isolated = view.Mode == MarginMode.Isolated;
        SpanUnderlying[] ranges = [.. view.Underlyings.Select((u, k) => RangesOf(u, view.DriverOf(k, scale)))];
        SpanRowRisk[] rows = [.. view.Source.Rows.Select((_, i) =>
            SpanRowRisk.Of(view, i, options.GetValueOrDefault(i), ranges[view.UnderlyingOf[i]]))];
        SpanRisk[] risks = [.. rows
            .GroupBy(r => isolated ? r.Row : view.UnderlyingOf[r.Row])
            .Select(g => (Key: view.UnderlyingOf[g.First().Row], Rows: g.ToArray()))
            .OrderBy(g => g.Key)
            .Select(g => new SpanRisk(view.Underlyings[g.Key], ranges[g.Key], g.Rows))];
        if (!isolated)
        {
            TakeCredits(risks.ToDictionary(r => r.Underlying, StringComparer.Ordinal));
        }

        return risks;
    }

    private void TakeCredits(Dictionary<string, SpanRisk> risks)
    {
        foreach (InterSpread spread in Parameters.InterSpreads)
        {
            (SpreadLeg a, SpreadLeg b) = (spread.Legs[0], spread.Legs[1]);
            if (!risks.TryGetValue(a.Underlying, out SpanRisk? one)
                || !risks.TryGetValue(b.Underlying, out SpanRisk? other)
                || Math.Sign(one.FreeDelta) * Math.Sign(other.FreeDelta) != (spread.IsOpposite ? -1 : 1))
            {
                continue;
            }

            double spreads = Math.Min(
                Math.Abs(one.FreeDelta) / a.DeltaPerSpread, Math.Abs(other.FreeDelta) / b.DeltaPerSpread);
            one.Spread(spreads * a.DeltaPerSpread, spread.CreditRate);
            other.Spread(spreads * b.DeltaPerSpread, spread.CreditRate);
        }
    }

    private SpanUnderlying RangesOf(string underlying, double driver)
    {
        SpanUnderlying ranges =
            _ranges.TryGetValue(underlying, out SpanUnderlying? found) ? found : throw Unlisted(underlying);
        return driver == 1 ? ranges : ranges with { PriceScanRange = ranges.PriceScanRange * driver };
    }

    private static InputRefusedException Unlisted(string underlying) => new(
        "UnknownUnderlying",
        $"'{underlying}' has a position but no scan range. Add its row.",
        "policy.parameters.underlyings");
}
