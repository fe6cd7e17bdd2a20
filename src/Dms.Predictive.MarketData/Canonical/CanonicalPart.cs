using Parquet;
using Parquet.Schema;

namespace Dms.Predictive.MarketData;

/// <summary>One Parquet file in the making: a temporary name until it is complete.</summary>
internal sealed class CanonicalPart : IDisposable
{
    private const int RowsPerGroup = 131_072;

    // Plain encoding only: a dictionary looks doubles up by equality, and 0 equals −0.
    private static readonly ParquetOptions Options = new()
    {
        DictionaryEncodingThreshold = 0,
        CompressionMethod = CompressionMethod.Zstd,
    };

    private readonly string _path;
    private readonly string _temporary;
    private readonly CanonicalLayout _layout;
    private readonly FileStream _stream;
    private readonly ParquetWriter _writer;
    private readonly long[][] _columns;
    private int _rows;

    /// <summary>Opens the temporary file.</summary>
    public CanonicalPart(string path, CanonicalLayout layout)
    {
        (_path, _layout) = (path, layout);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _temporary = $"{path}.{Environment.ProcessId}.tmp";
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        _writer = ParquetWriter.CreateAsync(new ParquetSchema([.. layout.Fields]), _stream, Options).GetAwaiter().GetResult();
        _columns = [.. layout.Fields.Select(_ => new long[RowsPerGroup])];
    }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Where the file will stand.</summary>
    public string FinalPath => _path;

    /// <summary>Adds a row; doubles by their bits.</summary>
    public void Add(ReadOnlySpan<long> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            _columns[i][_rows] = row[i];
        }

        Rows++;
        if (++_rows == RowsPerGroup)
        {
            Flush();
        }
    }

    /// <summary>Writes the footer and gives the file its name.</summary>
    public void Complete(IReadOnlyDictionary<string, string> footer)
    {
        Flush();
        _writer.CustomMetadata = footer.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary();
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    /// <summary>Leaves nothing behind of a file that was not completed.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_temporary);
    }

    private void Flush()
    {
        if (_rows == 0)
        {
            return;
        }

        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int i = 0; i < _columns.Length; i++)
        {
            ReadOnlyMemory<long> column = _columns[i].AsMemory(0, _rows);
            Task written = i < _layout.FirstDouble
                ? group.WriteAsync(_layout.Fields[i], column)
                : group.WriteAsync<double>(_layout.Fields[i], Array.ConvertAll(column.ToArray(), BitConverter.Int64BitsToDouble));
            written.GetAwaiter().GetResult();
        }

        _rows = 0;
    }
}
