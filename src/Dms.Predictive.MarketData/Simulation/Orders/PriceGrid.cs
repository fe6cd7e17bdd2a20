using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Tick and lot of a simulated instrument, chosen from its first price and then fixed.</summary>
internal sealed class PriceGrid
{
    private const double WantedTickShare = 1.3e-4;
    private const double WantedLotNotional = 60;
    private const double UnitNotional = 60_000;

    /// <summary>Chooses the grid: a tick of 1, 2 or 5 times a power of ten near 1.3 bps of the price.</summary>
    public PriceGrid(double price)
    {
        double wanted = price * WantedTickShare;
        int power = (int)Math.Floor(Math.Log10(wanted));
        double leading = wanted / Math.Pow(10, power);
        int digit = leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10;
        int priceDecimals = Math.Clamp(2 - power, 2, FixedScale.MostDecimals);
        int quantityDecimals = Math.Clamp((int)Math.Round(Math.Log10(price / WantedLotNotional)), 0, 8);
        Scale = new FixedScale(priceDecimals, quantityDecimals);
        TickMantissa = (long)Math.Round(digit * Math.Pow(10, power + priceDecimals));
        Tick = Scale.Price(TickMantissa);
        BaseOfUnit = UnitNotional / price;
        LotsOfUnit = BaseOfUnit * Math.Pow(10, quantityDecimals);
    }

    /// <summary>Decimals of prices and quantities; one lot is the quantity mantissa 1.</summary>
    public FixedScale Scale { get; }

    /// <summary>Tick in quote currency.</summary>
    public double Tick { get; }

    /// <summary>Tick as a price mantissa.</summary>
    public long TickMantissa { get; }

    /// <summary>Base units worth as much as one bitcoin at 60,000: flows are stated in these.</summary>
    public double BaseOfUnit { get; }

    /// <summary>The same in lots.</summary>
    public double LotsOfUnit { get; }
}
