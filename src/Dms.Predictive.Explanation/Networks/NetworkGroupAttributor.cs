using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Why a network trained elsewhere answered what it did: Shapley values of the economic groups of its inputs over background
/// rows, exact up to 12 groups. The runtime gives no gradients, so the network is only scored.
/// </summary>
/// <remarks>Costs 2^G × 32 scores a row, 131,072 with 12 groups: made on request, not with every decision.</remarks>
public sealed class NetworkGroupAttributor
{
    /// <summary>Most background rows.</summary>
    public const int BackgroundRows = 32;

    private const int Seed = 17;

    private readonly NetworkModel _model;
    private readonly double[][] _background;

    /// <summary>Prepares a network.</summary>
    /// <param name="model">The network as it serves.</param>
    /// <param name="groupOf">Name of the economic group of each column of the row.</param>
    /// <param name="background">Stored rows in time order; 32 of those that the network answers are taken, evenly spaced.</param>
    /// <exception cref="ArgumentException">There is not one name per column, or the network answers no background row.</exception>
    public NetworkGroupAttributor(NetworkModel model, IReadOnlyList<string> groupOf, IReadOnlyList<double[]> background)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(groupOf);
        ArgumentNullException.ThrowIfNull(background);
        double[][] answered = [.. background.Where(r => double.IsFinite(model.Score(r)))];
        if (groupOf.Count != model.FeatureNames.Count || answered.Length == 0)
        {
            throw new ArgumentException(
                $"Expected {model.FeatureNames.Count} names, found {groupOf.Count}; the network answers {answered.Length} background rows.", nameof(groupOf));
        }

        int rows = Math.Min(BackgroundRows, answered.Length);
        _model = model;
        _background = [.. Enumerable.Range(0, rows).Select(i => answered[(int)((long)i * answered.Length / rows)])];
        Groups = GroupsOf(model, groupOf);
    }

    /// <summary>The groups that the network reads from, in the order of the row.</summary>
    public IReadOnlyList<FeatureGroup> Groups { get; }

    /// <summary>Background rows in use.</summary>
    public int Background => _background.Length;

    /// <summary>Whether all coalitions are scored; with more than 12 groups permutations are drawn, with standard errors.</summary>
    public bool IsExact => Groups.Count <= GroupShapley.MostExactGroups;

    /// <summary>Splits one answer among the groups.</summary>
    /// <param name="row">The scorer's row.</param>
    /// <returns>Null when the network has no answer on the row.</returns>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the answer.</exception>
    public GroupAttribution? Attribute(ReadOnlySpan<double> row) => !double.IsFinite(_model.Score(row))
        ? null
        : IsExact
            ? GroupShapley.Exact(_model.ScoreRows, row, _background, Groups)
            : GroupShapley.Sampled(_model.ScoreRows, row, _background, Groups, GroupShapley.FewestPairs, Seed);

    // A column that the network does not read changes nothing wherever it stands: it stands in the first group.
    private static FeatureGroup[] GroupsOf(NetworkModel model, IReadOnlyList<string> groupOf)
    {
        HashSet<string> read = [.. model.Inputs.Select(i => i.Feature)];
        (string Group, int Column, bool IsRead)[] columns =
            [.. groupOf.Select((g, j) => (g, j, read.Contains(model.FeatureNames[j])))];
        FeatureGroup[] groups =
        [
            .. columns.Where(c => c.IsRead).GroupBy(c => c.Group, StringComparer.Ordinal)
                .Select(g => new FeatureGroup(g.Key, [.. g.Select(c => c.Column)])),
        ];
        groups[0] = groups[0] with { Columns = [.. groups[0].Columns, .. columns.Where(c => !c.IsRead).Select(c => c.Column)] };
        return groups;
    }
}
