using System.Buffers.Binary;
using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Inflates a gzip file of one or more members, strictly: checksum and length of every member are verified, a file
/// that is cut off, that goes on after its last member, or that inflates beyond reason is refused.
/// </summary>
/// <remarks>The end of a member is found by its trailer: checksum and length are known once the data are out.</remarks>
internal sealed class GzipContent : IDisposable
{
    /// <summary>Most bytes that a file may inflate to: 20 GiB.</summary>
    public const long MostBytes = 20L << 30;

    /// <summary>Largest ratio of inflated to compressed bytes, judged after <see cref="RatioFrom"/> bytes.</summary>
    public const int MostRatio = 200;

    private const long RatioFrom = 1 << 20;
    private const int TrailerBytes = 8;

    private readonly InputBytes _input;
    private readonly string _path;
    private GzipMember? _member;
    private DeflateStream? _inflater;
    private Crc32 _crc;
    private long _memberBytes;
    private long _totalBytes;

    /// <summary>Reads from the input, which stays open.</summary>
    public GzipContent(InputBytes input, string path) => (_input, _path) = (input, path);

    /// <summary>Whether the bytes begin like gzip.</summary>
    public static bool Detect(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 0x1f && start[1] == 0x8b;

    /// <summary>Hands out inflated bytes; 0 only at the verified end of the last member.</summary>
    /// <exception cref="InputRefusedException">The file is cut off, damaged, too large, or has a tail.</exception>
    public int Read(Span<byte> target)
    {
        while (_inflater is not null || OpenMember())
        {
            int count = Inflate(target);
            if (count > 0)
            {
                _crc.Add(target[..count]);
                _memberBytes += count;
                _totalBytes += count;
                RefuseBomb();
                return count;
            }

            CloseMember();
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflater?.Dispose();
        _member?.Dispose();
    }

    private int Inflate(Span<byte> target)
    {
        try
        {
            return _inflater!.Read(target);
        }
        catch (InvalidDataException e)
        {
            throw _member!.Starved ? CutOff(e) : Damaged("the compressed data break the format", e);
        }
    }

    private bool OpenMember()
    {
        ReadOnlySpan<byte> next = _input.Peek(2);
        if (next.IsEmpty)
        {
            return false;
        }

        if (!Detect(next))
        {
            throw _totalBytes > 0 && next.Length == 1 && next[0] == 0x1f ? CutOff() : Trailing();
        }

        SkipHeader();
        (_crc, _memberBytes) = (default, 0);
        _member = new GzipMember(_input);
        _inflater = new DeflateStream(_member, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private void SkipHeader()
    {
        ReadOnlySpan<byte> header = Need(10);
        byte flags = header[3];
        if (header[2] != 8 || (flags & 0xe0) != 0)
        {
            throw Damaged("the gzip header names an unknown method or flag");
        }

        _input.Skip(10);
        if ((flags & 4) != 0)
        {
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(Need(2));
            Need(2 + extra);
            _input.Skip(2 + extra);
        }

        for (int texts = ((flags & 8) >> 3) + ((flags & 16) >> 4); texts > 0; texts--)
        {
            while (Need(1)[0] != 0)
            {
                _input.Skip(1);
            }

            _input.Skip(1);
        }

        if ((flags & 2) != 0)
        {
            Need(2);
            _input.Skip(2);
        }
    }

    private ReadOnlySpan<byte> Need(int count)
    {
        ReadOnlySpan<byte> bytes = _input.Peek(count);
        return bytes.Length == count ? bytes : throw CutOff();
    }

    private void CloseMember()
    {
        GzipMember member = _member!;
        Dispose();
        (_inflater, _member) = (null, null);
        if (member.Starved)
        {
            throw CutOff();
        }

        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], unchecked((uint)_memberBytes));
        _input.Back(member.LastPiece);
        ReadOnlySpan<byte> tail = _input.Peek(member.LastPiece + TrailerBytes);
        int at = tail.IndexOf(trailer);
        if (at >= 0)
        {
            _input.Skip(at + TrailerBytes);
            return;
        }

        for (int k = TrailerBytes - 1; k > 0; k--)
        {
            if (tail.EndsWith(trailer[..k]))
            {
                throw CutOff();
            }
        }

        throw Damaged("checksum or length at the end do not match the content");
    }

    private void RefuseBomb()
    {
        bool steep = _totalBytes > RatioFrom && _totalBytes / MostRatio > Math.Max(1, _input.Position);
        if (steep || _totalBytes > MostBytes)
        {
            throw new InputRefusedException(
                "bars-too-large",
                $"The file inflates {_input.Position} bytes to more than {_totalBytes}; allowed are {MostRatio} times "
                + $"as many and {MostBytes} bytes. If the data are genuine, unpack the file and pass the plain CSV.",
                _path);
        }
    }

    private InputRefusedException CutOff(Exception? cause = null) => new(
        "bars-truncated",
        $"The gzip file ends in the middle of a member, after {_totalBytes} inflated bytes. "
        + "Copy or download it again; nothing of it was used.",
        _path,
        cause);

    private InputRefusedException Damaged(string what, Exception? cause = null) => new(
        "bars-damaged",
        $"The gzip file is damaged: {what}, after {_totalBytes} inflated bytes. Copy or download it again.",
        _path,
        cause);

    private InputRefusedException Trailing() => new(
        "bars-trailing-bytes",
        $"The gzip file goes on after its last member, at byte {_input.Position}, with something that is not gzip. "
        + "Allowed are members only; cut the file there, or make it again.",
        _path);
}
