using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Requirements under imagined changes. Every change starts from the unchanged request.</summary>
public static class MarginWhatIf
{
    /// <summary>Computes the request as it is and once more under each change.</summary>
    /// <param name="request">The unchanged request.</param>
    /// <param name="changes">Independent of each other; their order has no effect but that of the answer.</param>
    /// <exception cref="InputRefusedException">
    /// The request or a change is refused; a change is named by its place, such as
    /// <c>changes[1].addPositions[0].instrument</c>. Never a partial answer.
    /// </exception>
    public static WhatIfAnswer Compute(MarginRequest request, IReadOnlyList<WhatIfChange> changes)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(changes);
        MarginRequirement before = MarginCalculator.Compute(request);
        List<WhatIfOutcome> outcomes = new(changes.Count);
        for (int i = 0; i < changes.Count; i++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"changes[{i}]");
            MarginRequirement after = ComputeChanged(request, changes[i], at);
            outcomes.Add(new(changes[i].Name, after, MarginDelta.Between(before, after)));
        }

        return new(before, outcomes);
    }

    /// <summary>The request after one change. Positions without an entry price are settled at the unshifted price
    /// first.</summary>
    /// <param name="request">The unchanged request.</param>
    /// <param name="change">What to change.</param>
    /// <exception cref="OverflowException">An amount does not fit a decimal.</exception>
    public static MarginRequest Apply(MarginRequest request, WhatIfChange change)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(change);
        Account account = request.Account;
        IReadOnlyList<Position> positions = [.. account.Positions, .. change.AddPositions];
        return request with
        {
            Account = account with
            {
                Cash = account.Cash + change.AddCash,
                Positions = change.Shifts.Count == 0 ? positions : MarketShift.Settled(positions, request.Market),
            },
            Market = MarketShift.Apply(
                request.Market, change.Shifts, change.VolatilityFactor, WindowOf(change.Policy ?? request.Policy)),
            Policy = change.Policy ?? request.Policy,
        };
    }

    private static double WindowOf(IMarginPolicy policy) =>
        (policy.Options ?? OptionConvention.Usual).SettlementWindowSeconds;

    private static MarginRequirement ComputeChanged(MarginRequest request, WhatIfChange change, string at)
    {
        WhatIfRules.Check(change, request.Market, at);
        try
        {
            return MarginCalculator.Compute(Apply(request, change));
        }
        catch (OverflowException e)
        {
            throw new InputRefusedException("Overflow", "An amount does not fit a decimal. Use smaller factors.", at, e);
        }
        catch (InputRefusedException e)
        {
            throw new InputRefusedException(
                e.Code, e.Message, WhatIfRules.PlaceOf(e.Where, at, request.Account.Positions.Count), e);
        }
    }
}

/// <summary>Answer to a what-if.</summary>
/// <param name="Before">The request as it is.</param>
/// <param name="Changes">One outcome per change, in order.</param>
public sealed record WhatIfAnswer(MarginRequirement Before, IReadOnlyList<WhatIfOutcome> Changes);

/// <summary>What one change does.</summary>
/// <param name="Name">Name of the change.</param>
/// <param name="After">The requirement under it.</param>
/// <param name="Delta">After minus before.</param>
public sealed record WhatIfOutcome(string Name, MarginRequirement After, MarginDelta Delta);

/// <summary>Exact difference of two requirements, quote.</summary>
/// <param name="Initial">Change of initial margin.</param>
/// <param name="Maintenance">Change of maintenance margin.</param>
/// <param name="Equity">Change of equity.</param>
public sealed record MarginDelta(decimal Initial, decimal Maintenance, decimal Equity)
{
    /// <summary><paramref name="after"/> minus <paramref name="before"/>, without rounding.</summary>
    public static MarginDelta Between(MarginRequirement before, MarginRequirement after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(
            after.Initial - before.Initial, after.Maintenance - before.Maintenance, after.Equity - before.Equity);
    }
}
