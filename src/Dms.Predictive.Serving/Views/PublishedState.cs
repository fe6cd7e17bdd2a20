using System.Collections.Concurrent;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>An account as readers see it: nothing in it can be lost any more.</summary>
/// <param name="State">The account.</param>
/// <param name="Sequence">Core sequence of its last change.</param>
/// <param name="Evidence">Its margin; null before the first price.</param>
/// <param name="Margin">Its margin as it is shown; null before the first price.</param>
internal sealed record AccountView(AccountState State, long Sequence, Evidence? Evidence, MarginResource? Margin);

/// <summary>What the host has published: durable, and replaced as a whole per key.</summary>
internal sealed class PublishedState
{
    private const int HistoryKept = 10_080;
    private readonly ConcurrentDictionary<string, AccountView> _accounts = new(StringComparer.Ordinal);
    private readonly Queue<HistoryPoint> _history = new();
    private DateTimeOffset _newest;
    private MarketFrame? _market;
    private long _sequence;

    /// <summary>The market; null before the first bar.</summary>
    public MarketFrame? Market => Volatile.Read(ref _market);

    /// <summary>Core sequence up to which everything is published.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>Number of accounts.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>An account, or null.</summary>
    public AccountView? Account(string id) => _accounts.GetValueOrDefault(id);

    /// <summary>Accounts by id.</summary>
    public IEnumerable<AccountView> Accounts => _accounts.Values.OrderBy(a => a.State.Id, StringComparer.Ordinal);

    /// <summary>Newest points of the past, oldest first.</summary>
    public IReadOnlyList<HistoryPoint> History(int count)
    {
        lock (_history)
        {
            return [.. _history.Skip(Math.Max(0, _history.Count - count))];
        }
    }

    /// <summary>Shows a market.</summary>
    public void Show(MarketFrame market)
    {
        Volatile.Write(ref _market, market);
        if (market.ToPoint() is not HistoryPoint point)
        {
            return;
        }

        lock (_history)
        {
            if (_newest == point.At)
            {
                return;
            }

            _newest = point.At;
            _history.Enqueue(point);
            if (_history.Count > HistoryKept)
            {
                _history.Dequeue();
            }
        }
    }

    /// <summary>Shows an account.</summary>
    public void Show(AccountView account) => _accounts[account.State.Id] = account;

    /// <summary>Marks everything up to a sequence as published.</summary>
    public void Reached(long sequence) => Volatile.Write(ref _sequence, sequence);
}
