using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Reads one canonical bars file: CSV, plain or gzip, told apart by content.</summary>
public static class BarFile
{
    /// <summary>Reads and judges a file whose rows are in order of time.</summary>
    /// <inheritdoc cref="Read(string, bool, CancellationToken)"/>
    public static BarReading Read(string path, CancellationToken ct) => Read(path, sort: false, ct);

    /// <summary>Reads and judges a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sort">Whether rows in disorder are sorted and counted; otherwise they refuse the file.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>The accepted bars with everything that was found; rows that cannot be bars are quarantined.</returns>
    /// <exception cref="InputRefusedException">
    /// The file is no bars file: <c>bars-folder</c>, <c>bars-empty</c>, <c>bars-header</c>, <c>bars-malformed</c>,
    /// <c>bars-unsorted</c>, <c>bars-too-few</c>, <c>bars-step</c>, <c>bars-truncated</c>, <c>bars-damaged</c>,
    /// <c>bars-trailing-bytes</c>, <c>bars-too-large</c>.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static BarReading Read(string path, bool sort = false, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new InputRefusedException(
                "bars-folder", "This is a folder; here one bars file is expected. Name a file in it.", path);
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream, path, sort, ct);
    }

    /// <summary>Reads and judges the bytes of a stream, which is closed in the end.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="path">Name for messages; the instrument is its file name up to the first dot.</param>
    /// <param name="sort">Whether rows in disorder are sorted and counted; otherwise they refuse the file.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="InputRefusedException">The bytes are no bars file.</exception>
    public static BarReading Read(Stream stream, string path, bool sort, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(path);
        BarCsvParser parser = new(path);
        (string sha256, bool gzip) = InputLines.Read(
            stream, path, BarCsvParser.LongestLine, parser.Take, parser.TooLong, ct);
        parser.RefuseEmpty();
        return Judge(parser, path, sort) with { Format = gzip ? "bars-csv.gz" : "bars-csv", Sha256 = sha256 };
    }

    private static BarReading Judge(BarCsvParser parser, string path, bool sort)
    {
        BarRows rows = parser.Rows;
        long rowsRead = rows.Count;
        BarJudge judge = new(path);
        judge.Order(rows, sort);
        judge.Rows(rows);
        TimeSpan step = BarGrid.StepOf(rows, path);
        judge.Grid(rows, step);
        QualityReport quality = judge.Series(rows, step, rowsRead);
        string name = Path.GetFileName(path);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string instrument = dot > 0 ? name[..dot] : name;
        return new BarReading(path, "", instrument, step, rows.Release(), quality, "")
        {
            ExtraColumns = parser.ExtraColumns,
        };
    }
}
