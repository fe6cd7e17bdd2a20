using Dms.Predictive.Core;
using Dms.Predictive.Features.OrderFlow;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Flow bars with the files that they were made from.</summary>
internal sealed record FlowReading(FlowSeries Flow, IReadOnlyList<SideSource> Sources);

/// <summary>Reduces files of trades and books to flow bars, through the rebuilding that serves.</summary>
internal static class FlowFiles
{
    /// <summary>Reads files: those of one kind follow each other in time, those of trades and of books are joined.</summary>
    /// <param name="paths">Files, at least one.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InputRefusedException">A file is refused, has neither trades nor a book (<c>flow-empty</c>), or two
    /// files say the same of one minute (<c>flow-overlap</c>).</exception>
    public static FlowReading Read(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        List<FlowPart> parts = [.. paths.Select(p => FlowPart.Read(p, cancellation)).OrderBy(p => p.Flow.OpenTime(0))];
        FlowSeries trades = Chain([.. parts.Where(p => p.HasTrades)]);
        FlowSeries book = Chain([.. parts.Where(p => p.HasBook)]);
        return new FlowReading(
            FlowSeries.Join(trades, book), [.. parts.Select(p => new SideSource("flow", Path.GetFileName(p.Path), p.Sha256, p.Flow.Count))]);
    }

    /// <summary>Plays a market to its end and keeps its flow bars.</summary>
    /// <param name="market">The market.</param>
    /// <param name="span">Its start and end.</param>
    /// <param name="also">Takes the events too; null = nobody.</param>
    /// <param name="cancellation">Stops between days.</param>
    public static FlowSeries Of(
        IMarketReplay market, (Timestamp Start, Timestamp End) span, IMarketEventSink? also, CancellationToken cancellation)
    {
        FlowSeries flow = new();
        FlowBarBuilder builder = new(flow.Append);
        IMarketEventSink sink = new FlowClock(builder, new BookFeed(builder));
        sink = also is null ? sink : new ForkedSink(sink, also);
        for (Timestamp day = span.Start; day < span.End; day += TimeSpan.FromDays(1))
        {
            cancellation.ThrowIfCancellationRequested();
            market.AdvanceTo(day, sink);
        }

        market.AdvanceTo(span.End, sink);
        builder.AdvanceTo(span.End);
        return flow;
    }

    private static FlowSeries Chain(IReadOnlyList<FlowPart> parts)
    {
        FlowSeries all = new();
        foreach (FlowPart part in parts)
        {
            if (all.Count > 0 && part.Flow.OpenTime(0) <= all.OpenTime(all.Count - 1))
            {
                throw new InputRefusedException(
                    "flow-overlap",
                    $"The file begins at {part.Flow.OpenTime(0)}, another of the same kind reaches {all.OpenTime(all.Count - 1)}. "
                    + "Give each span once, cut at whole minutes.",
                    part.Path);
            }

            for (int i = 0; i < part.Flow.Count; i++)
            {
                all.Append(part.Flow.OpenTime(i), part.Flow.Values(i));
            }
        }

        return all;
    }
}
