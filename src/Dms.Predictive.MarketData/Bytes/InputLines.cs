using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Takes one line without its line feed.</summary>
internal delegate void TakeLine(ReadOnlySpan<byte> line);

/// <summary>Hands out the next bytes; 0 at the end.</summary>
internal delegate int ByteSource(Span<byte> target);

/// <summary>Cuts a text file into lines; memory stays at one block, or at the longest line where that is longer.</summary>
internal static class InputLines
{
    private const int BlockBytes = 256 * 1024;

    /// <summary>Reads a stream, plain or gzip, to its end.</summary>
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
            Cut(content.Read, default, (longestLine, tooLong), take, ct);
        }
        else
        {
            Cut(input.Read, default, (longestLine, tooLong), take, ct);
        }

        return (input.Digest(), gzip);
    }

    /// <summary>Cuts what a source hands out; a byte order mark is stepped over.</summary>
    /// <param name="read">Hands out the bytes.</param>
    /// <param name="begun">Bytes that were read already, such as those that a format was found by.</param>
    /// <param name="limit">Longest line in bytes, and the refusal of a longer one.</param>
    /// <param name="take">Takes each line.</param>
    /// <param name="ct">Stops between blocks.</param>
    public static void Cut(
        ByteSource read, ReadOnlySpan<byte> begun, (int LongestLine, Func<InputRefusedException> TooLong) limit, TakeLine take,
        CancellationToken ct)
    {
        byte[] block = new byte[BlockBytes];
        begun.CopyTo(block);
        int held = begun.Length;
        bool start = true;
        bool ended = false;
        while (!ended)
        {
            ct.ThrowIfCancellationRequested();
            int count = read(block.AsSpan(held));
            held += count;
            ended = count == 0;
            ReadOnlySpan<byte> rest = block.AsSpan(0, held);
            if (start && (held >= 3 || ended))
            {
                start = false;
                rest = rest.StartsWith("\uFEFF"u8) ? rest[3..] : rest;
            }

            while (!start && rest.IndexOf((byte)'\n') is var end && end >= 0)
            {
                take(rest[..end]);
                rest = rest[(end + 1)..];
            }

            if (rest.Length > limit.LongestLine + 1)
            {
                throw limit.TooLong();
            }

            held = rest.Length;
            if (held == block.Length)
            {
                Array.Resize(ref block, 2 * block.Length);
            }
            else
            {
                rest.CopyTo(block);
            }
        }

        if (held > 0)
        {
            take(block.AsSpan(0, held));
        }
    }
}
