using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Keeps updates and their changes in order.</summary>
internal sealed class UpdateBuffer
{
    /// <summary>Most level changes kept, whatever the number of updates: about 48 MB.</summary>
    private const int MostChanges = 2_000_000;

    private readonly List<(BookUpdate Update, int Start, int Count)> _updates = [];
    private LevelChange[] _changes = [];
    private int _used;

    public int Count => _updates.Count;

    public BookUpdate Update(int i) => _updates[i].Update;

    public ReadOnlySpan<LevelChange> Changes(int i) => _changes.AsSpan(_updates[i].Start, _updates[i].Count);

    /// <summary>Keeps an update, or says that there is no room.</summary>
    public bool TryAdd(in BookUpdate update, ReadOnlySpan<LevelChange> changes, int most)
    {
        if (_updates.Count >= most || _used + changes.Length > MostChanges)
        {
            return false;
        }

        if (_used + changes.Length > _changes.Length)
        {
            Array.Resize(ref _changes, Math.Max(_used + changes.Length, Math.Max(256, 2 * _changes.Length)));
        }

        changes.CopyTo(_changes.AsSpan(_used));
        _updates.Add((update, _used, changes.Length));
        _used += changes.Length;
        return true;
    }

    public void Clear()
    {
        _updates.Clear();
        _used = 0;
    }
}
