using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Takes one line without its line feed.</summary>
internal delegate void TakeLine(ReadOnlySpan<byte> line);

/// <summary>Cuts a text file, plain or gzip, into lines; memory stays at one block.</summary>
internal static class InputLines
{
    private const int BlockBytes = 256 * 1024;

    private delegate int ByteSource(Span<byte> target);

    /// <summary>Reads a stream to its end; a byte order mark is stepped over.</summary>
    /// <param name="stream">The bytes, closed in the end.</param>
    /// <param name="path">Name for messages.</param>
    /// <param name="longestLine">Longest line in bytes.</param>
    /// <param name="take">Takes each line.</param>
    /// <param name="tooLong">Makes the refusal of a line that never ends.</param>
    /// <param name="ct">Stops between blocks.</param>
    /// <returns>SHA-256 over the stored bytes, lower-case hex, and whether they were gzip.</returns>
    public static (string Sha256, bool Gzip) Read(
        Stream stream, string path, int longestLine, TakeLine take, Func<InputRefusedException> tooLong, CancellationToken ct)
    {
        using InputBytes input = new(stream);
        bool gzip = GzipContent.Detect(input.Peek(2));
        if (gzip)
        {
            using GzipContent content = new(input, path);
            Cut(content.Read, longestLine, take, tooLong, ct);
        }
        else
        {
            Cut(input.Read, longestLine, take, tooLong, ct);
        }

        return (input.Digest(), gzip);
    }

    private static void Cut(
        ByteSource read, int longestLine, TakeLine take, Func<InputRefusedException> tooLong, CancellationToken ct)
    {
        byte[] block = new byte[BlockBytes];
        int held = 0;
        bool start = true;
        while (read(block.AsSpan(held)) is var count && count > 0)
        {
            ct.ThrowIfCancellationRequested();
            held += count;
            ReadOnlySpan<byte> rest = block.AsSpan(0, held);
            if (start && held >= 3)
            {
                start = false;
                rest = rest.StartsWith("\uFEFF"u8) ? rest[3..] : rest;
            }

            while (!start && rest.IndexOf((byte)'\n') is var end && end >= 0)
            {
                take(rest[..end]);
                rest = rest[(end + 1)..];
            }

            if (rest.Length > longestLine + 1)
            {
                throw tooLong();
            }

            rest.CopyTo(block);
            held = rest.Length;
        }

        if (held > 0)
        {
            take(block.AsSpan(0, held));
        }
    }
}
