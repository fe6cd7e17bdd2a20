namespace Dms.Predictive.MarketData;

/// <summary>
/// What the inflater reads: the compressed bytes of one member, and what follows them, because the end of a member is
/// known only once it was inflated. Remembers the size of the last piece, in which that end must lie.
/// </summary>
internal sealed class GzipMember(InputBytes input) : Stream
{
    /// <summary>Largest piece handed out, in bytes; the way back of the input is longer.</summary>
    private const int Piece = 8 * 1024;

    /// <summary>Bytes of the last piece.</summary>
    public int LastPiece { get; private set; }

    /// <summary>Whether the inflater asked for more after the end of the input: the member was cut off.</summary>
    public bool Starved { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = input.Read(buffer[..Math.Min(Piece, buffer.Length)]);
        if (count == 0 && !buffer.IsEmpty)
        {
            Starved = true;
            return 0;
        }

        LastPiece = count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
