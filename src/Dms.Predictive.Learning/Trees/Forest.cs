using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// A checked ensemble of regression trees: the canonical form that evaluation, explanation and hashes go by.
/// Score = base score + Σ leaf values in tree order, summed in double.
/// </summary>
public sealed class Forest : IRowModel
{
    private readonly Tree[] _trees;

    /// <summary>Checks the structure and takes the trees.</summary>
    /// <param name="featureNames">One name per feature, in row order.</param>
    /// <param name="baseScore">Constant added to every score; finite.</param>
    /// <param name="trees">Trees in summation order.</param>
    /// <exception cref="InputRefusedException">
    /// A child out of range, a node reached twice or never, a NaN threshold, an infinite leaf or a negative cover.
    /// </exception>
    public Forest(IReadOnlyList<string> featureNames, double baseScore, IReadOnlyList<Tree> trees)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(trees);
        _trees = [.. trees];
        (FeatureNames, BaseScore, Trees) = ([.. featureNames], baseScore, _trees);
        if (!double.IsFinite(baseScore))
        {
            throw new InputRefusedException("tree-value", "The base score must be finite.", "baseScore");
        }

        for (int i = 0; i < _trees.Length; i++)
        {
            TreeStructure.Refuse(_trees[i], featureNames.Count, $"trees[{i}]");
        }
    }

    /// <summary>Feature names in row order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Constant part of every score.</summary>
    public double BaseScore { get; }

    /// <summary>Trees in summation order.</summary>
    public IReadOnlyList<Tree> Trees { get; }

    /// <summary>Scores one row.</summary>
    /// <param name="row">One value per feature, NaN = missing. A model that compares in float32 wants values that
    /// were rounded to float first (<see cref="ModelRow"/> does so).</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public double Score(ReadOnlySpan<double> row)
    {
        if (row.Length != FeatureNames.Count)
        {
            throw new ArgumentException(
                $"The row has {row.Length} values; the forest wants {FeatureNames.Count}.", nameof(row));
        }

        double sum = BaseScore;
        foreach (Tree tree in _trees)
        {
            sum += tree.Value[tree.LeafOf(row)];
        }

        return sum;
    }

    /// <summary>Same trees with covers counted by routing reference rows, weight 1 each.</summary>
    public Forest WithCoversFrom(IReadOnlyList<double[]> referenceRows)
    {
        ArgumentNullException.ThrowIfNull(referenceRows);
        return new(FeatureNames, BaseScore, [.. Trees.Select(t => TreeStructure.WithCovers(t, referenceRows))]);
    }
}
