using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>
/// Append-only record of who looked at which test outcomes: a configuration is written down, and on disk, before the
/// span is opened. A run that dies leaves its opening counted.
/// </summary>
public sealed class OpeningLedger
{
    private readonly string _path;

    private OpeningLedger(string path) => _path = path;

    /// <summary>Names a ledger file; it need not exist yet.</summary>
    public static OpeningLedger At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    /// <summary>Verifies and returns all lines; none when the file does not exist.</summary>
    /// <exception cref="InputRefusedException"><c>ledger-damaged</c>: a line was changed, removed or cut
    /// short.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<LedgerLine> Read() =>
        File.Exists(_path) ? LedgerText.Read(File.ReadAllBytes(_path), Path.GetFileName(_path)) : [];

    /// <summary>Writes down an opening and returns when the disk has it.</summary>
    /// <exception cref="InputRefusedException"><c>ledger-damaged</c>: nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be written, or another run is writing to it.</exception>
    public Opening Open(OpeningRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Opening opening = null!;
        Append((number, previous, lines) =>
        {
            List<OpeningRequest> earlier = [.. lines.Where(l => l.Opened is not null).Select(l => l.Opened!)];
            List<OpeningRequest> same = [.. earlier.Where(request.SameDataAndSpan), request];
            int own = same.Count(o => o.Configuration == request.Configuration);
            byte[] line = LedgerText.Opened(number, previous, request, own);
            opening = new(
                number, LedgerText.Sha256(line), own, same.Count, same.DistinctBy(o => o.Configuration).Count(),
                1 + earlier.Count(request.Overlaps));
            return line;
        });
        return opening;
    }

    /// <summary>Writes down what a run issued.</summary>
    /// <param name="opening">Its opening in this ledger.</param>
    /// <param name="forecastsSha256">Digest of its forecasts.</param>
    /// <exception cref="InputRefusedException"><c>ledger-damaged</c>: nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be written, or another run is writing to it.</exception>
    public void Close(Opening opening, string forecastsSha256)
    {
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentException.ThrowIfNullOrEmpty(forecastsSha256);
        Append((number, previous, _) => LedgerText.Closed(number, previous, opening.Line, forecastsSha256));
    }

    private void Append(Func<int, string, List<LedgerLine>, byte[]> compose)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(_path));
        Directory.CreateDirectory(folder!);
        using FileStream file = new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        List<LedgerLine> lines = LedgerText.Read(content, Path.GetFileName(_path));
        string previous = lines.Count == 0 ? LedgerText.NoLine : lines[^1].Sha256;
        byte[] line = [.. compose(lines.Count + 1, previous, lines), (byte)'\n'];
        try
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // A full disk must not leave half a line behind: the next run would refuse the ledger.
            file.SetLength(content.Length);
            throw;
        }
    }
}
