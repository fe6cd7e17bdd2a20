using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A liquidation order on a tiered perpetual, with the figures that it rests on.</summary>
/// <param name="Limits">What the order may do.</param>
/// <param name="NetCollateral">Of the account, quote quantums.</param>
/// <param name="Maintenance">Of the account, quote quantums.</param>
public sealed record TieredPerpOrder(LiquidationOrder Limits, BigInteger NetCollateral, BigInteger Maintenance)
{
    private const int QuotePower = 6;

    /// <summary>Worst price at which the order may fill, quote; on the tick where there is one. Null without
    /// margin.</summary>
    public double? FillablePrice { get; private init; }

    /// <summary>Computes the order through the policy's own whole-number margin.</summary>
    /// <param name="request">Account, prices and a <see cref="TieredPerpPolicy"/> with rules of liquidation.</param>
    /// <param name="terms">Instrument, change of the position and, where known, fill price.</param>
    /// <exception cref="InputRefusedException">
    /// The policy makes no such orders (<c>NotSupported</c>), has no rules for them (<c>MissingField</c>), the
    /// instrument is unknown (<c>UnknownInstrument</c>) or the order does not shrink the position
    /// (<c>OutOfRange</c>).
    /// </exception>
    public static TieredPerpOrder Of(MarginRequest request, OrderTerms terms)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(terms);
        if (request.Policy is not TieredPerpPolicy policy)
        {
            throw Refuse.NotSupported("liquidation.instrument", "An order in whole quantums outside of tiered-perp");
        }

        PerpLiquidationRules rules = policy.Parameters.Liquidation ?? throw new InputRefusedException(
            "MissingField", "An order needs the policy's rules of liquidation.", "policy.parameters.liquidation");
        (Instrument instrument, BigInteger quantity) = PositionOf(request, terms);
        int resolution = instrument.Tiered!.AtomicResolution;
        BigInteger NotionalOf(BigInteger size) => Quantums.Notional(size, instrument.Price ?? 0, resolution);
        BigInteger collateral = ToQuantums(policy.OwnEquity(ViewOf(request, request.Account.Positions)) ?? 0);
        BigInteger maintenance = MaintenanceOf(request, policy, request.Account.Positions);
        BigInteger own = MaintenanceOf(request, policy, [new(instrument.Id, (decimal)quantity)]);
        BigInteger ownAfter = MaintenanceOf(request, policy, [new(instrument.Id, (decimal)(quantity + terms.DeltaQuantums))]);
        LiquidationState state = new(
            quantity, terms.DeltaQuantums, NotionalOf(quantity), NotionalOf(quantity + terms.DeltaQuantums), own,
            ownAfter, collateral, maintenance);
        BigInteger? fill = terms.FillPrice is decimal price
            ? -Quantums.Notional(terms.DeltaQuantums, price, resolution)
            : null;
        LiquidationOrder limits = IntegerLiquidation.Of(state, rules, fill);
        QuantumPrice? fillable = limits.Fillable?.TimesTenTo(-(resolution + QuotePower));
        return new(limits, collateral, maintenance)
        {
            FillablePrice = (instrument.Tick is decimal tick
                ? fillable?.ToTick(tick, up: terms.DeltaQuantums.Sign < 0)
                : fillable)?.ToDouble(),
        };
    }

    private static (Instrument Instrument, BigInteger Quantity) PositionOf(MarginRequest request, OrderTerms terms)
    {
        const string At = "liquidation.";
        Instrument instrument = request.Market.Instruments.FirstOrDefault(i => i.Id == terms.Instrument)
            ?? throw Refuse.Unknown("Instrument", terms.Instrument, At + "instrument");
        BigInteger quantity = (BigInteger)request.Account.Positions
            .Where(p => p.Instrument == instrument.Id).Select(p => p.Quantity).Order().Sum();
        Refuse.Unless(quantity != 0, At + "instrument", $"no position in '{instrument.Id}'", "one with a position");
        Refuse.Unless(
            terms.DeltaQuantums.Sign == -quantity.Sign && BigInteger.Abs(terms.DeltaQuantums) <= BigInteger.Abs(quantity),
            At + "deltaQuantums", terms.DeltaQuantums, $"of the opposite sign and at most the position of {quantity}");
        Refuse.Unless(terms.FillPrice is null or > 0, At + "fillPrice", terms.FillPrice, "a price > 0");
        return (instrument, quantity);
    }

    private static MarginView ViewOf(MarginRequest request, IReadOnlyList<Position> positions) =>
        MarginView.Of(request.Account with { Positions = positions }, request.Market);

    private static BigInteger MaintenanceOf(
        MarginRequest request, TieredPerpPolicy policy, IReadOnlyList<Position> positions)
    {
        DriverScale scale = OverlayScales.Of(request).Maintenance;
        MarginView view = ViewOf(request, positions);
        decimal baseline = policy.EvaluateExactly(view, 1).Maintenance;
        return ToQuantums(scale.IsOne
            ? baseline
            : Math.Max(baseline, policy.EvaluateExactly(view.WithDrivers(scale.Own), scale.Common).Maintenance));
    }

    private static BigInteger ToQuantums(decimal quote) => (BigInteger)(quote / Quantums.QuoteQuantum);
}
