using Dms.Predictive.Core;
using Dms.Predictive.Features.OrderFlow;

namespace Dms.Predictive.Features.Tests;

/// <summary>A seeded stream of trades and level changes, with lost books and silences, through the real builder.</summary>
internal sealed class SampleFlow
{
    /// <summary>What of the stream reaches the builder.</summary>
    public enum Part
    {
        /// <summary>Everything.</summary>
        Both,

        /// <summary>Trades.</summary>
        Trades,

        /// <summary>The book.</summary>
        Book,
    }

    private static readonly FixedScale Scale = new(2, 4);

    private readonly DepthBook _book = new() { Scale = Scale };
    private readonly LevelMove[] _moves = new LevelMove[4];
    private readonly FlowBarBuilder _builder;
    private readonly Timestamp _changeAfter;
    private readonly int _seed;
    private readonly Part _part;
    private Random _random = new(77);
    private bool _changed;
    private bool _lost = true;
    private long _middle = 10_000_00;

    private SampleFlow(FlowBarSink sink, int seed, Timestamp changeAfter, Part part)
    {
        _builder = new FlowBarBuilder(sink);
        (_seed, _changeAfter, _part) = (seed, changeAfter, part);
        _builder.OnFeed(new MarketFeed("sample", "SAMPLE", Scale, false));
    }

    /// <summary>Flow bars of a span.</summary>
    /// <param name="seed">Of the events after <paramref name="changeAfter"/>.</param>
    /// <param name="changeAfter">Events received before are the same for every seed.</param>
    /// <param name="minutes">Length.</param>
    public static FlowSeries Make(int seed, Timestamp changeAfter, int minutes, Part part = Part.Both)
    {
        FlowSeries series = new();
        Play(series.Append, seed, changeAfter, minutes, part);
        return series;
    }

    /// <summary>Plays the events into a sink.</summary>
    public static void Play(FlowBarSink sink, int seed, Timestamp changeAfter, int minutes, Part part = Part.Both)
    {
        Timestamp start = Timestamp.FromDate(2026, 1, 1);
        SampleFlow sample = new(sink, seed, changeAfter, part);
        Timestamp end = start + TimeSpan.FromMinutes(minutes);
        for (Timestamp at = start; at < end;)
        {
            at += TimeSpan.FromTicks(1 + (long)(sample._random.NextDouble() * 20 * TimeSpan.TicksPerSecond));
            sample.Event(at);
        }

        sample._builder.AdvanceTo(end);
    }

    private void Event(Timestamp at)
    {
        if (!_changed && at > _changeAfter && _changeAfter != default)
        {
            (_changed, _random) = (true, new Random(_seed));
        }

        _builder.AdvanceTo(at);
        EventStamp stamp = new(at - TimeSpan.FromMilliseconds(_random.Next(300)), at, -1);
        double what = _random.NextDouble();
        if (what < 0.3)
        {
            Trade trade = new(stamp, _middle, 1 + _random.Next(50_000), (AggressorSide)(_random.Next(3) - 1), -1);
            if (_part != Part.Book)
            {
                _builder.OnTrade(in trade);
            }
        }
        else if (what < 0.3005 && !_lost)
        {
            _lost = true;
            if (_part != Part.Trades)
            {
                _builder.OnBookLost(in stamp, QualityIssue.Gap);
            }
        }
        else
        {
            Change(stamp);
        }
    }

    private void Change(EventStamp stamp)
    {
        int moves = _lost ? 0 : 1 + _random.Next(_moves.Length);
        if (_lost || _random.NextDouble() < 0.05)
        {
            _middle += _lost ? 0 : _random.Next(5) - 2;
            Refill();
            moves = 0;
        }

        for (int i = 0; i < moves; i++)
        {
            BookSide side = (BookSide)_random.Next(2);
            long price = _middle + ((side == BookSide.Bid ? -1 : 1) * (1 + _random.Next(30)));
            long quantity = _random.NextDouble() < 0.2 && _book.Count(side) > 22 ? 0 : 1 + _random.Next(20_000);
            _moves[i] = new LevelMove(side, price, _book.Set(new LevelChange(side, price, quantity)), quantity);
        }

        _lost = false;
        if (_part != Part.Trades)
        {
            _builder.OnBook(_book, new BookUpdate(stamp, -1, -1, -1, moves == 0, 0), _moves.AsSpan(0, moves));
        }
    }

    private void Refill()
    {
        _book.Clear();
        int most = _random.NextDouble() < 0.1 ? 2_000 : 20_000;
        for (int i = 1; i <= 30; i++)
        {
            _book.Set(new LevelChange(BookSide.Bid, _middle - i, 1 + _random.Next(most)));
            _book.Set(new LevelChange(BookSide.Ask, _middle + i, 1 + _random.Next(most)));
        }
    }
}
