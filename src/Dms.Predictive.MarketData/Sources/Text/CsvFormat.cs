using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Judges the first line of a file.</summary>
/// <param name="line">First line without its end and without a byte order mark.</param>
/// <param name="fileName">File name without folders; of an archive: its name, a slash, the name of its entry.</param>
internal delegate FormatMatch DetectLine(ReadOnlySpan<byte> line, string fileName);

/// <summary>A format of lines, put together from its parts.</summary>
/// <param name="name">Name for <c>--format</c>.</param>
/// <param name="kind">What its events are.</param>
/// <param name="detect">Judges the first line.</param>
/// <param name="open">Makes the decoder.</param>
internal sealed class CsvFormat(
    string name, string kind, DetectLine detect, Func<MarketSourceOptions, IMarketEventSink, IMarketDecoder> open)
    : IMarketFormat
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => kind;

    /// <inheritdoc/>
    public bool IsTimed { get; init; } = true;

    /// <summary>Detects a header, which nothing else has.</summary>
    public static DetectLine Header(string header)
    {
        byte[] expected = System.Text.Encoding.UTF8.GetBytes(header);
        return (line, _) => line.SequenceEqual(expected) ? FormatMatch.Certain : FormatMatch.None;
    }

    /// <summary>Detects the beginning of a header, which nothing else has.</summary>
    public static DetectLine HeaderStart(string header)
    {
        byte[] expected = System.Text.Encoding.UTF8.GetBytes(header);
        return (line, _) => line.StartsWith(expected) ? FormatMatch.Certain : FormatMatch.None;
    }

    /// <inheritdoc/>
    public FormatMatch Detect(ReadOnlySpan<byte> head, string fileName)
    {
        head = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        int end = head.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? head : head[..end];
        return detect(line is [.. var body, (byte)'\r'] ? body : line, fileName);
    }

    /// <inheritdoc/>
    public IMarketDecoder Open(MarketSourceOptions options, IMarketEventSink sink)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sink);
        return open(options, sink);
    }
}
