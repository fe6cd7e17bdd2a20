namespace Dms.Predictive.Serving;

/// <summary>Instruments and their feeds as they are shown.</summary>
internal static class MarketResources
{
    private const string Source = "replay";

    /// <summary>Terms, price and quality.</summary>
    public static InstrumentResource Instrument(InstrumentTerms terms, int barMinutes, MarketFrame? market, long sequence) => new(
        terms.Id, sequence, "perpetual", InstrumentTerms.Currency, InstrumentTerms.Currency, "1", StateText.Plain(terms.Tick), StateText.Plain(terms.Lot),
        barMinutes, market?.Outlook is { } o ? StateText.Plain(o.Price) : null,
        market?.Feed.LastBar is null ? null : market.Feed.LastKnown.ToDateTimeOffset(), market?.Feed.Verdict ?? "NoPrice");

    /// <summary>What is known about the feed.</summary>
    public static QualityResource Quality(string instrument, MarketFrame market)
    {
        FeedState feed = market.Feed;
        string[] reasons = feed.Verdict == "Ok" ? [] : [feed.Verdict];
        SourceQuality source = new(
            Source, feed.Verdict, feed.LastBar is null ? null : (feed.At - feed.LastKnown).TotalSeconds, 0, reasons,
            new Dictionary<string, long> { ["bars"] = feed.Bars, ["gaps"] = feed.Gaps, ["waits"] = feed.Waits });
        return new QualityResource(instrument, market.Sequence, feed.At.ToDateTimeOffset(), feed.Verdict, [source]);
    }
}
