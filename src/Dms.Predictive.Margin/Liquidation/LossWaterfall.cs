using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>
/// Who pays when an account cannot. All money is in whole quote units of the caller's choice, so what comes in equals
/// what goes out to the last unit; products are exact and cannot overflow.
/// </summary>
public static class LossWaterfall
{
    /// <summary>
    /// Runs a loss through layers in the given order; what they cannot bear is socialized pro rata to the weights of
    /// the members, each up to its capacity, and what nobody can bear stays unallocated.
    /// </summary>
    /// <param name="loss">Loss to bear, quote units; ≥ 0.</param>
    /// <param name="layers">Who pays first to last: usually account collateral, liquidation fee, insurance, pool.
    /// </param>
    /// <param name="members">Who shares the rest; any order, ids are unique.</param>
    /// <returns>Σ absorbed + Σ socialized + unallocated = <paramref name="loss"/>, exactly.</returns>
    /// <exception cref="ArgumentException">An amount, weight or capacity is negative, or an id repeats.</exception>
    public static LossAllocation Absorb(
        BigInteger loss, IReadOnlyList<LossLayer> layers, IReadOnlyList<LossMember> members)
    {
        (IReadOnlyList<LayerDraw> draws, BigInteger left) = Draw(loss, layers);
        IReadOnlyList<MemberCharge> charges = LossSharing.Share(left, members);
        return new(draws, charges, left - Sum(charges.Select(c => c.Amount)));
    }

    /// <summary>
    /// Settles an account whose equity at the mark is negative: layers first, then its position is closed against
    /// ranked counterparties at the bankruptcy price that the layers' money leaves, then the rest is socialized.
    /// </summary>
    /// <param name="account">The account with what is left of its position.</param>
    /// <param name="sources">Layers, counterparties and members that stand behind it.</param>
    /// <returns>
    /// Money and contracts are conserved: quote before + absorbed + socialized = quote after + Σ received by
    /// counterparties, and what the account no longer holds its counterparties no longer hold either.
    /// </returns>
    /// <exception cref="ArgumentException">An amount is out of range or an id repeats.</exception>
    public static BankruptcySettlement Settle(BankruptAccount account, LossSources sources)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(sources);
        (IReadOnlyList<LayerDraw> draws, BigInteger left) = Draw(account.Deficit, sources.Layers);
        BankruptAccount helped = account with { Quote = account.Quote + Sum(draws.Select(d => d.Absorbed)) };
        Deleveraging closed = left.IsZero || helped.Quantity.IsZero
            ? new([], helped.Quantity, helped.Quote)
            : AutoDeleveraging.Close(helped, sources.Counterparties, sources.MostCounterparties);
        BankruptAccount rest = helped with { Quantity = closed.Quantity, Quote = closed.Quote };
        IReadOnlyList<MemberCharge> charges = LossSharing.Share(rest.Deficit, sources.Members);
        BigInteger socialized = Sum(charges.Select(c => c.Amount));
        return new(
            new(draws, charges, rest.Deficit - socialized), closed.Fills, closed.Quantity, closed.Quote + socialized);
    }

    private static (IReadOnlyList<LayerDraw> Draws, BigInteger Left) Draw(
        BigInteger loss, IReadOnlyList<LossLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        LossSharing.RequireNotNegative(loss, "loss");
        List<LayerDraw> draws = new(layers.Count);
        foreach (LossLayer layer in layers)
        {
            LossSharing.RequireNotNegative(layer.Available, $"layer '{layer.Name}'");
            BigInteger absorbed = BigInteger.Min(loss, layer.Available);
            draws.Add(new(layer.Name, absorbed, layer.Available - absorbed));
            loss -= absorbed;
        }

        return (draws, loss);
    }

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) =>
        amounts.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount);
}

/// <summary>Money that stands ready for losses.</summary>
/// <param name="Name">Such as collateral, liquidationFee, insurance or pool.</param>
/// <param name="Available">Quote units; ≥ 0.</param>
public sealed record LossLayer(string Name, BigInteger Available);

/// <summary>Somebody who shares what no layer could bear.</summary>
/// <param name="Id">Unique id; ties go by its ordinal order.</param>
/// <param name="Weight">Share of the loss against the others'; ≥ 0.</param>
/// <param name="Capacity">Most that can be charged, quote units; ≥ 0, null = no limit.</param>
public sealed record LossMember(string Id, BigInteger Weight, BigInteger? Capacity = null);

/// <summary>What one layer paid.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Absorbed">Paid, quote units.</param>
/// <param name="Remaining">Left in the layer, quote units.</param>
public sealed record LayerDraw(string Layer, BigInteger Absorbed, BigInteger Remaining);

/// <summary>What one member was charged.</summary>
/// <param name="Member">Its id.</param>
/// <param name="Amount">Quote units; ≥ 0.</param>
public sealed record MemberCharge(string Member, BigInteger Amount);

/// <summary>Who bears a loss.</summary>
/// <param name="Layers">One row per layer, in the order given.</param>
/// <param name="Socialized">One row per member, in the order given.</param>
/// <param name="Unallocated">What nobody could bear, quote units; 0 in all but the worst case.</param>
public sealed record LossAllocation(
    IReadOnlyList<LayerDraw> Layers, IReadOnlyList<MemberCharge> Socialized, BigInteger Unallocated);

/// <summary>Everything that stands behind a bankrupt account.</summary>
/// <param name="Layers">Who pays first to last.</param>
/// <param name="Counterparties">Positions in the same instrument, any order.</param>
/// <param name="Members">Who shares the rest.</param>
/// <param name="MostCounterparties">Bound on the counterparties that one settlement may touch; ≥ 0.</param>
public sealed record LossSources(
    IReadOnlyList<LossLayer> Layers,
    IReadOnlyList<DeleveragingCandidate> Counterparties,
    IReadOnlyList<LossMember> Members,
    int MostCounterparties);

/// <summary>How a bankrupt account was settled.</summary>
/// <param name="Loss">Layers, members and what nobody could bear.</param>
/// <param name="Fills">Counterparties in the order in which they were deleveraged.</param>
/// <param name="Quantity">Contracts the account still holds; 0 = all closed.</param>
/// <param name="Quote">The account's quote units afterwards; ≥ 0 at the mark unless something is unallocated.</param>
public sealed record BankruptcySettlement(
    LossAllocation Loss, IReadOnlyList<DeleveragingFill> Fills, BigInteger Quantity, BigInteger Quote);
