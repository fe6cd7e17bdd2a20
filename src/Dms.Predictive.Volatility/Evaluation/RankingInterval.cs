namespace Dms.Predictive.Volatility;

/// <summary>Bootstrap intervals of average precision and of its lift over the base rate.</summary>
/// <param name="AveragePrecision">Area under the precision-recall curve, in [0, 1].</param>
/// <param name="Lift">Average precision ÷ base rate, both of the same resample; 1 = no better than chance.</param>
public sealed record RankingInterval(MeanInterval AveragePrecision, MeanInterval Lift)
{
    /// <summary>Resamples labels and scores together.</summary>
    /// <param name="labels">Whether the event happened, oldest first; at least one did.</param>
    /// <param name="scores">One per label, higher = more likely; no NaN.</param>
    /// <param name="meanBlock">Mean block length, ≥ 1.</param>
    /// <param name="draws">Resamples, ≥ 100.</param>
    /// <param name="seed">Seed; the same seed gives the same interval, and pairs models with each other.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    /// <exception cref="ArgumentException">Lengths differ, no label is positive, or a score is NaN.</exception>
    /// <remarks>Rows are sorted once: each learns between which two events it ranks, and a draw only counts rows
    /// per such place. A resample without events is left out.</remarks>
    public static RankingInterval Of(
        ReadOnlySpan<bool> labels, ReadOnlySpan<double> scores, double meanBlock, int draws = 1_000, long seed = 17,
        double confidence = 0.95)
    {
        double value = ProbabilityScores.AveragePrecision(labels, scores);
        if (double.IsNaN(value))
        {
            throw new ArgumentException("Expected at least one positive label.", nameof(labels));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        RankedRows ranked = new(labels, scores);
        BlockDraw blocks = new(labels.Length, meanBlock, new SeededGenerator(seed));
        List<double> areas = [], lifts = [];
        for (int draw = 0; draw < draws; draw++)
        {
            blocks.Next();
            (double area, double rate) = ranked.Resampled(blocks);
            if (rate > 0)
            {
                areas.Add(area);
                lifts.Add(area / rate);
            }
        }

        double lift = value * labels.Length / labels.Count(true);
        return new(
            BootstrapMeans.Percentile(value, [.. areas], confidence),
            BootstrapMeans.Percentile(lift, [.. lifts], confidence));
    }

    /// <summary>Rows by their place in the ranking; a place is a tied group that holds an event, or the rows between
    /// two such groups.</summary>
    private sealed class RankedRows
    {
        private readonly int[] _place;
        private readonly bool[] _event;
        private readonly int[] _rows;
        private readonly int[] _events;

        public RankedRows(ReadOnlySpan<bool> labels, ReadOnlySpan<double> scores)
        {
            _event = labels.ToArray();
            _place = new int[labels.Length];
            double[] keys = scores.ToArray();
            int[] order = [.. Enumerable.Range(0, keys.Length).OrderByDescending(i => keys[i])];
            int place = 0;
            for (int first = 0; first < order.Length;)
            {
                int end = first;
                bool any = false;
                for (; end < order.Length && keys[order[end]] == keys[order[first]]; end++)
                {
                    any |= _event[order[end]];
                }

                // Odd places hold events, even ones only rows between them.
                place += any ? (place % 2 == 0 ? 1 : 2) : place % 2;
                foreach (int row in order.AsSpan(first..end))
                {
                    _place[row] = place;
                }

                first = end;
            }

            (_rows, _events) = (new int[place + 1], new int[place + 1]);
        }

        /// <summary>Average precision and base rate of one resample; (0, 0) without events.</summary>
        public (double Area, double Rate) Resampled(BlockDraw blocks)
        {
            Count(blocks);
            double total = _events.Sum(), found = 0, seen = 0, area = 0;
            for (int place = 0; place < _rows.Length && total > 0; place++)
            {
                seen += _rows[place];
                found += _events[place];
                area += _events[place] > 0 ? _events[place] / total * found / seen : 0;
            }

            return (area, total / blocks.Rows);
        }

        private void Count(BlockDraw blocks)
        {
            Array.Clear(_rows);
            Array.Clear(_events);
            for (int b = 0; b < blocks.Count; b++)
            {
                int row = blocks.Start(b);
                for (int i = blocks.Length(b); i > 0; i--)
                {
                    _rows[_place[row]]++;
                    if (_event[row])
                    {
                        _events[_place[row]]++;
                    }

                    row = row + 1 == _place.Length ? 0 : row + 1;
                }
            }
        }
    }
}
