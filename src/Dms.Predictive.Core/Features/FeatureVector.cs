namespace Dms.Predictive.Core;

/// <summary>Feature values as of a time, in schema order; NaN marks a value that is not defined yet.</summary>
/// <param name="Schema">Names, order and hash.</param>
/// <param name="AsOf">Information cut-off.</param>
/// <param name="Values">One value per feature of the schema.</param>
public sealed record FeatureVector(FeatureSchema Schema, Timestamp AsOf, ReadOnlyMemory<double> Values)
{
    /// <summary>Value of a feature by name.</summary>
    /// <exception cref="ArgumentException">The schema has no such feature.</exception>
    public double this[string name] => Values.Span[Schema.IndexOf(name)];
}
