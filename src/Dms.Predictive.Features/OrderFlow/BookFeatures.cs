using Dms.Predictive.Core;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>How much rests near the price, how it leans, and how it comes and goes.</summary>
internal sealed class BookFeatures : FlowFamily
{
    private static readonly (int Rank, FlowMeasure Bid, FlowMeasure Ask)[] Depths =
    [
        (1, FlowMeasure.BidDepth1, FlowMeasure.AskDepth1), (5, FlowMeasure.BidDepth5, FlowMeasure.AskDepth5),
        (10, FlowMeasure.BidDepth10, FlowMeasure.AskDepth10), (20, FlowMeasure.BidDepth20, FlowMeasure.AskDepth20),
    ];

    private const int Hour = 60;
    private const double LargestQuantity = 1e9;

    private readonly MaskedRing _lnSpread;
    private readonly MaskedRing _lnDepth;
    private readonly MaskedRing _lean;
    private readonly MaskedRing _added;
    private readonly MaskedRing _cut;
    private readonly MaskedRing _lnTurnover;
    private readonly MaskedRing _updates;
    private readonly MaskedRing _locked;
    private readonly MaskedRing _refillTime;
    private readonly MaskedRing _refills;
    private readonly MaskedRing _ofi;
    private readonly FlowComponent _component;

    public BookFeatures()
        : base("book")
    {
        _lnSpread = Ring(40, 100, () => Ln(Now(FlowMeasure.MeanSpread)));
        _lnDepth = DaysRing(40, 100, () => Ln(MeanDepth));
        _lean = Ring(40, 1, () => (Now(FlowMeasure.MeanBidDepth10) - Now(FlowMeasure.MeanAskDepth10)) / MeanDepth);
        _added = Ring(20, LargestQuantity, () => Now(FlowMeasure.AddedBid) + Now(FlowMeasure.AddedAsk));
        _cut = Ring(20, LargestQuantity, Cancelled);
        _lnTurnover = Ring(40, 100, () => Ln((Now(FlowMeasure.AddedBid) + Now(FlowMeasure.AddedAsk) + Cancelled()) / MeanDepth));
        _updates = Ring(0, 1e9, () => Now(FlowMeasure.Updates));
        _locked = Ring(0, 1e9, () => Now(FlowMeasure.LockedUpdates));
        _refillTime = Ring(20, 1e6, () => Now(FlowMeasure.RefillTime));
        _refills = Ring(0, 1e6, () => Now(FlowMeasure.Refills));
        _ofi = Ring(30, 1e4, () => Now(FlowMeasure.Ofi1) / MeanDepth);
        _component = new FlowComponent((bits, largest, value) => Ring(bits, largest, value), level => LevelFlow(level));
        DefineSpread();
        DefineDepth();
        DefineFlow();
        DefineTurnover();
    }

    protected override void Prepare() => _component.Forget();

    private double MeanDepth => Now(FlowMeasure.MeanBidDepth10) + Now(FlowMeasure.MeanAskDepth10);

    private double LevelFlow(int level) => Now(FlowMeasure.Ofi1 + level) / MeanDepth;

    // What traded left the book as well: the rest was withdrawn.
    private double Cancelled()
    {
        double traded = Now(FlowMeasure.BuyVolume) + Now(FlowMeasure.SellVolume) + Now(FlowMeasure.UnsidedVolume);
        return Math.Max(0, Now(FlowMeasure.CutBid) + Now(FlowMeasure.CutAsk) - (double.IsNaN(traded) ? 0 : traded));
    }

    private void DefineSpread()
    {
        Feature("book_spread", "ln bps", "ln of the spread at the close", 1, () => Ln(Now(FlowMeasure.Spread)));
        Feature("book_spread_mean_1", "ln bps", "ln of the minute's time-weighted spread", 1, () => _lnSpread.Mean(1));
        foreach (int w in new[] { 10, Hour })
        {
            Feature($"book_spread_ratio_{w}", "ln", $"mean ln spread over {w} min minus its mean over {Day} min", Day,
                () => _lnSpread.Mean(w) - _lnSpread.Mean(Day));
        }

        Feature("book_micro_price", "bps", "micro-price minus middle at the close", 1, () => Now(FlowMeasure.MicroPrice));
        Feature("book_locked_share_60", "share", "share of updates over 60 min after which bid and ask were equal", Hour,
            () => _locked.Sum(Hour) / Math.Max(1, _updates.Sum(Hour)));
    }

