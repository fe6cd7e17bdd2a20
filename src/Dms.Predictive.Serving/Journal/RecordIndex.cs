using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>
/// Where the records of the audit log stand, so that a question about one account reads what it asks for and not the log:
/// every 64th record's place, and time and sequence of each margin by account, 16 bytes each.
/// </summary>
/// <param name="folder">Folder of the log.</param>
internal sealed class RecordIndex(string folder)
{
    private const int Spacing = 64;

    private readonly Lock _lock = new();
    private readonly List<(long Sequence, SegmentPlace Place)> _places = [];
    private readonly Dictionary<string, List<(long At, long Sequence)>> _margins = new(StringComparer.Ordinal);
    private readonly RecordSeeker _seeker = new(folder);

    /// <summary>Bytes of the log that questions have read.</summary>
    public long BytesRead => _seeker.BytesRead;

    /// <summary>Learns the next record; sequences ascend and times do not fall.</summary>
    public void Note(SealedRecord record, SegmentPlace place)
    {
        lock (_lock)
        {
            // A search begins in the record's own segment.
            if (_places.Count == 0 || record.Sequence - _places[^1].Sequence >= Spacing || _places[^1].Place.Segment != place.Segment)
            {
                _places.Add((record.Sequence, place));
            }

            if (record.Kind == RecordKind.MarginDecided && record.Body.Text("account") is { } account)
            {
                if (!_margins.TryGetValue(account, out List<(long At, long Sequence)>? margins))
                {
                    _margins[account] = margins = [];
                }

                margins.Add((record.At.Nanoseconds, record.Sequence));
            }
        }
    }

    /// <summary>Sequence of the last margin of an account at or before a time.</summary>
    /// <param name="account">Account id.</param>
    /// <param name="at">The time; null = the newest.</param>
    /// <param name="records">Records that are durable; later ones do not count.</param>
    /// <returns>Null when there is none.</returns>
    public long? LastMargin(string account, Timestamp? at, long records)
    {
        lock (_lock)
        {
            if (!_margins.TryGetValue(account, out List<(long At, long Sequence)>? margins))
            {
                return null;
            }

            int known = Below(margins.Count, i => margins[i].Sequence <= records && (at is null || margins[i].At <= at.Value.Nanoseconds));
            return known == 0 ? null : margins[known - 1].Sequence;
        }
    }

    /// <summary>Reads a durable record.</summary>
    /// <param name="sequence">From 1.</param>
    /// <exception cref="InputRefusedException">The log was damaged since it was read (<c>log-damaged</c>).</exception>
    public SealedRecord Read(long sequence)
    {
        SegmentPlace from;
        lock (_lock)
        {
            from = _places[Below(_places.Count, i => _places[i].Sequence <= sequence) - 1].Place;
        }

        return _seeker.Read(from, sequence);
    }

    // Number of leading places for which the condition holds.
    private static int Below(int count, Func<int, bool> holds)
    {
        (int low, int high) = (0, count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = holds(middle) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
