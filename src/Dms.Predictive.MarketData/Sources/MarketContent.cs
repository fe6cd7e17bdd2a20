using System.IO.Compression;
using System.Security.Cryptography;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The content of a file, plain, gzip or a zip with one entry, as a stream of bytes; memory stays at one block.</summary>
internal sealed class MarketContent : IDisposable
{
    private readonly string _path;
    private readonly Stream _file;
    private readonly InputBytes? _input;
    private readonly GzipContent? _gzip;
    private readonly ZipArchive? _zip;
    private readonly ZipArchiveEntry? _entry;
    private readonly Stream? _inflated;
    private readonly string? _zipDigest;
    private Crc32 _crc;
    private long _bytes;

    /// <summary>Opens a seekable stream, which is closed in the end.</summary>
    public MarketContent(Stream file, string path)
    {
        (_file, _path) = (file, path);
        Span<byte> start = stackalloc byte[4];
        int count = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        file.Position = 0;
        if (start[..count].SequenceEqual("PK\u0003\u0004"u8))
        {
            _zipDigest = Convert.ToHexStringLower(SHA256.HashData(file));
            (_zip, _entry) = OpenZip();
            _inflated = Guard(_entry.Open);
            Packing = "zip";
            return;
        }

        _input = new InputBytes(file);
        _gzip = GzipContent.Detect(start[..count]) ? new GzipContent(_input, path) : null;
        Packing = _gzip is null ? "plain" : "gzip";
    }

    /// <summary>plain, gzip or zip.</summary>
    public string Packing { get; }

    /// <summary>Name of the zip's entry; null otherwise.</summary>
    public string? EntryName => _entry?.Name;

    /// <summary>Hands out content; 0 only at its verified end.</summary>
    public int Read(Span<byte> target)
    {
        if (_input is not null)
        {
            return _gzip is null ? _input.Read(target) : _gzip.Read(target);
        }

        int count = Inflate(target);
        _crc.Add(target[..count]);
        _bytes += count;
        bool steep = _bytes > 1 << 20 && _bytes / GzipContent.MostRatio > Math.Max(1, _entry!.CompressedLength);
        if (steep || _bytes > GzipContent.MostBytes)
        {
            throw Refused("zip-too-large", $"The entry inflates to more than {GzipContent.MostRatio} times its size or "
                + $"{GzipContent.MostBytes} bytes. If it is genuine, unpack it and pass the plain file.");
        }

        return count > 0 || (_crc.Value == _entry!.Crc32 && _bytes == _entry.Length)
            ? count
            : throw Refused("zip-damaged", "Checksum or length of the entry do not match its content. Get it again.");
    }

    /// <summary>SHA-256 over the stored bytes, lower-case hex; reads what is left.</summary>
    public string Digest() => _zipDigest ?? _input!.Digest();

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflated?.Dispose();
        _zip?.Dispose();
        _gzip?.Dispose();
        _input?.Dispose();
        _file.Dispose();
    }

    private (ZipArchive Zip, ZipArchiveEntry Entry) OpenZip()
    {
        RefuseTail();
        ZipArchive zip = Guard(() => new ZipArchive(_file, ZipArchiveMode.Read, leaveOpen: true));
        int entries = Guard(() => zip.Entries.Count);
        return entries == 1
            ? (zip, zip.Entries[0])
            : throw Refused("zip-entries", $"Found {entries} files in the zip; expected one. Unpack it and pass a file.");
    }

    // The end record must be the end: its comment, if any, reaches exactly to the last byte.
    private void RefuseTail()
    {
        const int Record = 22;
        byte[] tail = new byte[(int)Math.Min(_file.Length, Record + ushort.MaxValue)];
        _file.Position = _file.Length - tail.Length;
        _file.ReadExactly(tail);
        int at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        bool whole = at >= 0 && at + Record <= tail.Length
            && at + Record + System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) == tail.Length;
        _file.Position = 0;
        if (!whole)
        {
            throw Refused("zip-damaged", "The zip is cut off, or bytes follow its end. Copy or download it again.");
        }
    }

    private int Inflate(Span<byte> target)
    {
        try
        {
            return _inflated!.Read(target);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private T Guard<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentException
                                      or OverflowException or IOException)
        {
            throw Damaged(e);
        }
    }

    private InputRefusedException Damaged(Exception e) =>
        new("zip-damaged", $"The zip cannot be read ({e.Message}). Copy or download it again.", _path, e);

    private InputRefusedException Refused(string code, string message) => new(code, message, _path);
}
