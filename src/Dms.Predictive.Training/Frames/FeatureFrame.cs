using Dms.Predictive.Core;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Training;

/// <summary>Feature values of decisions, read back from a frame.</summary>
/// <param name="Times">Decision times.</param>
/// <param name="RowMajor">Values in schema order, row after row; NaN is missing.</param>
public sealed record FeatureRows(IReadOnlyList<Timestamp> Times, double[] RowMajor);

/// <summary>The decision table as a frame: what was known at each decision and, when asked for, what
/// followed.</summary>
public static class FeatureFrame
{
    /// <summary>Kind and version of the frame.</summary>
    public const string Kind = "features/1";

    private const string Time = "time";

    /// <summary>Columns in order.</summary>
    /// <param name="schema">Market features.</param>
    /// <param name="horizonsMinutes">Horizons whose outcomes are in the frame.</param>
    public static IReadOnlyList<FrameColumn> Columns(FeatureSchema schema, IReadOnlyList<int> horizonsMinutes)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(horizonsMinutes);
        return
        [
            new(Time, "UTC", "decision time: everything but the targets was known by then"),
            new("realized_10", "%²", "realized variance of the ten minutes before the decision"),
            new("spike_threshold", "%²",
                "level of ten-minute realized variance that counts as a spike; NaN before five days"),
            .. schema.Features.Select(f => new FrameColumn(f.Name, f.Unit, f.Formula)),
            .. horizonsMinutes.SelectMany(h => new FrameColumn[]
            {
                new($"target_{h}m", "%²",
                    $"realized variance of the {h} minutes after the decision plus the floor; NaN when the data end "
                    + "before"),
                new($"eligible_{h}m", "", "whether the target is scored: it exists and no outage touches it"),
            }),
        ];
    }

    /// <summary>Makes the frame of all decisions of a table.</summary>
    /// <param name="table">Decisions.</param>
    /// <param name="targets">Outcomes to add; they look into the future, so they are labels, never inputs.</param>
    public static FrameDocument Of(DecisionTable table, IReadOnlyList<Targets>? targets = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        targets ??= [];
        IReadOnlyList<FrameColumn> about = Columns(table.Schema, [.. targets.Select(t => t.HorizonMinutes)]);
        List<DataFrameColumn> values =
        [
            FrameColumns.Times(Time, table.Minutes.Select(Timestamp.FromMinutes)),
            FrameColumns.Numbers("realized_10", table.Realized10),
            FrameColumns.Numbers("spike_threshold", table.Thresholds),
        ];
        for (int f = 0; f < table.Schema.Count; f++)
        {
            values.Add(FrameColumns.Numbers(table.Schema.Features[f].Name, Feature(table, f)));
        }

        foreach (Targets target in targets)
        {
            values.Add(FrameColumns.Numbers(
                $"target_{target.HorizonMinutes}m", Enumerable.Range(0, table.Count).Select(d => target[d])));
            values.Add(FrameColumns.Flags(
                $"eligible_{target.HorizonMinutes}m", Enumerable.Range(0, table.Count).Select(target.Eligible)));
        }

        return FrameDocument.Of(
            Kind, [.. about.Zip(values)],
            (FrameDocument.FeatureSchemaHash, table.Schema.Hash), ("dms.barMinutes", $"{table.BarMinutes}"),
                ("dms.stepMinutes", $"{table.StepMinutes}"));
    }

    /// <summary>Reads features back.</summary>
    /// <param name="document">A frame that <see cref="Of"/> made, perhaps through a file.</param>
    /// <param name="schema">The schema that this program computes.</param>
    /// <exception cref="InputRefusedException"><c>frame</c>: another kind, or a column is missing;
    /// <c>schema-mismatch</c>: made with
    /// other features.</exception>
    public static FeatureRows Read(FrameDocument document, FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(schema);
        FrameColumns.RefuseOtherKind(document, Kind);
        string? found = document.Metadata.GetValueOrDefault(FrameDocument.FeatureSchemaHash);
        if (found != schema.Hash)
        {
            throw new InputRefusedException(
                "schema-mismatch", $"The frame has feature schema {found ?? "none"}; this program computes {schema.Hash}. Export it again.",
                FrameDocument.FeatureSchemaHash);
        }

        Timestamp[] times = FrameColumns.ReadTimes(document, Time);
        double[] rows = new double[times.Length * schema.Count];
        for (int f = 0; f < schema.Count; f++)
        {
            double[] column = FrameColumns.ReadNumbers(document, schema.Features[f].Name);
            for (int d = 0; d < times.Length; d++)
            {
                rows[(d * schema.Count) + f] = column[d];
            }
        }

        return new FeatureRows(times, rows);
    }

    private static IEnumerable<double> Feature(DecisionTable table, int feature)
    {
        for (int d = 0; d < table.Count; d++)
        {
            yield return table.Features(d)[feature];
        }
    }
}
