namespace Dms.Predictive.Explanation;

/// <summary>Scores rows, one after the other; the same row always gives the same score.</summary>
/// <param name="rows">Values row after row.</param>
/// <param name="scores">Receives one finite score per row.</param>
public delegate void RowsScorer(ReadOnlySpan<double> rows, Span<double> scores);

/// <summary>Worth of coalitions of groups: the mean score over the background with the groups' columns taken from the
/// row, scored in runs of bounded size.</summary>
internal sealed class CoalitionRows
{
    private const int MostRowsPerRun = 4_096;

    private readonly RowsScorer _scorer;
    private readonly double[] _row;
    private readonly IReadOnlyList<double[]> _background;
    private readonly int[] _groupOf;

    public CoalitionRows(RowsScorer scorer, ReadOnlySpan<double> row, IReadOnlyList<double[]> background, IReadOnlyList<FeatureGroup> groups)
    {
        (_scorer, _row, _background) = (scorer, row.ToArray(), background);
        _groupOf = new int[row.Length];
        Array.Fill(_groupOf, -1);
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (int column in groups[g].Columns)
            {
                if (column < 0 || column >= _groupOf.Length || _groupOf[column] >= 0)
                {
                    throw new ArgumentException($"Column {column} of group {groups[g].Name} is outside the row or in two groups.", nameof(groups));
                }

                _groupOf[column] = g;
            }
        }

        if (Array.IndexOf(_groupOf, -1) is var free && free >= 0)
        {
            throw new ArgumentException($"Column {free} is in no group.", nameof(groups));
        }

        if (background.Count == 0 || background.Any(b => b.Length != _row.Length))
        {
            throw new ArgumentException($"Expected at least one background row of {_row.Length} values.", nameof(background));
        }
    }

    /// <summary>Score of the row itself.</summary>
    public double Score()
    {
        double[] one = new double[1];
        _scorer(_row, one);
        return one[0];
    }

    /// <summary>Mean score of every coalition.</summary>
    /// <param name="members">Whether a group is in a coalition, by coalition and group.</param>
    public double[] Worth(IReadOnlyList<bool[]> members)
    {
        double[] worth = new double[members.Count];
        int perRun = Math.Max(1, MostRowsPerRun / _background.Count);
        for (int first = 0; first < worth.Length; first += perRun)
        {
            int count = Math.Min(perRun, worth.Length - first);
            double[] rows = new double[count * _background.Count * _row.Length];
            double[] scores = new double[count * _background.Count];
            for (int i = 0; i < scores.Length; i++)
            {
                Mix(members[first + (i / _background.Count)], _background[i % _background.Count], rows.AsSpan(i * _row.Length, _row.Length));
            }

            _scorer(rows, scores);
            for (int c = 0; c < count; c++)
            {
                double sum = 0.0;
                foreach (double score in scores.AsSpan(c * _background.Count, _background.Count))
                {
                    sum += score;
                }

                worth[first + c] = sum / _background.Count;
            }
        }

        return worth;
    }

    private void Mix(bool[] member, double[] background, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = member[_groupOf[i]] ? _row[i] : background[i];
        }
    }
}
