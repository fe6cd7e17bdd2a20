namespace Dms.Predictive.Core;

/// <summary>
/// How many decimals the integers of a feed carry: a price of 61837.63 at two decimals is the mantissa 6183763.
/// Prices and quantities stay integers until a statistic needs a double, so that equal numbers are equal bits.
/// </summary>
/// <param name="PriceDecimals">Decimals of prices, 0 to 12.</param>
/// <param name="QuantityDecimals">Decimals of quantities in base units, 0 to 12.</param>
public readonly record struct FixedScale(int PriceDecimals, int QuantityDecimals)
{
    /// <summary>Most decimals of a mantissa.</summary>
    public const int MostDecimals = 12;

    private static readonly double[] Powers =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    /// <summary>Price in quote per base: the double nearest to the decimal number.</summary>
    public double Price(long mantissa) => mantissa / Powers[PriceDecimals];

    /// <summary>Quantity in base units: the double nearest to the decimal number.</summary>
    public double Quantity(long mantissa) => mantissa / Powers[QuantityDecimals];
}
