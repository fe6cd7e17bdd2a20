using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>An account under one scenario.</summary>
/// <param name="Scenario">What happened.</param>
/// <param name="After">Requirement then; null when the scenario does not concern the account or its policy.</param>
/// <param name="Why">Why there is none; empty when there is one.</param>
public sealed record StressOutcome(StressScenario Scenario, MarginRequirement? After, string Why)
{
    /// <summary>What the account could not pay, quote, ≥ 0.</summary>
    public decimal Shortfall => After is null ? 0 : Math.Max(0, -After.Equity);
}

/// <summary>An account at one point of the grid.</summary>
/// <param name="Move">Common move of all prices, fraction.</param>
/// <param name="DriverFactor">Factor on the policy's own driver.</param>
/// <param name="After">Requirement then.</param>
public sealed record StressPoint(decimal Move, double DriverFactor, MarginRequirement After);

/// <summary>The smallest common moves of all prices that undo an account; null = there is none between −99.75 % and +900 %.</summary>
/// <param name="DownToMaintenance">Fall to maintenance margin.</param>
/// <param name="UpToMaintenance">Rise to maintenance margin.</param>
/// <param name="DownToZero">Fall to an equity of zero.</param>
/// <param name="UpToZero">Rise to an equity of zero.</param>
public sealed record ReverseStress(double? DownToMaintenance, double? UpToMaintenance, double? DownToZero, double? UpToZero);

/// <summary>Answer of a stress test.</summary>
/// <param name="Before">The account as it is.</param>
/// <param name="Scenarios">One outcome per scenario, in order.</param>
/// <param name="Grid">Common moves by driver factors.</param>
/// <param name="Reverse">What it takes.</param>
public sealed record StressAnswer(MarginRequirement Before, IReadOnlyList<StressOutcome> Scenarios, IReadOnlyList<StressPoint> Grid, ReverseStress Reverse);

/// <summary>Puts a request through scenarios, over a grid, and asks what would undo it. The engine's own formula throughout.</summary>
public static class MarginStress
{
    private const double LargestRise = 9;

    private static readonly decimal[] Moves = [-0.5m, -0.3m, -0.2m, -0.1m, -0.05m, 0m, 0.05m, 0.1m, 0.2m, 0.3m, 0.5m];
    private static readonly double[] Drivers = [1, 1.5, 2];

