using Dms.Predictive.Core;
using Dms.Predictive.Features.OrderFlow;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Flow bars of one file.</summary>
internal sealed record FlowPart(string Path, string Sha256, FlowSeries Flow, bool HasTrades, bool HasBook)
{
    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="InputRefusedException">The file is refused, or <c>flow-empty</c>.</exception>
    public static FlowPart Read(string path, CancellationToken cancellation)
    {
        FlowSeries flow = new();
        FlowBarBuilder builder = new(flow.Append);
        MarketReading reading = MarketFile.Read(path, null, null, new FlowClock(builder, new BookFeed(builder)), cancellation);
        builder.Finish();
        bool trades = Any(flow, FlowMeasure.Trades);
        bool book = Any(flow, FlowMeasure.Updates);
        return trades || book
            ? new FlowPart(path, reading.Sha256, flow, trades, book)
            : throw new InputRefusedException(
                "flow-empty", $"The file is {reading.Format.Name} and has neither trades nor a book. Give a file of trades, of book changes "
                + "or of quotes.", path);
    }

    private static bool Any(FlowSeries flow, FlowMeasure measure)
    {
        for (int i = 0; i < flow.Count; i++)
        {
            if (!double.IsNaN(flow.Values(i)[(int)measure]))
            {
                return true;
            }
        }

        return false;
    }
}
