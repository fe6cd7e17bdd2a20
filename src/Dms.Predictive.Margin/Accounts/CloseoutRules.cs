using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>How a position is closed by force. Rates are in parts per million, money in whole quote units.</summary>
public sealed record CloseoutRules
{
    /// <summary>Smallest order, contracts; ≥ 1. Orders are whole multiples of it, the last one takes the rest.</summary>
    public required BigInteger Lot { get; init; }

    /// <summary>Equity after a partial close-out ÷ maintenance margin; &gt; 1,000,000.</summary>
    public required int TargetPpm { get; init; }

    /// <summary>Cost of closing assumed in the size of the order, of notional; in [0, 1,000,000).</summary>
    public required int CostPpm { get; init; }

    /// <summary>Below this equity ÷ maintenance margin all of the position is closed; in [0, 1,000,000].</summary>
    public required int FullBelowPpm { get; init; }

    /// <summary>Positions up to this notional are closed whole, quote units; ≥ 0.</summary>
    public required BigInteger SmallestNotional { get; init; }

    /// <summary>Throttle: most contracts per window; ≥ 1.</summary>
    public required BigInteger MostPerWindow { get; init; }

    /// <summary>Length of the throttle's window in minutes; ≥ 1.</summary>
    public required int WindowMinutes { get; init; }

    /// <summary>Fillable price at zero equity lies this share of maintenance margin beyond the mark; ≥ 0.</summary>
    public required int SpreadPpm { get; init; }

    /// <summary>Liquidation fee at most this share of the fill, out of what is left above the bankruptcy price; in
    /// [0, 1,000,000].</summary>
    public required int MostFeePpm { get; init; }

    /// <summary>Refuses figures outside their range.</summary>
    /// <exception cref="Core.InputRefusedException">Code <c>OutOfRange</c>.</exception>
    public void Check()
    {
        const string Share = "in [0, 1000000] ppm";
        Refuse.Unless(Lot >= 1, "closeout.lot", Lot, ">= 1 contract");
        Refuse.Unless(TargetPpm > 1_000_000, "closeout.targetPpm", TargetPpm, "> 1000000 ppm");
        Refuse.Unless(CostPpm is >= 0 and < 1_000_000, "closeout.costPpm", CostPpm, "in [0, 1000000) ppm");
        Refuse.Unless(FullBelowPpm is >= 0 and <= 1_000_000, "closeout.fullBelowPpm", FullBelowPpm, Share);
        Refuse.Unless(SmallestNotional >= 0, "closeout.smallestNotional", SmallestNotional, ">= 0 quote units");
        Refuse.Unless(MostPerWindow >= 1, "closeout.mostPerWindow", MostPerWindow, ">= 1 contract");
        Refuse.Unless(WindowMinutes >= 1, "closeout.windowMinutes", WindowMinutes, ">= 1 minute");
        Refuse.Unless(SpreadPpm >= 0, "closeout.spreadPpm", SpreadPpm, ">= 0 ppm");
        Refuse.Unless(MostFeePpm is >= 0 and <= 1_000_000, "closeout.mostFeePpm", MostFeePpm, Share);
    }
}
