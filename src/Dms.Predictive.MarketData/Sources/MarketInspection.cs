using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Counts what a file holds, in bounded memory. Use one per file.</summary>
public sealed class MarketInspection : IMarketEventSink
{
    private const int Reach = 60_000;

    private readonly long[] _skews = new long[(2 * Reach) + 1];
    private readonly QualityTally _tally = new();
    private readonly long[] _counts = new long[Enum.GetValues<QualityIssue>().Length];
    private readonly List<QualityVerdict> _first = [];
    private long _latest = long.MinValue;

    /// <summary>The feed; null before the first line.</summary>
    public MarketFeed? Feed { get; private set; }

    /// <summary>Events sent: trades, groups of level changes, best prices, orders or bars.</summary>
    public long Events { get; private set; }

    /// <summary>Levels changed by the groups.</summary>
    public long LevelChanges { get; private set; }

    /// <summary>Earliest event time; null without events.</summary>
    public Timestamp? First { get; private set; }

    /// <summary>Latest event time; null without events.</summary>
    public Timestamp? Last { get; private set; }

    /// <summary>Events whose time is before that of the event before.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Bars without volume.</summary>
    public long ZeroVolume { get; private set; }

    /// <summary>Least received − event in ms; null where the file lacks one of the clocks.</summary>
    public double? SkewMsMin { get; private set; }

    /// <summary>Median of received − event in whole ms, rounded down, within one minute; null where the file lacks one
    /// of the clocks.</summary>
    public long? SkewMsMedian => SkewMsMin is null ? null : Median();

    /// <summary>The first verdicts of each issue.</summary>
    public IReadOnlyList<QualityVerdict> FirstVerdicts => _first;

    /// <summary>Verdicts of one issue.</summary>
    public long this[QualityIssue issue] => _counts[(int)issue];

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed) => Feed = feed;

    /// <inheritdoc/>
    public void OnTrade(in Trade trade) => See(trade.Stamp);

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top) => See(top.Stamp);

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        LevelChanges += changes.Length;
        See(update.Stamp);
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order) => See(order.Stamp);

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known)
    {
        ZeroVolume += bar.VolumeBase == 0 ? 1 : 0;
        See(new EventStamp(bar.OpenTime, known, -1));
    }

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        _counts[(int)verdict.Issue]++;
        if (_tally.Count(verdict.Issue))
        {
            _first.Add(verdict);
        }
    }

    private void See(in EventStamp stamp)
    {
        Events++;
        long at = stamp.EventTime.Nanoseconds;
        OutOfOrder += at < _latest ? 1 : 0;
        _latest = at;
        First = First is { } first && first <= stamp.EventTime ? first : stamp.EventTime;
        Last = Last is { } last && last >= stamp.EventTime ? last : stamp.EventTime;
        if (Feed is { ClockAssumed: false })
        {
            double ms = (stamp.ReceivedTime - stamp.EventTime).TotalMilliseconds;
            SkewMsMin = Math.Min(SkewMsMin ?? ms, ms);
            _skews[(int)Math.Clamp(Math.Floor(ms), -Reach, Reach) + Reach]++;
        }
    }

    private long Median()
    {
        long seen = 0;
        int i = 0;
        while (i < _skews.Length - 1 && (seen += _skews[i]) * 2 < Events)
        {
            i++;
        }

        return i - Reach;
    }
}
