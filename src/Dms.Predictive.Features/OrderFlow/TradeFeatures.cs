using Dms.Predictive.Core;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Who trades, how much, how fast, and how far the price gives way.</summary>
internal sealed class TradeFeatures : FlowFamily
{
    private static readonly int[] Windows = [1, 5, 10, 60, Day];
    private const double LargestVolume = 1e9;
    private const int Hour = 60;

    private readonly MaskedRing _count;
    private readonly MaskedRing _buys;
    private readonly MaskedRing _sells;
    private readonly MaskedRing _unsided;
    private readonly MaskedRing _largest;
    private readonly MaskedRing _lnCount;
    private readonly MaskedRing _gaps;
    private readonly MaskedRing _gapSquares;
    private readonly MaskedRing _impact;
    private readonly MaskedRing _pressure;
    private readonly ToxicityWindow _toxicity = new();
    private double _priceBefore = double.NaN;
    private double _return;
    private double _root;

    public TradeFeatures()
        : base("trades")
    {
        _count = Ring(0, LargestVolume, () => Now(FlowMeasure.Trades));
        _buys = Ring(20, LargestVolume, () => Now(FlowMeasure.BuyVolume));
        _sells = Ring(20, LargestVolume, () => Now(FlowMeasure.SellVolume));
        _unsided = Ring(20, LargestVolume, () => Now(FlowMeasure.UnsidedVolume));
        _largest = Ring(20, LargestVolume, () => Now(FlowMeasure.LargestTrade));
        _lnCount = DaysRing(40, 100, () => Math.Log(1 + Now(FlowMeasure.Trades)));
        _gaps = Ring(20, 1e6, () => Now(FlowMeasure.TradeGaps));
        _gapSquares = Ring(20, 1e9, () => Now(FlowMeasure.TradeGapSquares));
        _impact = Ring(24, 1e6, () => _return * _root);
        _pressure = Ring(20, LargestVolume, () => double.IsNaN(_return) ? double.NaN : _root * _root);
        DefineVolumes();
        DefineExcitations();
        DefineImpact();
    }

    protected override void Prepare()
    {
        double price = Now(FlowMeasure.LastPrice);
        double signed = Now(FlowMeasure.BuyVolume) - Now(FlowMeasure.SellVolume);
        _return = 100 * Math.Log(price / _priceBefore);
        _root = Math.Sign(double.IsNaN(signed) ? 0 : signed) * Math.Sqrt(Math.Abs(signed));
        _priceBefore = price;
        _toxicity.Append(Now(FlowMeasure.BuyVolume), Now(FlowMeasure.SellVolume));
    }

    private void DefineVolumes()
    {
        foreach (int w in Windows)
        {
            Feature($"trade_count_{w}", "ln", $"ln(1 + trades over {w} min)", w, () => Math.Log(1 + _count.Sum(w)));
        }

        foreach (int w in new[] { 5, Hour })
        {
            Feature($"trade_count_ratio_{w}", "ln",
                $"mean ln(1 + trades a minute) over {w} min minus its mean at the same minutes of {ComparedDays} days before",
                (ComparedDays * Day) + w, () => AgainstSameMinutes(_lnCount, w));
        }

        foreach (int w in Windows)
        {
            Feature($"trade_imbalance_{w}", "[-1, 1]", $"(B − S)/(B + S) of volume by aggressor over {w} min, 0 without any", w,
                () => Share(_buys.Sum(w) - _sells.Sum(w), _buys.Sum(w) + _sells.Sum(w)));
        }

        foreach (int w in new[] { 10, Hour })
        {
            Feature($"large_trade_share_{w}", "share", $"Σ largest trade of each minute ÷ Σ volume over {w} min, 0 without any", w,
                () => Share(_largest.Sum(w), _buys.Sum(w) + _sells.Sum(w) + _unsided.Sum(w)));
        }
    }

    private void DefineExcitations()
    {
        (int Seconds, FlowMeasure Buy, FlowMeasure Sell)[] kernels =
        [
            (5, FlowMeasure.BuyExcitation5, FlowMeasure.SellExcitation5),
            (30, FlowMeasure.BuyExcitation30, FlowMeasure.SellExcitation30),
            (300, FlowMeasure.BuyExcitation300, FlowMeasure.SellExcitation300),
        ];
        foreach ((int seconds, FlowMeasure buy, FlowMeasure sell) in kernels)
        {
            string sum = $"ln(1e-3 + Σκ·e^(−κ·age)), half-life {seconds} s";
            Feature($"buy_excitation_{seconds}", "ln 1/s", $"{sum}, trades whose buyer crossed", 1, () => Math.Log(1e-3 + Now(buy)));
            Feature($"sell_excitation_{seconds}", "ln 1/s", $"{sum}, trades whose seller crossed", 1, () => Math.Log(1e-3 + Now(sell)));
        }

        foreach (int w in new[] { 10, Hour })
        {
            Feature($"trade_dispersion_{w}", "ratio", $"variance ÷ mean² of the spans between trades over {w} min; 1 = Poisson", w,
                () => Dispersion(w));
        }
    }

    private void DefineImpact()
    {
        Feature("vpin", "[0, 1]", $"mean |B − S|/V of {ToxicityWindow.Buckets} buckets of equal volume over the last {Day} min", Day,
            _toxicity.Value);
        Feature("kyle_lambda_60", "%/√base", "slope of minute returns on signed √|B − S| over 60 min", Hour,
            () => _pressure.Sum(Hour) > 0 ? _impact.Sum(Hour) / _pressure.Sum(Hour) : double.NaN);
    }

    private double Dispersion(int window)
    {
        double n = _count.Sum(window);
        double mean = _gaps.Sum(window) / n;
        return n >= 3 && mean > 0 ? (_gapSquares.Sum(window) / n / (mean * mean)) - 1 : double.NaN;
    }

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
