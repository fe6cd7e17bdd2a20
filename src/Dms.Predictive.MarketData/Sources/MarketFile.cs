using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The one door to files of market data: finds out what a file is and sends its events to a sink.</summary>
public static class MarketFile
{
    /// <summary>Longest line in bytes: 4 MiB, more than any venue's snapshot.</summary>
    public const int LongestLine = 4 << 20;

    private const int HeadBytes = 64 * 1024;

    /// <summary>Says what a file is, from its first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputRefusedException">No format, or more than one, fits: <c>format-unknown</c>,
    /// <c>format-ambiguous</c>; or the file cannot be unpacked.</exception>
    public static IMarketFormat Detect(string path)
    {
        using MarketContent content = Open(path);
        byte[] head = new byte[HeadBytes];
        int count = Fill(content, head);
        return Choose(head.AsSpan(0, count), NameOf(path, content), path);
    }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">Plain, gzip, or a zip with one entry.</param>
    /// <param name="format">What it is; null = found by content.</param>
    /// <param name="options">What the bytes do not say; null = nothing is said. The file name is taken from the path.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="ct">Stops between blocks.</param>
    /// <exception cref="InputRefusedException">The file is empty, cannot be unpacked, has a line longer than
    /// <see cref="LongestLine"/>, or its format is unknown or ambiguous.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static MarketReading Read(
        string path, IMarketFormat? format, MarketSourceOptions? options, IMarketEventSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sink);
        using MarketContent content = Open(path);
        string name = NameOf(path, content);
        byte[] head = new byte[HeadBytes];
        int held = Fill(content, head);
        if (held == 0)
        {
            throw new InputRefusedException("empty", "The file is empty; expected lines of market data.", path);
        }

        format ??= Choose(head.AsSpan(0, held), name, path);
        options = options is null ? new MarketSourceOptions(name) : options with { FileName = name };
        IMarketDecoder decoder = format.Open(options, sink);
        long lines = 0;
        InputLines.Cut(
            content.Read, head.AsSpan(0, held), (LongestLine, () => new InputRefusedException(
                "line-too-long", $"A line is longer than {LongestLine} bytes. This is no line of market data.", path)),
            line =>
            {
                decoder.Take(line);
                lines += line.IsEmpty || (line.Length == 1 && line[0] == (byte)'\r') ? 0 : 1;
            },
            ct);
        decoder.End();
        int header = decoder is CsvDecoder csv ? csv.HeaderLines : 0;
        return new MarketReading(path, format, content.Packing, Math.Max(0, lines - header), content.Digest());
    }

    private static MarketContent Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? throw new InputRefusedException("folder", "This is a folder; here one file is expected. Name a file in it.", path)
            : new MarketContent(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0), path);
    }

    private static string NameOf(string path, MarketContent content) =>
        content.EntryName is { } entry ? $"{Path.GetFileName(path)}/{entry}" : Path.GetFileName(path);

    private static int Fill(MarketContent content, Span<byte> target)
    {
        int held = 0;
        while (held < target.Length && content.Read(target[held..]) is var count && count > 0)
        {
            held += count;
        }

        return held;
    }

    private static IMarketFormat Choose(ReadOnlySpan<byte> head, string name, string path)
    {
        List<IMarketFormat> certain = [];
        List<IMarketFormat> possible = [];
        foreach (IMarketFormat format in MarketFormats.Known)
        {
            FormatMatch match = format.Detect(head, name);
            (match == FormatMatch.Certain ? certain : possible).AddRange(match == FormatMatch.None ? [] : [format]);
        }

        List<IMarketFormat> found = certain.Count > 0 ? certain : possible;
        return found.Count switch
        {
            1 => found[0],
            0 => throw new InputRefusedException(
                "format-unknown",
                "The content is of no known format. Name it with --format, one of "
                + $"{string.Join(", ", MarketFormats.Known.Select(f => f.Name))}, or convert the file to one of them.",
                path),
            _ => throw new InputRefusedException(
                "format-ambiguous",
                $"The content may be {string.Join(" or ", found.Select(f => f.Name))}. Say which with --format.",
                path),
        };
    }
}
