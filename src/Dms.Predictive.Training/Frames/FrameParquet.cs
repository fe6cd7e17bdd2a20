using Dms.Predictive.Core;
using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;

namespace Dms.Predictive.Training;

/// <summary>Frames as Parquet files and back, without loss: doubles keep every bit, times are UTC
/// nanoseconds.</summary>
/// <remarks>
/// Columns may hold doubles, 32- and 64-bit whole numbers, yes and no, texts and UTC times. NaN stays NaN; an absent
/// value (null) stays
/// absent. Metadata become Parquet key-value metadata.
/// </remarks>
public static class FrameParquet
{
    private const long MostCells = 500_000_000;

    // Plain encoding only: a dictionary looks values up by equality, and 0 equals −0.
    private static readonly ParquetOptions Plain = new() { DictionaryEncodingThreshold = 0 };

    /// <summary>Writes a frame.</summary>
    /// <param name="document">Columns and metadata.</param>
    /// <param name="destination">Stream that can be written; stays open.</param>
    /// <param name="cancellation">Stops between columns.</param>
    /// <exception cref="ArgumentException">A column has another type.</exception>
    public static async Task WriteAsync(
        FrameDocument document, Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(destination);
        DataFrameColumn[] columns = [.. document.Frame.Columns];
        DataField[] fields = [.. columns.Select(FrameField.Of)];
        ParquetWriter writer = await ParquetWriter
            .CreateAsync(new ParquetSchema(fields), destination, Plain, cancellationToken: cancellation)
                .ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = document.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).ToDictionary();
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int i = 0; i < columns.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                await FrameField.WriteAsync(group, fields[i], columns[i], cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads a frame that may come from anywhere.</summary>
    /// <param name="source">Stream that can seek; stays open.</param>
    /// <param name="where">Name of the file, for messages.</param>
    /// <param name="cancellation">Stops between columns.</param>
    /// <exception cref="InputRefusedException"><c>parquet</c>: no Parquet file, damaged, too large, or a column of
    /// another type.</exception>
    public static async Task<FrameDocument> ReadAsync(
        Stream source, string where, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return await ReadCheckedAsync(source, where, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is not (OperationCanceledException or InputRefusedException or OutOfMemoryException))
        {
            // Whatever a damaged file makes the reader throw, it is the file that is refused.
            throw new InputRefusedException(
                "parquet", $"The file cannot be read as Parquet ({e.Message}). Export it again.", where, e);
        }
    }

    private static async Task<FrameDocument> ReadCheckedAsync(
        Stream source, string where, CancellationToken cancellation)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(
            source, leaveStreamOpen: true, cancellationToken: cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            DataField[] fields = reader.Schema.GetDataFields();
            List<DataFrameColumn> columns = [.. fields.Select(f => FrameField.Empty(f, where))];
            long cells = 0;
            for (int g = 0; g < reader.RowGroupCount; g++)
            {
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
                RefuseSize(group.RowCount, ref cells, fields.Length, where);
                for (int i = 0; i < fields.Length; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await FrameField.ReadAsync(group, fields[i], columns[i], cancellation).ConfigureAwait(false);
                }
            }

            return new FrameDocument(
                new DataFrame(columns), new Dictionary<string, string>(reader.CustomMetadata, StringComparer.Ordinal));
        }
    }

    private static void RefuseSize(long rows, ref long cells, int columns, string where)
    {
        if (rows is < 0 or > MostCells || (cells += rows * columns) > MostCells)
        {
            throw new InputRefusedException(
                "parquet", $"A row group says it has {rows} rows; at most {MostCells:N0} cells are read. Split the file.", where);
        }
    }
}
