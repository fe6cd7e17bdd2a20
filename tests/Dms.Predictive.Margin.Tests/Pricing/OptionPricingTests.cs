using CsCheck;

namespace Dms.Predictive.Margin.Tests.Pricing;

public sealed class OptionPricingTests
{
    private static readonly Gen<OptionQuote> Quotes = Gen.Select(
        Gen.Double[50, 150], Gen.Double[50, 150], Gen.Double[0.1, 1.5], Gen.Double[0.05, 2], Gen.Bool,
        (price, strike, volatility, years, call) => new OptionQuote(price, strike, volatility, years, call));

    [Fact]
    public void Price_CallMinusPut_IsTheDiscountedForward() => Gen.Select(Quotes, Gen.Double[-0.05, 0.1]).Sample((q, rate) =>
    {
        double parity = Black76.Price(q with { IsCall = true }, rate) - Black76.Price(q with { IsCall = false }, rate);
        Assert.Equal(Math.Exp(-rate * q.Years) * (q.Price - q.Strike), parity, 1e-11);
    });

    [Fact]
    public void Greeks_OfAForward_AgreeWithFiniteDifferences() => Gen.Select(Quotes, Gen.Double[-0.05, 0.1]).Sample((q, rate) =>
    {
        OptionGreeks g = Black76.Greeks(q, rate);
        const double H = 1e-3;
        OptionGreeks Up(double by) => Black76.Greeks(q with { Price = q.Price + by }, rate);
        OptionGreeks Wild(double by) => Black76.Greeks(q with { Volatility = q.Volatility + by }, rate);
        AssertNear((Up(H).Price - Up(-H).Price) / (2 * H), g.Delta);
        AssertNear((Up(H).Delta - Up(-H).Delta) / (2 * H), g.Gamma);
        AssertNear((Wild(1e-5).Price - Wild(-1e-5).Price) / 2e-5, g.Vega);
        AssertNear((Wild(1e-5).Delta - Wild(-1e-5).Delta) / 2e-5, g.Vanna);
        AssertNear((Wild(1e-5).Vega - Wild(-1e-5).Vega) / 2e-5, g.Volga);
        AssertNear((Black76.Price(q, rate + 1e-6) - Black76.Price(q, rate - 1e-6)) / 2e-6, g.Rho);
        double later = Black76.Price(q with { Years = q.Years - 1e-6 }, rate);
        AssertNear((later - Black76.Price(q with { Years = q.Years + 1e-6 }, rate)) / 2e-6, g.Theta);
    });

    [Fact]
    public void Greeks_OfASpot_AgreeWithFiniteDifferences() => Gen.Select(Quotes, Gen.Double[0, 0.1], Gen.Double[0, 0.1]).Sample(
        (q, rate, yield) =>
        {
            OptionGreeks g = BlackScholes.Greeks(q, rate, yield);
            OptionGreeks Up(double by) => BlackScholes.Greeks(q with { Price = q.Price + by }, rate, yield);
            AssertNear((Up(1e-3).Price - Up(-1e-3).Price) / 2e-3, g.Delta);
            AssertNear((Up(1e-3).Delta - Up(-1e-3).Delta) / 2e-3, g.Gamma);
            AssertNear((Up(1e-3).Vega - Up(-1e-3).Vega) / 2e-3, g.Vanna);
            AssertNear(
                (BlackScholes.Greeks(q, rate + 1e-6, yield).Price - BlackScholes.Greeks(q, rate - 1e-6, yield).Price) / 2e-6,
                g.Rho);
            AssertNear(
                (BlackScholes.Greeks(q with { Years = q.Years - 1e-6 }, rate, yield).Price
                    - BlackScholes.Greeks(q with { Years = q.Years + 1e-6 }, rate, yield).Price) / 2e-6,
                g.Theta);
        });

    [Theory]
    [InlineData(110, true, 10, 1)]
    [InlineData(110, false, 0, 0)]
    [InlineData(90, false, 10, -1)]
    [InlineData(100, true, 0, 0.5)]
    [InlineData(100, false, 0, -0.5)]
    public void Greeks_AtExpiry_AreThoseOfTheIntrinsicValue(double price, bool call, double value, double delta)
    {
        foreach (OptionQuote q in new OptionQuote[] { new(price, 100, 0.5, 0, call), new(price, 100, 0.5, -1, call), new(price, 100, 0, 0, call) })
        {
            Assert.Equal(new(value, delta, 0, 0, 0, 0, 0, 0), Black76.Greeks(q, 0.05));
        }
    }

