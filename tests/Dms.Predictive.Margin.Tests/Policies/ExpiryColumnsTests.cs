using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class ExpiryColumnsTests
{
    private static readonly Gen<(double Strike, double Volatility, double Size, bool IsCall)> GenOption = Gen.Select(
        Gen.Double[500, 9000], Gen.OneOf(Gen.Const(0.0), Gen.Double[0.05, 3]), Gen.Double[-50, 50], Gen.Bool);

    [Fact]
    public void ValuesAt_AnyOptionsOfOneExpiry_HaveTheBitsOfOneByOne() => Gen.Select(
        GenOption.Array[1, 40], Gen.OneOf(Gen.Const(0.0), Gen.Double[60, 40_000_000]), Gen.Double[0.01, 3]).Sample(
        (rows, seconds, factor) =>
        {
            Instrument[] instruments = [.. rows.Select((r, i) => OptionSample.Option(
                $"o{i:D2}", "ETH", seconds, (decimal)r.Strike, r.IsCall, r.Volatility))];
            MarginMarket market = new([new("ETH", 3000)], instruments)
            {
                Expiries = [new("ETH", seconds, 3014.5m, 0.04)],
            };
            OptionExpiry expiry = OptionExpiry.Find(instruments[0], market, OptionConvention.Usual)!;
            OptionHolding[] options = [.. instruments.Select((x, i) => new OptionHolding(i, x, rows[i].Size, expiry))];
            ExpiryColumns columns = new(options);
            double forward = expiry.ForwardAt(factor);
            double[] found = columns.ValuesAt(forward, columns.Of(o => o.Volatility));
            Assert.Equal(
                options.Select(o => BitConverter.DoubleToInt64Bits(o.Size * o.PriceAt(forward))),
                found.Select(BitConverter.DoubleToInt64Bits));
        });
}
