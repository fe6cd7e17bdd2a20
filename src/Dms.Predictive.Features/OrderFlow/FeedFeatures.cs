using Dms.Predictive.Core;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>How far the feed of trades and books can be believed.</summary>
internal sealed class FeedFeatures : FlowFamily
{
    private const int Hour = 60;

    private readonly MaskedRing _lost;
    private readonly MaskedRing _losses;
    private readonly MaskedRing _latency;

    public FeedFeatures()
        : base("quality")
    {
        _lost = Ring(20, 60, () => Now(FlowMeasure.LostTime) is var lost && double.IsNaN(lost) ? 60 : lost);
        _losses = Ring(0, 1e6, () => Now(FlowMeasure.Losses));
        _latency = Ring(20, 1e6, () => Now(FlowMeasure.Latency));
        foreach (int w in new[] { 1, Hour, Day })
        {
            Feature($"feed_lost_share_{w}", "share", $"share of {w} min without a book", w, () => _lost.Sum(w) / (60 * w));
        }

        Feature("feed_losses_60", "ln", "ln(1 + times the book was lost over 60 min)", Hour, () => Math.Log(1 + _losses.Sum(Hour)));
        Feature("feed_silence", "ln s", "ln(1 + longest span without an event that ends in the minute)", 1,
            () => Math.Log(1 + Now(FlowMeasure.Silence)));
        Feature("feed_latency_10", "ms", "mean received minus event time over 10 min", 10, () => _latency.Mean(10));
    }
}