    [Fact]
    public void Solve_PriceOfAVolatility_GivesItBack() => Gen.Select(
        Gen.Double[-3, 3], Gen.Double[0.02, 3], Gen.Double[0.01, 2]).Sample(
            (moneyness, volatility, years) =>
            {
                double s = volatility * Math.Sqrt(years);
                double forward = 100 * Math.Exp(moneyness * s);
                OptionQuote q = new(forward, 100, volatility, years, IsCall: moneyness < 0);
                double solved = ImpliedVolatility.Solve(Black76.Price(q, 0.03), q, 0.03)!.Value;
                Assert.Equal(1, solved / volatility, 2e-12);
            },
            iter: 2000);

    // Reference values of ln b by 50-digit arithmetic would be constants; the slope identity needs none:
    // b(s(1 + ε)) must grow by ε·s·G, and ln b ≈ −x²/2s² far out.
    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-100)]
    [InlineData(1e-300)]
    public void Solve_TinyPrice_IsFoundAndGrowsWithThePrice(double price)
    {
        OptionQuote q = new(100, 200, 0, 0.1, true);
        double one = ImpliedVolatility.Solve(price, q, 0)!.Value;
        double ten = ImpliedVolatility.Solve(price * 10, q, 0)!.Value;
        Assert.InRange(ten / one, 1 + 1e-4, 1.2);
        double s = one * Math.Sqrt(0.1);
        double leading = -Math.Pow(Math.Log(0.5) / s, 2) / 2;
        Assert.InRange(Math.Log(price / 141.4) / leading, 1, 1.3);
    }

    [Theory]
    [InlineData(10, 110, true, 0.0)]
    [InlineData(0, 90, true, 0.0)]
    [InlineData(9.999, 110, true, null)]
    [InlineData(110, 110, true, null)]
    [InlineData(100, 90, false, null)]
    [InlineData(-1, 90, true, null)]
    public void Solve_EdgesOfTheBounds_AreNamed(double price, double forward, bool call, double? expected) =>
        Assert.Equal(expected, ImpliedVolatility.Solve(price, new(forward, 100, 0, 1, call), 0));

    [Fact]
    public void Price_WithoutJumps_EqualsBlackBitForBit() => Gen.Select(Quotes, Gen.Double[0, 0.1]).Sample((q, rate) =>
        Assert.Equal(Black76.Price(q, rate), new MertonJumps(0, -0.1, 0.2).Price(q, rate)));

    [Fact]
    public void Price_Jumps_KeepParity() => Gen.Select(Quotes, Gen.Double[0, 20], Gen.Double[-0.3, 0.3]).Sample(
        (q, intensity, mean) =>
        {
            MertonJumps jumps = new(intensity, mean, 0.15);
            double parity = jumps.Price(q with { IsCall = true }, 0.02) - jumps.Price(q with { IsCall = false }, 0.02);
            Assert.Equal(Math.Exp(-0.02 * q.Years) * (q.Price - q.Strike), parity, 1e-9);
        },
        iter: 200);

    [Fact]
    public void VolatilityAt_QuotedStrikes_GivesTheQuotes()
    {
        DeltaSmile smile = new(0.62, -0.045, 0.018, 0.12);
        Assert.Equal(0.6605, smile.VolatilityAt(smile.LogStrikes[0]), 1e-12);
        Assert.Equal(0.62, smile.VolatilityAt(smile.LogStrikes[1]), 1e-12);
        Assert.Equal(0.6155, smile.VolatilityAt(smile.LogStrikes[2]), 1e-12);
        Assert.Throws<ArgumentException>(() => new DeltaSmile(0.1, 1, 0, 1));
    }

    [Fact]
    public void Density_OfASmile_AgreesWithFiniteDifferencesOfItsVariance() => Gen.Double[-1, 1].Sample(k =>
    {
        SviSmile smile = new(0.02, 0.15, -0.35, 0.03, 0.12);
        const double H = 1e-4;
        double w = smile.TotalVariance(k);
        double first = (smile.TotalVariance(k + H) - smile.TotalVariance(k - H)) / (2 * H);
        double second = (smile.TotalVariance(k + H) - (2 * w) + smile.TotalVariance(k - H)) / (H * H);
        double expected = Math.Pow(1 - (k * first / (2 * w)), 2) - (first * first / 4 * ((1 / w) + 0.25)) + (second / 2);
        Assert.Equal(expected, smile.Density(k), 1e-6);
    });

    private static void AssertNear(double expected, double found) =>
        Assert.Equal(expected, found, 1e-5 * Math.Max(1, Math.Abs(expected)));
}
