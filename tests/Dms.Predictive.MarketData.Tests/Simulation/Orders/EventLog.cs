using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Hashes every event in order, and checks the laws that every feed of the simulator keeps.</summary>
internal sealed class EventLog : IMarketEventSink
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _line = new();
    private Timestamp _last = new(long.MinValue);

    public DepthBook Book { get; } = new();

    public List<Bar> Bars { get; } = [];

    public List<(long Id, long Price, long Quantity, Timestamp Time)> Trades { get; } = [];

    public List<BookUpdate> Updates { get; } = [];

    public List<int> Levels { get; } = [];

    public List<TopOfBook> Tops { get; } = [];

    public int Crossed { get; private set; }

    public FixedScale Scale { get; private set; }

    public string Digest()
    {
        Flush();
        return Convert.ToHexString(_hash.GetCurrentHash());
    }

    public void OnFeed(MarketFeed feed)
    {
        Scale = feed.Scale;
        Write($"F{feed}", _last);
    }

    public void OnTrade(in Trade trade)
    {
        Trades.Add((trade.Id, trade.Price, trade.Quantity, trade.Stamp.EventTime));
        Write($"T{trade}", trade.Stamp.ReceivedTime);
    }

    public void OnTop(in TopOfBook top)
    {
        Tops.Add(top);
        Write($"Q{top}", top.Stamp.ReceivedTime);
    }

    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        Updates.Add(update);
        if (update.IsSnapshot)
        {
            Book.Clear();
        }

        Write($"B{update}", update.Stamp.ReceivedTime);
        foreach (LevelChange change in changes)
        {
            Book.Set(change);
            _line.Append($"{change.Side}{change.Price}:{change.Quantity}");
        }

        Crossed += Book.IsCrossed || Book.IsLocked ? 1 : 0;
        Levels.Add(Math.Min(Book.Count(BookSide.Bid), Book.Count(BookSide.Ask)));
    }

    public void OnOrder(in OrderEvent order) => Assert.Fail("The simulator sends no order events.");

    public void OnBar(in Bar bar, Timestamp known)
    {
        Bars.Add(bar);
        Write($"K{bar}", known);
    }

    public void OnVerdict(QualityVerdict verdict) => Assert.Fail(verdict.Detail);

    private void Write(string line, Timestamp received)
    {
        Assert.True(received >= _last, $"{received} after {_last}");
        _last = received;
        _line.Append(line).Append('\n');
        if (_line.Length > 1 << 16)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(_line.ToString()));
        _line.Clear();
    }
}
