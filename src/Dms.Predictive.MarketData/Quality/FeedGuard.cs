using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What a feed's events may be used for at a time, and why.</summary>
/// <param name="Verdict">What they may be used for.</param>
/// <param name="Issues">Everything that speaks against them, in the order of the enumeration.</param>
public sealed record FeedCondition(FeedVerdict Verdict, IReadOnlyList<QualityIssue> Issues);

/// <summary>
/// Stands between a source and its reader: hands on what is sound, keeps what is not in quarantine, and says at any time
/// in what condition the feed is. Event times are never changed.
/// </summary>
/// <param name="limits">Limits of this feed.</param>
/// <param name="next">Takes accepted events and every verdict.</param>
public sealed class FeedGuard(GuardLimits limits, IMarketEventSink next) : IMarketEventSink
{
    private static readonly QualityIssue[] Issues = Enum.GetValues<QualityIssue>();

    private readonly ClockSkew _clock = new();
    private readonly long[] _counts = new long[Issues.Length];
    private readonly Timestamp[] _lastSeen = new Timestamp[Issues.Length];
    private readonly int[] _soundSince = new int[Issues.Length];
    private Timestamp _received;
    private Timestamp _tradeTime;
    private long _tradeId = -1;
    private bool _any;
    private bool _skewed;
    private QualityIssue _refused;

    /// <summary>Refused events.</summary>
    public Quarantine Quarantine { get; } = new(limits.MostQuarantined);

    /// <summary>Estimate of receipt minus event time.</summary>
    public TimeSpan Skew { get; private set; }

    /// <summary>How often an issue was found.</summary>
    public long Count(QualityIssue issue) => _counts[(int)issue];

    /// <summary>In what condition the feed is.</summary>
    /// <param name="asOf">When, by our clock.</param>
    public FeedCondition Condition(Timestamp asOf)
    {
        if (!_any)
        {
            return new(FeedVerdict.Rejected, [QualityIssue.Stale]);
        }

        TimeSpan age = asOf - _received;
        List<QualityIssue> issues = [];
        foreach (QualityIssue issue in Issues)
        {
            bool stale = issue == QualityIssue.Stale && age > limits.MaxAge;
            if (stale || (_counts[(int)issue] > 0 && IsFresh(issue, asOf)))
            {
                issues.Add(issue);
            }
        }

        FeedVerdict verdict = age > limits.MaxAge * limits.RejectAgeFactor ? FeedVerdict.Rejected
            : issues.Count > 0 ? FeedVerdict.Degraded : FeedVerdict.Ok;
        return new(verdict, issues);
    }

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed) => next.OnFeed(feed);

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        QualityIssue issue = trade.Price <= 0 || trade.Quantity <= 0 ? QualityIssue.NotPositive
            : trade.Id >= 0 && trade.Id == _tradeId ? QualityIssue.Duplicate
            : _tradeId >= 0 && trade.Id >= 0 && trade.Stamp.EventTime < _tradeTime ? QualityIssue.OutOfOrder
            : QualityIssue.None;
        if (!Accept(trade.Stamp, issue))
        {
            Keep(trade.Stamp, trade.ToString());
            return;
        }

        (_tradeId, _tradeTime) = (trade.Id, trade.Stamp.EventTime);
        next.OnTrade(trade);
    }

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
        bool unsound = top.Bid < 0 || top.Ask < 0 || top.BidQuantity < 0 || top.AskQuantity < 0;
        QualityIssue issue = unsound ? QualityIssue.NotPositive
            : top.Bid > 0 && top.Ask > 0 && top.Bid > top.Ask ? QualityIssue.Crossed
            : QualityIssue.None;
        if (Accept(top.Stamp, issue))
        {
            next.OnTop(top);
        }
        else
        {
            Keep(top.Stamp, top.ToString());
        }
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        if (Accept(update.Stamp, QualityIssue.None))
        {
            next.OnBook(update, changes);
        }
        else
        {
            Keep(update.Stamp, $"{update} of {changes.Length} levels");
        }
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
        bool unsound = order.Price <= 0 || order.Remaining < 0;
        if (Accept(order.Stamp, unsound ? QualityIssue.NotPositive : QualityIssue.None))
        {
            next.OnOrder(order);
        }
        else
        {
            Keep(order.Stamp, order.ToString());
        }
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known) => next.OnBar(bar, known);

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Note(verdict.Issue, _received);
        next.OnVerdict(verdict);
    }

    private bool Accept(in EventStamp stamp, QualityIssue issue)
    {
        (_received, _any) = (stamp.ReceivedTime, true);
        if (issue == QualityIssue.None && stamp.EventTime - stamp.ReceivedTime > limits.MaxFuture)
        {
            issue = QualityIssue.Future;
        }

        for (int i = 0; i < _soundSince.Length; i++)
        {
            _soundSince[i]++;
        }

        if (issue != QualityIssue.None)
        {
            Note(issue, stamp.ReceivedTime);
            _refused = issue;
            return false;
        }

        if (stamp.EventTime != stamp.ReceivedTime)                   // equal = one clock was assumed from the other
        {
            JudgeClock(stamp);
        }

        return true;
    }

    private void JudgeClock(in EventStamp stamp)
    {
        (Skew, bool jumped) = _clock.Take(stamp, limits.SkewJump);
        if (jumped)
        {
            Note(QualityIssue.ClockJump, stamp.ReceivedTime);
            Say(QualityIssue.ClockJump, QualityAction.Kept, stamp);
        }

        bool skewed = Skew.Duration() > limits.MaxSkew;
        if (skewed)
        {
            Note(QualityIssue.ClockSkew, stamp.ReceivedTime);
        }

        if (skewed && !_skewed)
        {
            Say(QualityIssue.ClockSkew, QualityAction.Kept, stamp);  // once, until it has been good again
        }

        _skewed = skewed;
    }

    private void Keep(in EventStamp stamp, string content) =>
        Quarantine.Add(new(Say(_refused, QualityAction.Quarantined, stamp), stamp, content));

    private QualityVerdict Say(QualityIssue issue, QualityAction action, in EventStamp stamp)
    {
        QualityVerdict verdict = new(issue, action, stamp.EventTime, 0, $"{issue}, received {stamp.ReceivedTime}.");
        next.OnVerdict(verdict);
        return verdict;
    }

    private void Note(QualityIssue issue, Timestamp at)
    {
        if (issue != QualityIssue.None)
        {
            _counts[(int)issue]++;
            (_lastSeen[(int)issue], _soundSince[(int)issue]) = (at, 0);
        }
    }

    private bool IsFresh(QualityIssue issue, Timestamp asOf) =>
        asOf - _lastSeen[(int)issue] < limits.RecoverAfter && _soundSince[(int)issue] < limits.RecoverEvents;
}
