namespace Dms.Predictive.Core;

/// <summary>Puts asynchronous prices on a common clock: a refresh time comes when every asset has a new
/// price.</summary>
/// <remarks>Ticks arrive in order of time over all assets. Barndorff-Nielsen, Hansen, Lunde and Shephard (2011), J.
/// Econometrics 162(2). O(1) per tick, O(assets) per refresh.</remarks>
public sealed class RefreshTimeSampler
{
    private readonly double[] _last;
    private readonly double[] _refreshed;
    private readonly bool[] _isNew;
    private int _waiting;
    private bool _started;
    private bool _any;
    private Timestamp _time;

    /// <param name="assets">Number of assets; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="assets"/> is below 1.</exception>
    public RefreshTimeSampler(int assets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        (_last, _refreshed, _isNew, _waiting) = (new double[assets], new double[assets], new bool[assets], assets);
    }

    /// <summary>Ticks taken so far.</summary>
    public long Ticks { get; private set; }

    /// <summary>Refresh times so far, the first, which gives no return, among them.</summary>
    public int Refreshes { get; private set; }

    /// <summary>Takes the next tick.</summary>
    /// <param name="asset">Index of the asset.</param>
    /// <param name="time">Not before the tick before it.</param>
    /// <param name="logPrice">ln price, finite.</param>
    /// <param name="returns">Filled with one log return per asset since the last refresh time when this tick completes
    /// a refresh; one place per asset.</param>
    /// <returns>Whether <paramref name="returns"/> was filled.</returns>
    /// <exception cref="ArgumentException">The time goes back or <paramref name="returns"/> has another
    /// length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such asset, or the price is not finite.</exception>
    public bool TryRefresh(int asset, Timestamp time, double logPrice, Span<double> returns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(asset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(asset, _last.Length);
        if (returns.Length != _last.Length)
        {
            throw new ArgumentException($"Found {returns.Length} places, expected {_last.Length}.", nameof(returns));
        }

        if (_any && time < _time)
        {
            throw new ArgumentException($"Tick at {time} comes after one at {_time}.", nameof(time));
        }

        (_any, _time, _last[asset]) = (true, time, FiniteReturn.Of(logPrice, asset));
        Ticks++;
        _waiting -= _isNew[asset] ? 0 : 1;
        _isNew[asset] = true;
        return _waiting == 0 && Refresh(returns);
    }

    private bool Refresh(Span<double> returns)
    {
        for (int i = 0; i < _last.Length && _started; i++)
        {
            returns[i] = _last[i] - _refreshed[i];
        }

        _last.AsSpan().CopyTo(_refreshed);
        Array.Clear(_isNew);
        _waiting = _last.Length;
        Refreshes++;
        bool filled = _started;
        _started = true;
        return filled;
    }
}
