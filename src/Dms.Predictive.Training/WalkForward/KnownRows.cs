using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>The decisions of one market that a fit may learn from, with the baselines their rows hold.</summary>
/// <param name="Asset">The market.</param>
/// <param name="Target">Outcomes of the horizon.</param>
/// <param name="Baselines">The market's own baselines.</param>
/// <param name="Trace">Its filter readings.</param>
/// <param name="Decisions">Decisions in time order.</param>
internal sealed record KnownRows(
    AssetFitter Asset, Targets Target, BaselineModel Baselines, BaselineTrace Trace, List<int> Decisions)
{
    /// <summary>Only the decisions made by a minute.</summary>
    public KnownRows Until(long minute) =>
        this with { Decisions = [.. Decisions.Where(d => Asset.Table.Minutes[d] <= minute)] };

    /// <summary>What one member is to learn from these decisions.</summary>
    public TrainingRows Table(MemberRecipe recipe) =>
        Asset.Rows.Table(Decisions, Target, Baselines, Trace, recipe);

    /// <summary>Rows of several markets, one market after the other; within each in time order.</summary>
    public static TrainingRows Join(IReadOnlyList<TrainingRows> tables)
    {
        if (tables.Count == 1)
        {
            return tables[0];
        }

        float[] values = new float[tables.Sum(t => t.RowMajor.Length)];
        float[] labels = new float[tables.Sum(t => t.Rows)];
        (int value, int label) = (0, 0);
        foreach (TrainingRows table in tables)
        {
            table.RowMajor.Span.CopyTo(values.AsSpan(value));
            table.Target.Span.CopyTo(labels.AsSpan(label));
            (value, label) = (value + table.RowMajor.Length, label + table.Rows);
        }

        return new TrainingRows(tables[0].FeatureNames, values, labels);
    }
}
