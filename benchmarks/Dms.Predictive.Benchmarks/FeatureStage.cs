using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Features.OrderFlow;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Benchmarks;

/// <summary>Everything behind a decoder: book, flow bars, and all features at the close of each minute.</summary>
internal sealed class FeatureStage
{
    private readonly FeatureEngine _engine = new(1, new EngineInputs { HasFlow = true });
    private readonly double[] _values;
    private Timestamp _first = new(long.MinValue);

    public FeatureStage()
    {
        _values = new double[_engine.Schema.Count];
        FlowBarBuilder builder = new(OnFlowBar);
        Entry = new FlowClock(builder, new BookFeed(builder));
    }

    /// <summary>Where events go in.</summary>
    public IMarketEventSink Entry { get; }

    // A second pass over the same recording goes back in time: its minutes are built but do not enter the engine again.
    private void OnFlowBar(Timestamp openTime, ReadOnlySpan<double> values)
    {
        if (openTime <= _first)
        {
            return;
        }

        _first = openTime;
        _engine.Append(new Bar(openTime, 1, 1, 1, 1, 1));
        _engine.Observe(openTime, values);
        _engine.Compute(openTime + FlowSeries.Length, _values);
    }
}
