using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Requests in, requirements out. Pure: no clock, no state, the same bits for the same request.</summary>
public static class MarginCalculator
{
    /// <summary>Computes initial and maintenance margin of one account.</summary>
    /// <param name="request">Account, prices, policy and, where wanted, forecast and band.</param>
    /// <returns>The requirement with its components, overlay state, liquidation prices and hashes.</returns>
    /// <exception cref="InputRefusedException">
    /// The request cannot be answered; the code is one of <c>OutOfRange</c>, <c>UnknownInstrument</c>,
    /// <c>UnknownUnderlying</c>, <c>UnknownAsset</c>, <c>DuplicateId</c>, <c>ModeNotSupported</c>,
    /// <c>NotSupported</c>, <c>Overflow</c>. Never a partial answer.
    /// </exception>
    public static MarginRequirement Compute(MarginRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            RequestRules.Check(request);
            return Answer(request);
        }
        catch (OverflowException e)
        {
            throw new InputRefusedException(
                "Overflow", "An amount or a time does not fit its type. Check quantities and prices.", "request", e);
        }
    }

    private static MarginRequirement Answer(MarginRequest request)
    {
        IMarginPolicy policy = request.Policy;
        MarginView view = MarginView.Of(request.Account, request.Market);
        AccountEquity exactEquity = AccountEquity.Of(request.Account, request.Market);
        OverlayOutcome? overlay =
            request.Overlay is null ? null : ForecastOverlay.Decide(request.Overlay, request.AsOf);
        UpliftedRequirement uplifted = UpliftedRequirement.Of(policy, view, overlay);
        decimal initial = Required(uplifted.Final.Initial, policy.Quantum);
        decimal maintenance = Required(uplifted.Final.Maintenance, policy.Quantum);
        decimal equity = Money.RoundTo(exactEquity.Exact, policy.Quantum, MoneyRounding.Down);
        double scale = overlay?.Multiplier ?? 1;
        MarginRequirement unsealed = new()
        {
            Id = request.Id,
            Status = equity < maintenance ? MarginStatus.Liquidatable
                : equity < initial ? MarginStatus.MarginCall
                : MarginStatus.Compliant,
            Initial = initial,
            Maintenance = maintenance,
            Equity = equity,
            Components = ComponentTable.Of(uplifted, initial, maintenance, policy.Quantum),
            Contributions = ComponentTable.Contributions(
                view.Instruments, policy.Contributions(view, scale), initial, policy.Quantum),
            LiquidationPrices = LiquidationPriceSearch.Find(
                policy, view, exactEquity, request.Market, overlay?.MaintenanceMultiplier ?? 1),
            Details = policy.Explain(view),
            Overlay = overlay,
            Band = request.Band?.AmountsFor(maintenance, equity),
            AnnouncedNext = Announced(request, uplifted, initial, maintenance),
            InitialRaisedToMaintenance = uplifted.Raised,
            Hashes = RequestHashes.Of(request),
        };
        return unsealed with { Hashes = unsealed.Hashes with { Result = RequestHashes.OfResult(unsealed) } };
    }

    private static decimal Required(double amount, decimal quantum) => double.IsFinite(amount)
        ? Money.FromDouble(amount, quantum, MoneyRounding.Up)
        : throw new OverflowException("A requirement is not finite.");

    private static AnnouncedChange? Announced(
        MarginRequest request, UpliftedRequirement uplifted, decimal initial, decimal maintenance)
    {
        Timestamp? end = request.Overlay is null ? null : ForecastOverlay.RampEnd(request.Overlay);
        if (end is not Timestamp at || at <= request.AsOf)
        {
            return null;
        }

        decimal then = Required(uplifted.MaintenanceAfterRamp, request.Policy.Quantum);
        return then > maintenance ? new(initial, then, at) : null;
    }
}
