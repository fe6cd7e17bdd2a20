using System.Globalization;
using Dms.Predictive.Core;
using Parquet;

namespace Dms.Predictive.MarketData;

/// <summary>Reads canonical Parquet back to the events that it was made of.</summary>
public static class CanonicalParquet
{
    /// <summary>Whether a file begins like Parquet.</summary>
    public static bool Detect(string path)
    {
        Span<byte> head = stackalloc byte[4];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        return stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.SequenceEqual("PAR1"u8);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A file of <see cref="CanonicalParquetWriter"/>.</param>
    /// <param name="sink">Takes the events in the order in which they were written.</param>
    /// <param name="ct">Stops between row groups.</param>
    /// <returns>Number of events.</returns>
    /// <exception cref="InputRefusedException"><c>parquet</c>: no such file, damaged, or of another layout.</exception>
    public static long Read(string path, IMarketEventSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sink);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return ReadChecked(stream, path, sink, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or InputRefusedException or OutOfMemoryException))
        {
            // Whatever a damaged file makes the reader throw, it is the file that is refused.
            throw new InputRefusedException("parquet", $"The file cannot be read as Parquet ({e.Message}). Convert it again.", path, e);
        }
    }

    private static long ReadChecked(Stream stream, string path, IMarketEventSink sink, CancellationToken ct)
    {
        ParquetReader reader = ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: ct).GetAwaiter().GetResult();
        try
        {
            string names = string.Join(',', reader.Schema.GetDataFields().Select(f => f.Name));
            CanonicalLayout layout = CanonicalLayout.All.FirstOrDefault(l => string.Join(',', l.Fields.Select(f => f.Name)) == names)
                ?? throw new InputRefusedException("parquet", $"Found the columns {names}; no kind of canonical file has them.", path);
            CanonicalRows rows = new(layout, sink);
            sink.OnFeed(FeedOf(new Dictionary<string, string>(reader.CustomMetadata, StringComparer.Ordinal), path));
            for (int g = 0; g < reader.RowGroupCount; g++)
            {
                ct.ThrowIfCancellationRequested();
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
                rows.Take(ColumnsAsync(group, reader.Schema.GetDataFields(), layout).GetAwaiter().GetResult());
            }

            rows.End();
            return rows.Events;
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async Task<long[][]> ColumnsAsync(ParquetRowGroupReader group, Parquet.Schema.DataField[] fields, CanonicalLayout layout)
    {
        int rows = checked((int)group.RowCount);
        long[][] columns = new long[fields.Length][];
        for (int i = 0; i < fields.Length; i++)
        {
            columns[i] = new long[rows];
            if (i < layout.FirstDouble)
            {
                await group.ReadAsync<long>(fields[i], columns[i].AsMemory()).ConfigureAwait(false);
            }
            else
            {
                double[] values = new double[rows];
                await group.ReadAsync<double>(fields[i], values.AsMemory()).ConfigureAwait(false);
                columns[i] = Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
            }
        }

        return columns;
    }

    private static MarketFeed FeedOf(Dictionary<string, string> footer, string path)
    {
        string Key(string name) => footer.TryGetValue(name, out string? value)
            ? value
            : throw new InputRefusedException("parquet", $"The footer has no {name}; expected a file of dms data convert.", path);
        string[] scale = Key("dms.scale").Split(',');
        return Key("dms.schema") == CanonicalLayout.Schema && scale.Length == 2
            && int.TryParse(scale[0], NumberStyles.None, CultureInfo.InvariantCulture, out int price) && price <= FixedScale.MostDecimals
            && int.TryParse(scale[1], NumberStyles.None, CultureInfo.InvariantCulture, out int quantity) && quantity <= FixedScale.MostDecimals
            ? new MarketFeed(Key("dms.source"), Key("dms.instrument"), new FixedScale(price, quantity), Key("dms.clock") == "assumed")
            : throw new InputRefusedException("parquet", $"The footer says {Key("dms.schema")} with scale {Key("dms.scale")}; expected {CanonicalLayout.Schema} with 0 to 12 decimals.", path);
    }
}
