using System.Security.Cryptography;

namespace Dms.Predictive.MarketData;

/// <summary>
/// The bytes of a file in order, read once, hashed as they come, with a short look ahead and a short way back.
/// </summary>
internal sealed class InputBytes : IDisposable
{
    /// <summary>How far <see cref="Back"/> can go, in bytes.</summary>
    public const int History = 16 * 1024;

    private readonly Stream _source;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private long _read;

    /// <summary>Takes over the stream and closes it in the end.</summary>
    public InputBytes(Stream source) => _source = source;

    /// <summary>Bytes handed out so far.</summary>
    public long Position => _read - (_end - _start);

    /// <summary>Looks at the next bytes; fewer than <paramref name="count"/> only at the end of the input.</summary>
    /// <param name="count">At most 64 KiB.</param>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count && Fill())
        {
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Steps over bytes that were seen by <see cref="Peek"/>.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Steps back over bytes handed out last, at most <see cref="History"/>.</summary>
    public void Back(int count) => _start -= count;

    /// <summary>Hands out bytes; 0 only at the end of the input.</summary>
    public int Read(Span<byte> target)
    {
        if (_start == _end && !Fill())
        {
            return 0;
        }

        int count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    /// <summary>Reads what is left and returns SHA-256 over all bytes, lower-case hex.</summary>
    public string Digest()
    {
        do
        {
            _start = _end;
        }
        while (Fill());
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        _source.Dispose();
    }

    private bool Fill()
    {
        if (_end == _buffer.Length)
        {
            int from = Math.Max(0, _start - History);
            _buffer.AsSpan(from, _end - from).CopyTo(_buffer);
            (_start, _end) = (_start - from, _end - from);
        }

        int count = _source.Read(_buffer, _end, _buffer.Length - _end);
        _hash.AppendData(_buffer, _end, count);
        _end += count;
        _read += count;
        return count > 0;
    }
}
