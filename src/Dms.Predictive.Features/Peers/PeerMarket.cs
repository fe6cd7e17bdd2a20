using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Peers;

/// <summary>The last day of another instrument's returns, on the same grid.</summary>
internal sealed class PeerMarket
{
    private readonly double[] _returns;
    private readonly BarGrid _grid;
    private long _count;

    /// <param name="barMinutes">Bar length in minutes.</param>
    public PeerMarket(int barMinutes)
    {
        _returns = new double[(1440 / barMinutes) + 1];
        _grid = new BarGrid(barMinutes, OnBar);
    }

    /// <summary>End of the newest bar that came; nothing later is known.</summary>
    public Timestamp KnownUntil { get; private set; } = new(long.MinValue);

    /// <summary>Number of returns that are held, the first of a stream not among them.</summary>
    public int Held => (int)Math.Min(_count - 1, _returns.Length);

    /// <summary>Takes the next bar.</summary>
    public void Append(in Bar bar)
    {
        _grid.Append(in bar);
        KnownUntil = _grid.KnownUntil;
    }

    /// <summary>Declares that every bar known by a time has come.</summary>
    public void AdvanceTo(Timestamp asOf) => _grid.AdvanceTo(asOf);

    /// <summary>A return in percent; 0 = the newest.</summary>
    public double Return(int back) => _returns[(_count - 1 - back) % _returns.Length];

    private void OnBar(GridBar bar) => _returns[_count++ % _returns.Length] = bar.ReturnPercent;
}
