using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What the best prices allow.</summary>
internal enum CrossedState
{
    /// <summary>The book may be shown.</summary>
    Sound = 0,

    /// <summary>It may not.</summary>
    Hidden,

    /// <summary>It has been wrong for so long that it must be asked for again.</summary>
    Lost,
}

/// <summary>Follows how long a book has been crossed or locked, by our clock.</summary>
internal sealed class CrossedWatch(BookRules rules)
{
    private Timestamp _lockedSince;
    private Timestamp _hiddenSince;
    private bool _locked;
    private int _hiddenUpdates;

    public void Reset() => (_locked, _hiddenUpdates) = (false, 0);

    /// <summary>Judges the book after a whole group of changes.</summary>
    public CrossedState Judge(DepthBook book, Timestamp received)
    {
        if (!book.IsLocked)
        {
            _locked = false;
        }
        else if (!_locked)
        {
            (_locked, _lockedSince) = (true, received);
        }

        bool wrong = book.IsCrossed || (_locked && received - _lockedSince > rules.LockedFor);
        if (!wrong)
        {
            _hiddenUpdates = 0;
            return CrossedState.Sound;
        }

        if (_hiddenUpdates++ == 0)
        {
            _hiddenSince = received;
        }

        return _hiddenUpdates > rules.CrossedUpdates || received - _hiddenSince > rules.CrossedFor
            ? CrossedState.Lost : CrossedState.Hidden;
    }
}
