namespace Dms.Predictive.Learning;

/// <summary>
/// The stored rows that stand for features which are not known: the covers of the trees are counted on them, and
/// interventional attributions average over them. One set per horizon, because the baselines in a row are the horizon's own.
/// </summary>
/// <param name="Rule">How the rows were drawn, one sentence for reports.</param>
/// <param name="Sets">Every output of the bundle is in exactly one set.</param>
public sealed record ReferenceBackground(string Rule, IReadOnlyList<BackgroundSet> Sets)
{
    /// <summary>Most rows of one set that are read.</summary>
    public const int MostRows = 5_000;

    /// <summary>Most characters of a rule that are read.</summary>
    public const int MostRuleLength = 500;

    /// <summary>Rows of an output; null when there are none of this name.</summary>
    /// <param name="output">Name of an output of the bundle.</param>
    public IReadOnlyList<double[]>? RowsOf(string output) => Sets.FirstOrDefault(s => s.Outputs.Contains(output))?.Rows;
}

/// <summary>Background rows that several outputs share.</summary>
/// <param name="Outputs">Names of the outputs, at least one.</param>
/// <param name="Rows">At least one row in schema order, values rounded to float32, NaN = missing, in time order.</param>
public sealed record BackgroundSet(IReadOnlyList<string> Outputs, IReadOnlyList<double[]> Rows);
