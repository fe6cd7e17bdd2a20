namespace Dms.Predictive.Learning;

/// <summary>A rising map from scores to probabilities: constant inside a block and outside all of them, linear
/// between blocks.</summary>
/// <remarks>
/// Pool adjacent violators on scores in ascending order, equal scores averaged first; values clipped to
/// [1/(2n), 1 − 1/(2n)] with n outcomes (Ayer et al. 1955; Zadrozny and Elkan 2002). O(n log n), deterministic.
/// </remarks>
public sealed class IsotonicMap : ICalibrationMap
{
    private readonly double[] _scores;
    private readonly double[] _probabilities;

    /// <summary>Takes the knots of a map.</summary>
    /// <param name="scores">Strictly ascending, finite, at least one.</param>
    /// <param name="probabilities">Not falling, in [0, 1], one per score.</param>
    /// <exception cref="ArgumentException">The knots are not such.</exception>
    public IsotonicMap(IReadOnlyList<double> scores, IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(probabilities);
        (_scores, _probabilities) = ([.. scores], [.. probabilities]);
        bool valid = _scores.Length > 0 && _scores.Length == _probabilities.Length
            && Array.TrueForAll(_scores, double.IsFinite) && Array.TrueForAll(_probabilities, p => p is >= 0 and <= 1);
        for (int i = 1; valid && i < _scores.Length; i++)
        {
            valid = _scores[i] > _scores[i - 1] && _probabilities[i] >= _probabilities[i - 1];
        }

        if (!valid)
        {
            throw new ArgumentException(
                "Scores must rise strictly and be finite; probabilities must not fall and lie in [0, 1].",
                nameof(scores));
        }
    }

    /// <summary>Scores at which the map has a knot, ascending.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>Probabilities at the knots, not falling.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities;

    /// <summary>Fits to known outcomes.</summary>
    /// <param name="scores">Finite, one per outcome.</param>
    /// <param name="outcomes">Whether the event came; at least one of each kind.</param>
    /// <exception cref="ArgumentException">Lengths differ, a kind is missing, or a score is not finite.</exception>
    public static IsotonicMap Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        _ = CalibrationSample.Check(scores, outcomes);
        int n = scores.Length;
        double[] sorted = scores.ToArray();
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(sorted, order);
        List<Block> blocks = [];
        for (int i = 0; i < n;)
        {
            double score = sorted[i];
            Block block = new(score, score, 0, 0);
            for (; i < n && sorted[i] == score; i++)
            {
                block = block with { Events = block.Events + (outcomes[order[i]] ? 1 : 0), Count = block.Count + 1 };
            }

            Pool(blocks, block);
        }

        return FromBlocks(blocks, n);
    }

    /// <summary>Probability of a score.</summary>
    /// <param name="score">Any number; NaN gives NaN, which no caller may take for calm.</param>
    public double Apply(double score)
    {
        if (double.IsNaN(score))
        {
            return double.NaN;
        }

        int at = Array.BinarySearch(_scores, score);
        if (at >= 0)
        {
            return _probabilities[at];
        }

        int next = ~at;
        if (next == 0 || next == _scores.Length)
        {
            return _probabilities[next == 0 ? 0 : ^1];
        }

        (double low, double high) = (_probabilities[next - 1], _probabilities[next]);
        double share = (score - _scores[next - 1]) / (_scores[next] - _scores[next - 1]);
        return Math.Clamp(low + (share * (high - low)), low, high);
    }

    private static void Pool(List<Block> blocks, Block block)
    {
        // Counts are whole numbers, so the comparison of means by cross-multiplication is exact.
        while (blocks.Count > 0 && blocks[^1].Events * block.Count >= block.Events * blocks[^1].Count)
        {
            Block last = blocks[^1];
            blocks.RemoveAt(blocks.Count - 1);
            block = new Block(last.Low, block.High, last.Events + block.Events, last.Count + block.Count);
        }

        blocks.Add(block);
    }

    private static IsotonicMap FromBlocks(List<Block> blocks, int n)
    {
        List<double> knots = [];
        List<double> values = [];
        double floor = 1.0 / (2.0 * n);
        foreach (Block block in blocks)
        {
            double value = Math.Clamp((double)block.Events / block.Count, floor, 1.0 - floor);
            knots.Add(block.Low);
            values.Add(value);
            if (block.High > block.Low)
            {
                knots.Add(block.High);
                values.Add(value);
            }
        }

        return new IsotonicMap(knots, values);
    }

    private readonly record struct Block(double Low, double High, long Events, long Count);
}
