using System.Buffers;
using System.Runtime.InteropServices;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Sums the contributions of all leaves for one row. Immutable, so threads may share it; scratch lives on the stack,
/// or in the array pool for very wide paths.
/// </summary>
internal sealed class LeafAttribution
{
    private const int StackDoubles = 1024;

    private readonly FlatForest _forest;
    private readonly LeafBoxes _leaves;
    private readonly ILeafRule _rule;
    private readonly LeafTables _tables;

    public LeafAttribution(Forest forest, LeafBoxes leaves, ILeafRule rule, long tableBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tableBytes);
        (_forest, _leaves, _rule) = (new FlatForest(forest), leaves, rule);
        _tables = LeafTables.Build(leaves, rule, tableBytes);
        double expected = forest.BaseScore;
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            expected += rule.Expected(leaf);
        }

        ExpectedValue = expected;
    }

    public double ExpectedValue { get; }

    private int Features => _forest.FeatureNames.Count;

    private int Words => LeafBoxes.WordsFor(_leaves.Widest);

    public double Attribute(ReadOnlySpan<double> row, Span<double> phi)
    {
        RequireLength(row.Length, Features, nameof(row));
        RequireLength(phi.Length, Features, nameof(phi));
        int length = Words + _leaves.Widest + _rule.ScratchLength;
        if (length <= StackDoubles)
        {
            SumValues(row, phi, stackalloc double[length]);
        }
        else
        {
            double[] rented = ArrayPool<double>.Shared.Rent(length);
            SumValues(row, phi, rented);
            ArrayPool<double>.Shared.Return(rented);
        }

        return CheckedScore(row, phi);
    }

    public void AttributeRows(ReadOnlySpan<double> rows, Span<double> phi, Span<double> scores)
    {
        RequireLength(rows.Length, Features * scores.Length, nameof(rows));
        RequireLength(phi.Length, Features * scores.Length, nameof(phi));
        int vectors = RowBlock.VectorsFor(Features, _leaves.Widest);
        double[] rented = ArrayPool<double>.Shared.Rent(RowBlock.DoublesFor(Features, _leaves.Widest, vectors));
        RowBlock block = new(rented, Features, _leaves.Widest, vectors);
        for (int first = 0; first < scores.Length; first += block.Rows)
        {
            int count = Math.Min(block.Rows, scores.Length - first);
            ReadOnlySpan<double> part = rows.Slice(first * Features, count * Features);
            block.Load(part, Features);
            SumRows(block);
            block.Store(phi.Slice(first * Features, count * Features), Features);
        }

        ArrayPool<double>.Shared.Return(rented);
        for (int r = 0; r < scores.Length; r++)
        {
            scores[r] = CheckedScore(rows.Slice(r * Features, Features), phi.Slice(r * Features, Features));
        }
    }

    public void Interactions(ReadOnlySpan<double> row, Span<double> matrix)
    {
        RequireLength(row.Length, Features, nameof(row));
        RequireLength(matrix.Length, Features * Features, nameof(matrix));
        int length = Features + Words + _leaves.Widest * _leaves.Widest + _rule.ScratchLength;
        if (length <= StackDoubles)
        {
            FillMatrix(row, matrix, stackalloc double[length]);
        }
        else
        {
            double[] rented = ArrayPool<double>.Shared.Rent(length);
            FillMatrix(row, matrix, rented);
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static void RequireLength(int found, int wanted, string name)
    {
        if (found != wanted)
        {
            throw new ArgumentException($"Found {found} values; the forest wants {wanted}.", name);
        }
    }

    private void SumValues(ReadOnlySpan<double> row, Span<double> phi, Span<double> space)
    {
        Span<ulong> pattern = MemoryMarshal.Cast<double, ulong>(space[..Words]);
        Span<double> computed = space.Slice(Words, _leaves.Widest);
        Span<double> scratch = space[(Words + _leaves.Widest)..];
        phi.Clear();
        for (int leaf = 0; leaf < _leaves.Count; leaf++)
        {
            ReadOnlySpan<int> feature = _leaves.FeaturesOf(leaf);
            if (feature.IsEmpty)
            {
                continue;
            }

            _leaves.Match(leaf, row, pattern);
            ReadOnlySpan<double> parts = computed;
            if (_tables.TryGet(leaf, out ReadOnlySpan<double> table))
            {
                parts = _rule.FromTable(leaf, table, pattern[0], computed);
            }
            else
            {
                _rule.Values(leaf, pattern, computed, scratch);
            }

            for (int k = 0; k < feature.Length; k++)
            {
                phi[feature[k]] += parts[k];
            }
        }
    }

    private void SumRows(RowBlock block)
    {
        for (int leaf = 0; leaf < _leaves.Count; leaf++)
        {
            if (_leaves.WidthOf(leaf) > 0)
            {
                _leaves.MatchRows(leaf, block);
                _rule.AddRows(leaf, block, _tables);
            }
        }
    }

    private void FillMatrix(ReadOnlySpan<double> row, Span<double> matrix, Span<double> space)
    {
        Span<double> phi = space[..Features];
        Attribute(row, phi);
        matrix.Clear();
        SumPairs(row, matrix, space[Features..]);
        Mirror(phi, matrix);
    }

    private void SumPairs(ReadOnlySpan<double> row, Span<double> matrix, Span<double> space)
    {
        int square = _leaves.Widest * _leaves.Widest;
        Span<ulong> pattern = MemoryMarshal.Cast<double, ulong>(space[..Words]);
        Span<double> pairs = space.Slice(Words, square);
        Span<double> scratch = space[(Words + square)..];
        for (int leaf = 0; leaf < _leaves.Count; leaf++)
        {
            ReadOnlySpan<int> feature = _leaves.FeaturesOf(leaf);
            if (feature.Length < 2)
            {
                continue;
            }

            _leaves.Match(leaf, row, pattern);
            _rule.Pairs(leaf, pattern, pairs, scratch);
            AddTriangle(feature, pairs, matrix);
        }
    }

    private void AddTriangle(ReadOnlySpan<int> feature, ReadOnlySpan<double> pairs, Span<double> matrix)
    {
        int d = feature.Length;
        int m = Features;
        for (int i = 0; i < d; i++)
        {
            for (int j = i + 1; j < d; j++)
            {
                (int a, int b) = feature[i] < feature[j] ? (feature[i], feature[j]) : (feature[j], feature[i]);
                matrix[a * m + b] += pairs[i * d + j];
            }
        }
    }

    // One triangle is computed and copied, so the matrix is symmetric to the bit; the diagonal takes what is left.
    private static void Mirror(ReadOnlySpan<double> phi, Span<double> matrix)
    {
        int m = phi.Length;
        for (int i = 0; i < m; i++)
        {
            for (int j = i + 1; j < m; j++)
            {
                matrix[j * m + i] = matrix[i * m + j];
            }
        }

        for (int i = 0; i < m; i++)
        {
            double others = 0.0;
            for (int j = 0; j < m; j++)
            {
                others += matrix[i * m + j];
            }

            matrix[i * m + i] = phi[i] - others;
            AdditivityBreachException.ThrowIfApart(phi[i], others + matrix[i * m + i]);
        }
    }

    private double CheckedScore(ReadOnlySpan<double> row, ReadOnlySpan<double> phi)
    {
        double score = _forest.Score(row);
        double sum = ExpectedValue;
        foreach (double part in phi)
        {
            sum += part;
        }

        AdditivityBreachException.ThrowIfApart(score, sum);
        return score;
    }
}
