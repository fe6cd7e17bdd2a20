using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Money set aside for the losses of traders who post nothing.</summary>
/// <param name="NetExposureUsd">Net exposure of the pool against all traders, USD; signed.</param>
/// <param name="Layers">Who pays first to last; names are unique.</param>
/// <param name="Members">Who shares what no layer could bear; ids are unique.</param>
public sealed record PrefundedPool(
    decimal NetExposureUsd, IReadOnlyList<PrefundedLayer> Layers, IReadOnlyList<PrefundedMember> Members)
{
    /// <summary>Σ layers, USD.</summary>
    public decimal Funds => Layers.Sum(l => l.Amount);

    /// <summary>Runs a loss through the layers and the members.</summary>
    /// <param name="loss">USD; ≥ 0.</param>
    /// <param name="quantum">Smallest unit in which a loss is split; finer where an amount has more decimals.</param>
    /// <returns>Σ absorbed + Σ socialized + unallocated = <paramref name="loss"/>, exactly.</returns>
    /// <exception cref="ArgumentException">An amount or a share is negative, or an id repeats.</exception>
    public (IReadOnlyList<PoolLayerDraw> Waterfall, IReadOnlyList<PoolMemberCharge> Socialized, decimal Unallocated)
        Absorb(decimal loss, decimal quantum)
    {
        int decimals = Decimals([loss, quantum, .. Layers.Select(l => l.Amount)]);
        int shareDecimals = Decimals([0, .. Members.Select(m => m.Shares)]);
        LossAllocation allocation = LossWaterfall.Absorb(
            Whole(loss, decimals),
            [.. Layers.Select(l => new LossLayer(l.Name, Whole(l.Amount, decimals)))],
            [.. Members.Select(m => new LossMember(m.Id, Whole(m.Shares, shareDecimals)))]);
        decimal unit = new(1, 0, 0, false, (byte)decimals);
        return (
            [.. allocation.Layers.Select(
                l => new PoolLayerDraw(l.Layer, (decimal)l.Absorbed * unit, (decimal)l.Remaining * unit))],
            [.. allocation.Socialized.Select(s => new PoolMemberCharge(s.Member, (decimal)s.Amount * unit))],
            (decimal)allocation.Unallocated * unit);
    }

    // Zeros at the end are no digits: 100.00 must be split like 100.
    private static int Decimals(IReadOnlyList<decimal> amounts) => amounts.Max(amount =>
    {
        (BigInteger digits, int scale) = Quantums.Split(amount);
        while (scale > 0 && (digits % 10).IsZero)
        {
            (digits, scale) = (digits / 10, scale - 1);
        }

        return scale;
    });

    private static BigInteger Whole(decimal amount, int decimals)
    {
        (BigInteger digits, int scale) = Quantums.Split(amount);
        return scale > decimals
            ? digits / BigInteger.Pow(10, scale - decimals)
            : digits * BigInteger.Pow(10, decimals - scale);
    }
}

/// <summary>Money that stands ready for losses.</summary>
/// <param name="Name">Such as fees, insurance or pool.</param>
/// <param name="Amount">USD; ≥ 0.</param>
public sealed record PrefundedLayer(string Name, decimal Amount);

/// <summary>Somebody who shares what no layer could bear.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Shares">Share of the rest against the others'; ≥ 0.</param>
public sealed record PrefundedMember(string Id, decimal Shares);
