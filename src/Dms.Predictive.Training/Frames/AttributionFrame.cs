using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>Scores with their attributions, ready to be written.</summary>
public sealed record AttributionRows
{
    /// <summary>Instrument id.</summary>
    public required string Instrument { get; init; }

    /// <summary>Value function: <c>path</c> or <c>interventional</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>φ₀, in the score's unit.</summary>
    public required double BaseValue { get; init; }

    /// <summary>SHA-256 of the model that scores, lower-case hex.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Hash of the schema of the scorer's row.</summary>
    public required string FeatureSchemaHash { get; init; }

    /// <summary>Feature names in row order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Information cut-off of each row, ascending.</summary>
    public required IReadOnlyList<Timestamp> Times { get; init; }

    /// <summary>Score of each row.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Attributions: feature, then row; in the score's unit.</summary>
    public required Func<int, double[]> Parts { get; init; }
}

/// <summary>Attributions as a frame, one row per scored row.</summary>
public static class AttributionFrame
{
    /// <summary>Kind and version of the frame.</summary>
    public const string Kind = "attributions/1";

    /// <summary>Prefix of the columns of attributions.</summary>
    public const string PartPrefix = "phi_";

    /// <summary>Metadata key of the SHA-256 of the model that scores.</summary>
    public const string ModelSha256 = "dms.modelSha256";

    /// <summary>Columns in order.</summary>
    /// <param name="features">Feature names in row order.</param>
    public static IReadOnlyList<FrameColumn> Columns(IReadOnlyList<string> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return
        [
            new("row_id", "1", "number of the row, from 0"),
            new("as_of", "UTC", "information cut-off of the score"),
            new("instrument", "", "instrument id"),
            new("score", "ln", "raw score of the model"),
            new("base", "ln", "score when no feature is known; base + all phi = score"),
            new("mode", "", "value function: path or interventional"),
            .. features.Select(f => new FrameColumn(PartPrefix + f, "ln", $"part of {f} in the score")),
        ];
    }

    /// <summary>Makes the frame.</summary>
    public static FrameDocument Of(AttributionRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        IReadOnlyList<FrameColumn> columns = Columns(rows.Features);
        int count = rows.Times.Count;
        return FrameDocument.Of(
            Kind,
            [
                (columns[0], FrameColumns.Whole("row_id", Enumerable.Range(0, count))),
                (columns[1], FrameColumns.Times("as_of", rows.Times)),
                (columns[2], FrameColumns.Names("instrument", Enumerable.Repeat(rows.Instrument, count))),
                (columns[3], FrameColumns.Numbers("score", rows.Scores)),
                (columns[4], FrameColumns.Numbers("base", Enumerable.Repeat(rows.BaseValue, count))),
                (columns[5], FrameColumns.Names("mode", Enumerable.Repeat(rows.Mode, count))),
                .. rows.Features.Select((_, j) => (columns[6 + j], FrameColumns.Numbers(columns[6 + j].Name, rows.Parts(j)))),
            ],
            (FrameDocument.FeatureSchemaHash, rows.FeatureSchemaHash), (ModelSha256, rows.ModelSha256));
    }
}
