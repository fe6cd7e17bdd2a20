namespace Dms.Predictive.Volatility;

/// <summary>The newest squares side by side, oldest first. When the room is full the newest move to its front, so a push
/// costs O(1) on average.</summary>
internal sealed class SquareMemory
{
    private readonly double[] _room;
    private readonly int _mark;
    private int _end;

    /// <param name="room">Squares that fit; at least the lags.</param>
    /// <param name="newest">Squares to begin with, oldest first.</param>
    public SquareMemory(int room, ReadOnlySpan<double> newest)
    {
        _room = new double[Math.Max(room, FigarchRecursion.Lags + 1)];
        newest.CopyTo(_room);
        _mark = _end = newest.Length;
    }

    /// <summary>The newest squares, at most the lags.</summary>
    public ReadOnlySpan<double> Newest
    {
        get
        {
            int count = Math.Min(_end, FigarchRecursion.Lags);
            return _room.AsSpan(_end - count, count);
        }
    }

    /// <summary>Adds a square.</summary>
    public void Push(double square)
    {
        if (_end == _room.Length)
        {
            ReadOnlySpan<double> keep = _room.AsSpan(_end - FigarchRecursion.Lags, FigarchRecursion.Lags);
            keep.CopyTo(_room);
            _end = FigarchRecursion.Lags;
        }

        _room[_end++] = square;
    }

    /// <summary>Back to the squares it began with.</summary>
    public void Rewind() => _end = _mark;

    /// <summary>Takes other squares instead.</summary>
    public void Load(ReadOnlySpan<double> newest)
    {
        newest.CopyTo(_room);
        _end = newest.Length;
    }
}
