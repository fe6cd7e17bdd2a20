using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Pipeline;

/// <summary>Economic groups of features by their names, for records that hold names alone.</summary>
internal static class FeatureFamilies
{
    private const string Unknown = "other";

    private static readonly Dictionary<string, string> Families = new[]
    {
        FeatureCatalog.Bars, FeatureCatalog.WithFlow, FeatureCatalog.WithSeries, FeatureCatalog.WithPeer,
    }
        .SelectMany(s => ScorerRow.Schema(s).Features).DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.Family, StringComparer.Ordinal);

    /// <summary>One group per name.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> names) => [.. names.Select(n => Families.GetValueOrDefault(n, Unknown))];
}
