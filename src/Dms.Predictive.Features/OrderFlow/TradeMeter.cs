using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Sums the trades of a minute, and keeps the excitation that outlives it.</summary>
internal sealed class TradeMeter
{
    private static readonly double[] HalfLives = [5, 30, 300];

    private readonly double[] _buys = new double[HalfLives.Length];
    private readonly double[] _sells = new double[HalfLives.Length];
    private Timestamp _excitedAt;
    private Timestamp _last;
    private bool _any;
    private double _buyVolume;
    private double _sellVolume;
    private double _unsided;
    private double _largest;
    private double _lastPrice = double.NaN;
    private double _gaps;
    private double _gapSquares;
    private long _count;

    /// <summary>Takes a trade.</summary>
    public void Take(in Trade trade, FixedScale scale, Timestamp at)
    {
        double quantity = scale.Quantity(trade.Quantity);
        Decay(at);
        if (trade.Aggressor == AggressorSide.Unknown)
        {
            _unsided += quantity;
        }
        else
        {
            Side(trade.Aggressor == AggressorSide.Buy, quantity);
        }

        if (_any)
        {
            double gap = (at.Nanoseconds - _last.Nanoseconds) / 1e9;
            _gaps += gap;
            _gapSquares += gap * gap;
        }

        (_any, _last, _lastPrice) = (true, at, scale.Price(trade.Price));
        _largest = Math.Max(_largest, quantity);
        _count++;
    }

    /// <summary>Writes the minute that ends at a time and begins the next.</summary>
    public void Seal(Timestamp close, Span<double> values)
    {
        if (!_any)
        {
            values[(int)FlowMeasure.BuyVolume..((int)FlowMeasure.SellExcitation300 + 1)].Fill(double.NaN);
            return;
        }

        Decay(close);
        values[(int)FlowMeasure.BuyVolume] = _buyVolume;
        values[(int)FlowMeasure.SellVolume] = _sellVolume;
        values[(int)FlowMeasure.UnsidedVolume] = _unsided;
        values[(int)FlowMeasure.Trades] = _count;
        values[(int)FlowMeasure.LargestTrade] = _largest;
        values[(int)FlowMeasure.LastPrice] = _lastPrice;
        values[(int)FlowMeasure.TradeGaps] = _gaps;
        values[(int)FlowMeasure.TradeGapSquares] = _gapSquares;
        for (int i = 0; i < HalfLives.Length; i++)
        {
            values[(int)FlowMeasure.BuyExcitation5 + i] = Rounded(_buys[i]);
            values[(int)FlowMeasure.SellExcitation5 + i] = Rounded(_sells[i]);
        }

        (_buyVolume, _sellVolume, _unsided, _largest, _gaps, _gapSquares, _count) = (0, 0, 0, 0, 0, 0, 0);
    }

    // What came before the day's trades has died away but for the last bits, which would tell when the stream began.
    private static double Rounded(double excitation) => Math.Round(excitation * (1 << 30)) / (1 << 30);

    private void Side(bool isBuy, double quantity)
    {
        double[] excited = isBuy ? _buys : _sells;
        for (int i = 0; i < excited.Length; i++)
        {
            excited[i] += Math.Log(2) / HalfLives[i];
        }

        _buyVolume += isBuy ? quantity : 0;
        _sellVolume += isBuy ? 0 : quantity;
    }

    private void Decay(Timestamp at)
    {
        double seconds = (at.Nanoseconds - _excitedAt.Nanoseconds) / 1e9;
        if (seconds > 0)
        {
            for (int i = 0; i < HalfLives.Length; i++)
            {
                double kept = Math.Exp(-seconds * Math.Log(2) / HalfLives[i]);
                _buys[i] *= kept;
                _sells[i] *= kept;
            }

            _excitedAt = at;
        }
    }
}
