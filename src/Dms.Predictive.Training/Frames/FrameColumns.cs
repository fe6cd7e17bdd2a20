using Dms.Predictive.Core;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Training;

/// <summary>Makes columns of a frame and reads them back with clear refusals.</summary>
internal static class FrameColumns
{
    /// <summary>A column of UTC times.</summary>
    public static DataFrameColumn Times(string name, IEnumerable<Timestamp> times) =>
        new DateTimeDataFrameColumn(name, times.Select(t => t.ToDateTimeOffset().UtcDateTime));

    /// <summary>A column of numbers; NaN is missing.</summary>
    public static DataFrameColumn Numbers(string name, IEnumerable<double> values) =>
        new DoubleDataFrameColumn(name, values);

    /// <summary>A column of whole numbers.</summary>
    public static DataFrameColumn Whole(string name, IEnumerable<int> values) => new Int32DataFrameColumn(name, values);

    /// <summary>A column of yes and no.</summary>
    public static DataFrameColumn Flags(string name, IEnumerable<bool> values) =>
        new BooleanDataFrameColumn(name, values);

    /// <summary>A column of names.</summary>
    public static DataFrameColumn Names(string name, IEnumerable<string> values) =>
        new StringDataFrameColumn(name, values);

    /// <summary>Times of a column.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>: no such column, another type, or a missing
    /// value.</exception>
    public static Timestamp[] ReadTimes(FrameDocument document, string name) =>
        [.. Column<PrimitiveDataFrameColumn<DateTime>>(document, name, "UTC times")
            .Select((t, row) => t is DateTime time
            ? Timestamp.From(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)))
            : throw Missing(name, row))];

    /// <summary>Numbers of a column; a missing one is NaN.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>: no such column, or another type.</exception>
    public static double[] ReadNumbers(FrameDocument document, string name) =>
        [.. Column<PrimitiveDataFrameColumn<double>>(document, name, "doubles").Select(v => v ?? double.NaN)];

    /// <summary>Whole numbers of a column; 64-bit ones must fit into 32 bits.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>: no such column, another type, or a missing
    /// value.</exception>
    public static int[] ReadWhole(FrameDocument document, string name) =>
        Find(document, name) is PrimitiveDataFrameColumn<long> wide
            ? [.. wide.Select((v, row) => v is >= int.MinValue and <= int.MaxValue ? (int)v : throw Missing(name, row))]
            : [.. Column<PrimitiveDataFrameColumn<int>>(document, name, "whole numbers")
                .Select((v, row) => v ?? throw Missing(name, row))];

    /// <summary>Names of a column.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>: no such column, another type, or a missing
    /// value.</exception>
    public static string[] ReadNames(FrameDocument document, string name) =>
        [.. Column<StringDataFrameColumn>(document, name, "texts").Select((v, row) => v ?? throw Missing(name, row))];

    /// <summary>Refuses a document of another kind.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>.</exception>
    public static void RefuseOtherKind(FrameDocument document, string kind)
    {
        string? found = document.Metadata.GetValueOrDefault(FrameDocument.Kind);
        if (found != kind)
        {
            throw new InputRefusedException(
                "frame", $"Found a frame of kind '{found ?? "none"}'; expected '{kind}'. Export it again with this program.", FrameDocument.Kind);
        }
    }

    private static DataFrameColumn Find(FrameDocument document, string name)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Frame.Columns.FirstOrDefault(c => c.Name == name) ?? throw new InputRefusedException(
            "frame", $"There is no column '{name}'; found {string.Join(", ", document.Frame.Columns.Take(12).Select(c => c.Name))}.", name);
    }

    private static T Column<T>(FrameDocument document, string name, string wanted)
        where T : DataFrameColumn =>
        Find(document, name) is var found && found is T typed ? typed : throw new InputRefusedException(
            "frame", $"Column '{name}' holds {found.DataType.Name}; expected {wanted}.", name);

    private static InputRefusedException Missing(string name, int row) => new(
        "frame", $"Row {row} of column '{name}' has no usable value; every row needs one.", name);
}
