using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Perpetuals in whole quantums with tiers by market: initial margin ⌈N·IMF_eff/1e6⌉, where open interest raises the
/// fraction, and maintenance margin ⌈⌈N·IMF/1e6⌉·MF/1e6⌉ from the base fraction, so that open interest never
/// liquidates anyone.
/// </summary>
/// <remarks>The scale multiplies the fractions, rounded up to parts per million and at most 1e6. Requirements add up over
/// instruments, so all modes give the same. Source: dydxprotocol/v4-chain, lib/margin and x/perpetuals.</remarks>
public sealed class TieredPerpPolicy : IExactMarginPolicy
{
    private const double Million = 1e6;

    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Tiers and rules of liquidation orders.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public TieredPerpPolicy(TieredPerpParameters parameters, decimal quantum = Quantums.QuoteQuantum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
    }

    /// <summary>The parameters.</summary>
    public TieredPerpParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => "tiered-perp";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>True: Without rounding, margin is a multiple of the price.</summary>
    public bool IsConvexInPrice => true;

    /// <summary>False: Add-ons are doubles.</summary>
    public bool TakesAddOns => false;

    /// <inheritdoc/>
    public bool Honors(MarginMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => TieredPerpRules.Check(Parameters, account, market);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double initial = 0;
        double maintenance = 0;
        for (int i = 0; i < view.Instruments.Count; i++)
        {
            double notional = Math.Abs(view.Exposures[i]);
            (int effective, int plain, PerpTier tier) = PpmOf(view, i, scale);
            initial += notional * (effective / Million);
            maintenance += notional * (plain / Million * (tier.MaintenanceFractionPpm / Million));
        }

        return new(initial, maintenance, initial, maintenance);
    }

    /// <inheritdoc/>
    public ExactParts EvaluateExactly(MarginView view, double scale)
    {
        IReadOnlyList<(BigInteger Initial, BigInteger Maintenance)> rows = Rows(view, scale);
        return new(
            rows.Sum(r => Quantums.ToQuote(r.Initial)),
            rows.Sum(r => Quantums.ToQuote(r.Maintenance)),
            [.. rows.Select(r => Quantums.ToQuote(r.Initial))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] shares = new double[view.Instruments.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = Math.Abs(view.Exposures[i]) * (PpmOf(view, i, scale).Effective / Million);
        }

        return shares;
    }

    /// <summary>Quote quantums plus the signed notional of all positions, quote.</summary>
    public decimal? OwnEquity(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Quantums.ToQuote(NetCollateral(view));
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        IReadOnlyList<(BigInteger Initial, BigInteger Maintenance)> rows = Rows(view, 1);
        return new TieredPerpDetails(
            (decimal)NetCollateral(view),
            rows.Sum(r => (decimal)r.Initial),
            rows.Sum(r => (decimal)r.Maintenance),
            [.. rows.Select((r, i) => new TieredPerpDetailsRow(
                view.Instruments[i], (decimal)r.Initial, (decimal)r.Maintenance, PpmOf(view, i, 1).Effective))]);
    }

    private static BigInteger NotionalOf(MarginViewRow row) => Quantums.Notional(
        (BigInteger)row.Quantity, row.Instrument.Price ?? 0, row.Instrument.Tiered!.AtomicResolution);

    private static BigInteger NetCollateral(MarginView view)
    {
        BigInteger net = (BigInteger)(view.Source.Account.Cash / Quantums.QuoteQuantum);
        foreach (MarginViewRow row in view.Source.Rows)
        {
            net += NotionalOf(row);
        }

        return net;
    }

    private IReadOnlyList<(BigInteger Initial, BigInteger Maintenance)> Rows(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        return [.. view.Source.Rows.Select((row, i) =>
        {
            BigInteger notional = BigInteger.Abs(NotionalOf(row));
            (int effective, int plain, PerpTier tier) = PpmOf(view, i, scale);
            BigInteger own = Quantums.PortionUp(notional, plain);
            return (Quantums.PortionUp(notional, effective), Quantums.PortionUp(own, tier.MaintenanceFractionPpm));
        })];
    }

    private (int Effective, int Plain, PerpTier Tier) PpmOf(MarginView view, int i, double scale)
    {
        TieredPerpTerms terms = view.Source.Rows[i].Instrument.Tiered!;
        PerpTier tier = Parameters.Tiers[terms.Tier];
        int effective = Quantums.EffectivePpm(tier, (BigInteger)terms.OpenInterestNotional);
        double driver = view.DriverOf(view.UnderlyingOf[i], scale);
        return (
            Quantums.Scaled(Math.Max(effective, terms.CustomInitialMarginPpm), driver),
            Quantums.Scaled(tier.InitialMarginPpm, driver),
            tier);
    }
}
