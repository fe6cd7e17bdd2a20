using Dms.Predictive.Core;
using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;

namespace Dms.Predictive.Training;

/// <summary>One column on its way to a Parquet file or back.</summary>
internal static class FrameField
{
    /// <summary>The field that holds a column; optional only when a value is absent.</summary>
    /// <exception cref="ArgumentException">The column has a type that frames do not have.</exception>
    public static DataField Of(DataFrameColumn column)
    {
        bool absent = column.NullCount > 0;
        return column switch
        {
            PrimitiveDataFrameColumn<DateTime> => new DateTimeDataField(
                column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Nanos, absent),
            StringDataFrameColumn => new DataField(column.Name, typeof(string), true),
            PrimitiveDataFrameColumn<double> or PrimitiveDataFrameColumn<int> or PrimitiveDataFrameColumn<long>
                or PrimitiveDataFrameColumn<bool> => new DataField(column.Name, column.DataType, absent),
            _ => throw new ArgumentException(
                $"Column '{column.Name}' holds {column.DataType.Name}; a frame holds doubles, 32- or 64-bit whole "
                + "numbers, yes and no, texts or times."),
        };
    }

    /// <summary>Writes a column.</summary>
    public static Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, DataFrameColumn column, CancellationToken cancellation) =>
        column switch
    {
        PrimitiveDataFrameColumn<double> c => WriteAsync<double>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<int> c => WriteAsync<int>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<long> c => WriteAsync<long>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<bool> c => WriteAsync<bool>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<DateTime> c => WriteAsync<DateTime>(group, field, c, cancellation),
        StringDataFrameColumn c => Texts(group, field, c),
        _ => throw new ArgumentException($"Column '{column.Name}' holds {column.DataType.Name}."),
    };

    /// <summary>An empty column for a field of a file.</summary>
    /// <exception cref="InputRefusedException"><c>parquet</c>: the field has a type that frames do not
    /// have.</exception>
    public static DataFrameColumn Empty(DataField field, string where) => field.IsArray ? throw Odd(field, where)
        : field.ClrType == typeof(double) ? new DoubleDataFrameColumn(field.Name)
        : field.ClrType == typeof(int) ? new Int32DataFrameColumn(field.Name)
        : field.ClrType == typeof(long) ? new Int64DataFrameColumn(field.Name)
        : field.ClrType == typeof(bool) ? new BooleanDataFrameColumn(field.Name)
        : field.ClrType == typeof(DateTime) ? new DateTimeDataFrameColumn(field.Name)
        : field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>)
            ? new StringDataFrameColumn(field.Name)
        : throw Odd(field, where);

    /// <summary>Appends what a row group holds of a field.</summary>
    public static Task ReadAsync(
        ParquetRowGroupReader group, DataField field, DataFrameColumn into, CancellationToken cancellation) =>
        into switch
    {
        PrimitiveDataFrameColumn<double> c => ReadAsync<double>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<int> c => ReadAsync<int>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<long> c => ReadAsync<long>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<bool> c => ReadAsync<bool>(group, field, c, cancellation),
        PrimitiveDataFrameColumn<DateTime> c => ReadAsync<DateTime>(group, field, c, cancellation),
        StringDataFrameColumn c => ReadTextsAsync(group, field, c, cancellation),
        _ => throw new ArgumentException($"Column '{into.Name}' holds {into.DataType.Name}."),
    };

    private static async Task WriteAsync<T>(
        ParquetRowGroupWriter group, DataField field, PrimitiveDataFrameColumn<T> column,
            CancellationToken cancellation)
        where T : unmanaged
    {
        if (field.IsNullable)
        {
            T?[] some = [.. column];
            await group.WriteAsync<T>(field, new ReadOnlyMemory<T?>(some), cancellationToken: cancellation)
                .ConfigureAwait(false);
            return;
        }

        T[] all = [.. column.Select(v => v!.Value)];
        await group.WriteAsync<T>(field, new ReadOnlyMemory<T>(all), cancellationToken: cancellation)
            .ConfigureAwait(false);
    }

    private static Task Texts(ParquetRowGroupWriter group, DataField field, StringDataFrameColumn column) =>
        group.WriteAsync(field, (IReadOnlyCollection<string>)[.. column]);

    private static async Task ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, PrimitiveDataFrameColumn<T> into, CancellationToken cancellation)
        where T : unmanaged
    {
        int rows = checked((int)group.RowCount);
        if (field.IsNullable)
        {
            T?[] some = new T?[rows];
            await group.ReadAsync<T>(field, some.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
            Array.ForEach(some, v => into.Append(v));
            return;
        }

        T[] all = new T[rows];
        await group.ReadAsync<T>(field, all.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
        Array.ForEach(all, v => into.Append(v));
    }

    private static async Task ReadTextsAsync(
        ParquetRowGroupReader group, DataField field, StringDataFrameColumn into, CancellationToken cancellation)
    {
        string?[] texts = new string?[checked((int)group.RowCount)];
        await group.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
        Array.ForEach(texts, t => into.Append(t));
    }

    private static InputRefusedException Odd(DataField field, string where) => new(
        "parquet", $"Column '{field.Name}' holds {field.ClrType.Name}{(field.IsArray ? " lists" : "")}; expected doubles, 32- or 64-bit "
        + "whole numbers, yes and no, texts or times. Convert it before.", where);
}
