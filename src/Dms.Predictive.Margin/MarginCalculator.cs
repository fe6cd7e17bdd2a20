using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Requests in, requirements out. Pure: no clock, no state, the same bits for the same request.</summary>
public static class MarginCalculator
{
    /// <summary>Computes initial and maintenance margin of one account.</summary>
    /// <param name="request">Account, prices, policy and, where wanted, forecast, add-ons, operators and band.</param>
    /// <returns>The requirement with its components, overlay state, liquidation prices and hashes.</returns>
    /// <exception cref="InputRefusedException">
    /// The request cannot be answered; the code is one of <c>OutOfRange</c>, <c>UnknownInstrument</c>,
    /// <c>UnknownUnderlying</c>, <c>UnknownAsset</c>, <c>DuplicateId</c>, <c>MissingField</c>,
    /// <c>ModeNotSupported</c>, <c>NotSupported</c>, <c>Overflow</c>, <c>OracleRejected</c>. Never a partial answer.
    /// After <c>OracleRejected</c> the caller holds the last accepted requirement and liquidates nobody.
    /// </exception>
    public static MarginRequirement Compute(MarginRequest request) => Compute(request, searchesPrices: true);

    /// <summary>Computes the requirement without searching liquidation prices, which takes most of the time: for studies
    /// that ask the same account many times.</summary>
    /// <param name="request">As for <see cref="Compute(MarginRequest)"/>.</param>
    /// <returns>The same requirement with no liquidation prices and therefore another hash of the result.</returns>
    /// <exception cref="InputRefusedException">As for <see cref="Compute(MarginRequest)"/>.</exception>
    public static MarginRequirement ComputeWithoutPrices(MarginRequest request) => Compute(request, searchesPrices: false);

    internal static InputRefusedException Rejected() => new(
        "OracleRejected", "An observed price may not be used. Hold the last accepted requirement and do not liquidate.", "oracle");

    private static MarginRequirement Compute(MarginRequest request, bool searchesPrices)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Guard(() =>
        {
            IReadOnlyList<FeedQuality>? quality = Judge(request);
            return IsRefusedBy(request, quality)
                ? throw Rejected()
                : Answer(request, quality, searchesPrices);
        });
    }

    /// <summary>Computes the requirement, or says which prices forbid it.</summary>
    /// <param name="request">As for <see cref="Compute(MarginRequest)"/>.</param>
    /// <returns>Exactly one of the two is not null.</returns>
    /// <exception cref="InputRefusedException">As for <see cref="Compute(MarginRequest)"/>, without
    /// <c>OracleRejected</c>.</exception>
    public static (MarginRequirement? Requirement, IReadOnlyList<FeedQuality>? Refused) ComputeOrHold(
        MarginRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Guard<(MarginRequirement?, IReadOnlyList<FeedQuality>?)>(() =>
        {
            IReadOnlyList<FeedQuality>? quality = Judge(request);
            return IsRefusedBy(request, quality) ? (null, quality ?? []) : (Answer(request, quality, searchesPrices: true), null);
        });
    }

    /// <summary>Turns an amount that does not fit its type into a refusal.</summary>
    internal static T Guard<T>(Func<T> answer)
    {
        try
        {
            return answer();
        }
        catch (OverflowException e)
        {
            throw TooLarge(e);
        }
    }

    internal static InputRefusedException TooLarge(OverflowException e) => new(
        "Overflow", "An amount or a time does not fit its type. Check quantities and prices.", "request", e);

    private static IReadOnlyList<FeedQuality>? Judge(MarginRequest request)
    {
        RequestRules.Check(request);
        return JudgeOracle(request);
    }

    internal static IReadOnlyList<FeedQuality>? JudgeOracle(MarginRequest request) =>
        request.Oracle is null ? null : OracleGate.Judge(request.Oracle, request.AsOf);

    internal static bool IsRefusedBy(MarginRequest request, IReadOnlyList<FeedQuality>? quality) =>
        quality is not null && OracleGate.Refuses(request.Oracle!, quality, request.AsOf);

    private static MarginRequirement Answer(
        MarginRequest request, IReadOnlyList<FeedQuality>? quality, bool searchesPrices)
    {
        IMarginPolicy policy = request.Policy;
        MarginView view = MarginView.Of(request);
        AccountEquity exactEquity = AccountEquity.Of(request, view);
        OverlayScales scales = OverlayScales.Of(request);
        MarginFormula formula = new(policy, request.AddOns);
        RoundedRequirement required = RoundedRequirement.Of(request, formula, view, scales);
        (decimal initial, decimal maintenance) = (required.Initial, required.Maintenance);
        decimal equity = Money.RoundTo(exactEquity.Exact, policy.Quantum, MoneyRounding.Down);
        MarginRequirement unsealed = new()
        {
            Id = request.Id,
            Status = equity < maintenance ? MarginStatus.Liquidatable
                : equity < initial ? MarginStatus.MarginCall
                : MarginStatus.Compliant,
            Initial = initial,
            Maintenance = maintenance,
            Equity = equity,
            Components = required.Components,
            Contributions = required.Contributions,
            LiquidationPrices = !searchesPrices || !policy.HasLiquidationPrices || LiquidationPriceSearch.IsLong(policy, view)
                ? []
                : LiquidationPriceSearch.Find(
                    formula, view, exactEquity, (request.Market, scales.Maintenance, policy.IsConvexInPrice)),
            Details = policy.Explain(view),
            Overlay = scales.Common,
            Overlays = scales.ByUnderlying,
            WorstScenario = policy.Worst(view),
            Quality = quality,
            Operators = required.Operators,
            Band = request.Band?.AmountsFor(maintenance, equity),
            AnnouncedNext = Announced(request, required),
            InitialRaisedToMaintenance = required.Raised,
            RiskIncreaseAllowed = policy.AllowsGrowth(view)
                && (quality is null || quality.All(q => q.Verdict == FeedVerdict.Ok)),
            Hashes = RequestHashes.Of(request),
        };
        return unsealed with { Hashes = unsealed.Hashes with { Result = RequestHashes.OfResult(unsealed) } };
    }

    private static AnnouncedChange? Announced(MarginRequest request, RoundedRequirement required)
    {
        IEnumerable<MarginOverlay> overlays = request.Overlay is MarginOverlay one ? [one] : request.Overlays?.Values ?? [];
        Timestamp? end = overlays.Select(ForecastOverlay.RampEnd).Where(e => e is not null && e > request.AsOf).Max();
        return end is Timestamp at && required.MaintenanceAfterRamp > required.Maintenance
            ? new(required.Initial, required.MaintenanceAfterRamp, at)
            : null;
    }
}