    private void DefineDepth()
    {
        foreach ((int rank, FlowMeasure bid, FlowMeasure ask) in Depths)
        {
            Feature($"book_bid_depth_{rank}", "ln base", $"ln quantity in the {rank} best bids at the close", 1, () => Ln(Now(bid)));
            Feature($"book_ask_depth_{rank}", "ln base", $"ln quantity in the {rank} best asks at the close", 1, () => Ln(Now(ask)));
            Feature($"book_imbalance_{rank}", "[-1, 1]", $"(D_b − D_a)/(D_b + D_a) of the {rank} best levels", 1,
                () => (Now(bid) - Now(ask)) / (Now(bid) + Now(ask)));
        }

        Feature("book_lean_10", "[-1, 1]", "mean time-weighted imbalance of ten levels over 10 min", 10, () => _lean.Mean(10));
        DefineShape();
        foreach (int w in new[] { 1, 5, 10 })
        {
            Feature($"book_depletion_{w}_60", "ln", $"mean ln depth of ten levels over {w} min minus its mean over 60 min", Hour,
                () => _lnDepth.Mean(w) - _lnDepth.Mean(Hour));
            Feature($"book_depletion_{w}_1440", "ln", $"mean ln depth of ten levels over {w} min minus its mean over {Day} min", Day,
                () => _lnDepth.Mean(w) - _lnDepth.Mean(Day));
        }

        Feature("book_depletion_day", "ln",
            $"mean ln depth of ten levels over 10 min minus its mean at the same minutes of {ComparedDays} days before",
            (ComparedDays * Day) + 10, () => AgainstSameMinutes(_lnDepth, 10));
        DefineCosts();
    }

    private void DefineShape()
    {
        (string Side, FlowMeasure Depth, FlowMeasure Reach)[] sides =
            [("bid", FlowMeasure.BidDepth5, FlowMeasure.BidReach5), ("ask", FlowMeasure.AskDepth5, FlowMeasure.AskReach5)];
        foreach ((string side, FlowMeasure depth, FlowMeasure reach) in sides)
        {
            Feature($"book_{side}_slope", "ln base/bps", "ln(quantity in ten levels ÷ distance of the tenth)", 1,
                () => Ln(Now(depth + 1) / Now(reach + 1)));
            Feature($"book_{side}_convexity", "ln", "ln density of twenty levels minus that of five", 1,
                () => Ln(Now(depth + 2) / Now(reach + 2)) - Ln(Now(depth) / Now(reach)));
        }
    }

    private void DefineCosts()
    {
        (string Size, int Offset)[] sizes = [("10k", 0), ("100k", 1), ("1m", 2)];
        foreach ((string size, int offset) in sizes)
        {
            Feature($"book_buy_cost_{size}", "ln bps", $"ln mean cost above the middle of buying {size} of quote at once", 1,
                () => Ln(Now(FlowMeasure.BuyCost10K + offset)));
            Feature($"book_sell_cost_{size}", "ln bps", $"ln mean cost below the middle of selling {size} of quote at once", 1,
                () => Ln(Now(FlowMeasure.SellCost10K + offset)));
        }
    }

    private void DefineFlow()
    {
        (string Name, FlowMeasure Measure, string Words)[] recent =
        [
            ("ofi_1s", FlowMeasure.OfiLast1, "best level, last second"), ("ofi_10s", FlowMeasure.OfiLast10, "best level, last 10 s"),
            ("ofi_deep_1s", FlowMeasure.DeepOfiLast1, "five levels, last second"),
            ("ofi_deep_10s", FlowMeasure.DeepOfiLast10, "five levels, last 10 s"),
        ];
        foreach ((string name, FlowMeasure measure, string words) in recent)
        {
            Feature(name, "depths", $"order-flow imbalance ÷ mean depth of ten levels; {words}", 1, () => Now(measure) / MeanDepth);
        }

        foreach (int w in new[] { 1, 10, Hour })
        {
            Feature($"ofi_{w}", "depths", $"order-flow imbalance of the best level ÷ mean depth of ten levels, mean over {w} min", w,
                () => _ofi.Mean(w));
            Feature($"ofi_integrated_{w}", "depths",
                $"the same of five levels by the first principal component of the last {Day} min, mean over {w} min", Day,
                () => _component.Mean(w));
        }
    }

    private void DefineTurnover()
    {
        foreach (int w in new[] { 1, 5, 10, Hour })
        {
            Feature($"book_cancel_ratio_{w}", "ln", $"ln((cancelled + 1e-6)/(added + 1e-6)) in twenty levels over {w} min", w,
                () => Math.Log((_cut.Sum(w) + 1e-6) / (_added.Sum(w) + 1e-6)));
        }

        foreach (int w in new[] { 5, Hour })
        {
            Feature($"book_turnover_{w}", "ln", $"mean ln((added + cancelled) ÷ depth of ten levels) a minute over {w} min", w,
                () => _lnTurnover.Mean(w));
        }

        Feature("book_turnover_ratio_5", "ln", $"the same over 5 min minus its mean over {Day} min", Day,
            () => _lnTurnover.Mean(5) - _lnTurnover.Mean(Day));
        foreach (int w in new[] { 1, 10, Hour })
        {
            Feature($"book_updates_{w}", "ln", $"ln(1 + groups of level changes over {w} min)", w, () => Math.Log(1 + _updates.Sum(w)));
        }

        Feature("book_refills_60", "ln", "ln(1 + refills of a halved book over 60 min)", Hour, () => Math.Log(1 + _refills.Sum(Hour)));
        Feature("book_refill_time_60", "s", "mean time from half to three quarters of the usual depth, over 60 min; missing without any",
            Hour, () => _refills.Sum(Hour) > 0 ? _refillTime.Sum(Hour) / _refills.Sum(Hour) : double.NaN);
    }
}