    /// <summary>Computes all of it.</summary>
    /// <param name="request">Account, market and policy as they are.</param>
    /// <param name="scenarios">What may happen; such as <see cref="StressCatalogue.All"/>.</param>
    /// <exception cref="InputRefusedException">The request is refused, or holds a forecast: stress is asked of the policy's own margin.</exception>
    public static StressAnswer Compute(MarginRequest request, IReadOnlyList<StressScenario> scenarios)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(scenarios);
        Refuse.Unless(request.Overlay is null && request.Overlays is null, "overlay", "a forecast", "none; stress is asked of the policy's own margin");
        MarginRequirement before = MarginCalculator.Compute(request);
        return new StressAnswer(
            before,
            [.. scenarios.Select(s => Outcome(request, s))],
            [.. Drivers.SelectMany(d => Moves.Select(m => new StressPoint(m, d, MarginCalculator.Compute(Driven(Moved(request, _ => 1 + m), d)))))],
            Reverse(request));
    }

    private static StressOutcome Outcome(MarginRequest request, StressScenario s)
    {
        if (s.Factors.Count > 0 && !UnderlyingsOf(request.Market).Any(s.Factors.ContainsKey))
        {
            return new StressOutcome(s, null, "none of its underlyings is in the market");
        }

        if (s.IsFeedLoss)
        {
            return Silent(request, s);
        }

        MarginRequest changed = request;
        if (s.Correlation is double correlation)
        {
            if (request.Policy is not ParametricPolicy { Parameters.Volatilities.Count: > 1 } policy)
            {
                return new StressOutcome(s, null, "the policy has no correlations");
            }

            changed = changed with { Policy = new ParametricPolicy(policy.Parameters with { Correlation = Equal(policy.Parameters.Volatilities.Count, correlation) }, policy.Quantum) };
        }

        changed = Moved(changed, id => s.CommonFactor == 1 ? s.Factors.GetValueOrDefault(id, 1) : s.CommonFactor);
        changed = s.StableFactor == 1
            ? changed
            : changed with { Market = changed.Market with { Quote = (changed.Market.Quote ?? new QuoteCurrency("quote", 1)) with { StablePrice = changed.Market.StablePrice * s.StableFactor } } };
        return new StressOutcome(s, MarginCalculator.Compute(Driven(changed, s.DriverFactor)), "");
    }

    // A second after the last of the observed prices has become too old.
    private static StressOutcome Silent(MarginRequest request, StressScenario s)
    {
        if (request.Oracle is not MarginOracle oracle)
        {
            return new StressOutcome(s, null, "the request names no price feeds");
        }

        double oldest = oracle.Feeds.Values.Append(oracle.Limits).Max(l => l.MaxAgeSeconds) + 1;
        Timestamp last = oracle.Observations.Select(o => o.PublishTime).Append(request.AsOf).Max();
        (MarginRequirement? after, IReadOnlyList<FeedQuality>? refused) =
            MarginCalculator.ComputeOrHold(request with { AsOf = last + TimeSpan.FromSeconds(oldest) });
        return refused is null
            ? new StressOutcome(s, after, "")
            : new StressOutcome(s, null, "prices are refused: the requirement is held, nobody is liquidated, no new risk is taken");
    }

    private static MarginRequest Moved(MarginRequest request, Func<string, decimal> factor) => MarginWhatIf.Apply(request, new WhatIfChange("stress")
    {
        Shifts = [.. UnderlyingsOf(request.Market).Select(id => new PriceShift(id, factor(id))).Where(s => s.Factor != 1)],
    });

    private static IReadOnlyList<string> UnderlyingsOf(MarginMarket market) =>
        [.. market.Underlyings.Select(u => u.Id).Union(market.Instruments.Select(i => i.Underlying)).Distinct(StringComparer.Ordinal)];

    // A held overlay scales whatever the policy's driver is, for initial and maintenance margin alike.
    private static MarginRequest Driven(MarginRequest request, double factor) => factor == 1
        ? request
        : request with { Overlay = MarginOverlay.Holding(new OverlayState(factor, factor, request.AsOf)) };

    // Below −1/(n − 1) no matrix of equal correlations exists.
    private static double[][] Equal(int count, double correlation)
    {
        double rho = Math.Max(correlation, -1.0 / (count - 1));
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Select(j => i == j ? 1 : rho).ToArray())];
    }

    private static ReverseStress Reverse(MarginRequest request)
    {
        MarginView view = MarginView.Of(request);
        JointMove joint = request.Policy.HasLiquidationPrices
            ? JointMoveSearch.Find(request, UnderlyingsOf(request.Market).ToDictionary(u => u, _ => 1.0, StringComparer.Ordinal))
            : new JointMove(null, null);
        if (request.Policy.OwnEquity(view) is not null)
        {
            return new ReverseStress(joint.DownMove, joint.UpMove, null, null);
        }

        if (!view.Options.IsEmpty)
        {
            JointMove ruin = JointMoveSearch.FindZero(request, UnderlyingsOf(request.Market));
            return new ReverseStress(joint.DownMove, joint.UpMove, ruin.DownMove, ruin.UpMove);
        }

        AccountEquity equity = AccountEquity.Of(request.Account, request.Market);
        double zero = -(double)equity.Exact / equity.Slopes.Values.Sum();
        return new ReverseStress(joint.DownMove, joint.UpMove, zero is < 0 and > -1 ? zero : null, zero is > 0 and <= LargestRise ? zero : null);
    }
}
