using Microsoft.Data.Analysis;

namespace Dms.Predictive.Training;

/// <summary>A table and what it says of itself; the same in memory and as a Parquet file.</summary>
/// <param name="Frame">The columns. Missing numbers are NaN; times are UTC.</param>
/// <param name="Metadata">Names and values: kind of the frame, schema hash, <c>unit:COLUMN</c> and whatever else was
/// set.</param>
public sealed record FrameDocument(DataFrame Frame, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Metadata key of the kind and version of a frame, such as <c>features/1</c>.</summary>
    public const string Kind = "dms.frame";

    /// <summary>Metadata key of the hash of the feature schema.</summary>
    public const string FeatureSchemaHash = "dms.featureSchemaHash";

    /// <summary>Metadata key of the hash of the evaluation protocol.</summary>
    public const string ProtocolHash = "dms.protocolHash";

    /// <summary>Unit of a column, or null when the metadata name none.</summary>
    public string? UnitOf(string column) => Metadata.GetValueOrDefault("unit:" + column);

    internal static FrameDocument Of(
        string kind, IReadOnlyList<(FrameColumn About, DataFrameColumn Values)> columns,
            params (string Key, string Value)[] more)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal) { [Kind] = kind };
        foreach ((FrameColumn about, _) in columns)
        {
            metadata["unit:" + about.Name] = about.Unit;
        }

        foreach ((string key, string value) in more)
        {
            metadata[key] = value;
        }

        return new FrameDocument(new DataFrame(columns.Select(c => c.Values)), metadata);
    }
}
