namespace Dms.Predictive.Explanation;

/// <summary>Columns that enter or leave a row together, under one economic name.</summary>
/// <param name="Name">What reports call them.</param>
/// <param name="Columns">Their places in the row.</param>
public sealed record FeatureGroup(string Name, IReadOnlyList<int> Columns);
