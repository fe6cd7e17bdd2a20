using System.Buffers;

namespace Dms.Predictive.Audit;

/// <summary>A window that moves over a segment file; memory stays at two of the largest frames.</summary>
internal sealed class FrameReader : IDisposable
{
    private const int WindowBytes = 2 * (CanonicalRules.MaxBytes + (2 * FrameHeader.Size));
    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private FileStream? _file;
    private int _start;
    private int _end;

    /// <summary>Position of the window in the file.</summary>
    public long Offset { get; private set; }

    public void Open(string path)
    {
        _file?.Dispose();
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        (_start, _end, Offset) = (0, 0, 0);
    }

    /// <summary>The next bytes: as many as asked for, or fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count)
        {
            Fill(count);
        }

        return _window.AsSpan(_start, Math.Min(count, _end - _start));
    }

    public void Skip(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Whether nothing but zeros follows; reads to the end of the file.</summary>
    public bool OnlyZerosFollow()
    {
        while (Peek(FrameHeader.Size) is { Length: > 0 } bytes)
        {
            if (bytes.ContainsAnyExcept((byte)0))
            {
                return false;
            }

            _start += bytes.Length;
        }

        return true;
    }

    public void Dispose()
    {
        _file?.Dispose();
        ArrayPool<byte>.Shared.Return(_window);
    }

    private void Fill(int count)
    {
        if (_start + count > _window.Length)
        {
            _window.AsSpan(_start, _end - _start).CopyTo(_window);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            int read = _file!.Read(_window, _end, _window.Length - _end);
            if (read == 0)
            {
                return;
            }

            _end += read;
        }
    }
}
