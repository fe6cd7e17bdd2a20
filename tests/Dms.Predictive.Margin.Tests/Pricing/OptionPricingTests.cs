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
    public void Price_WithoutJumps_EqualsBlackBitForBit() => Gen.Select(Quotes, Gen.Double[0, 0.1]).Sample((q, rate) =>
        Assert.Equal(Black76.Price(q, rate), new MertonJumps(0, -0.1, 0.2).Price(q, rate)));

    // Given the number n of jumps the log return is normal; here the payoff is integrated over it by Simpson's
    // rule, without Black's formula.
    [Theory]
    [InlineData(3, -0.1, 0.15)]
    [InlineData(0.5, 0.2, 0.3)]
    [InlineData(12, 0.02, 0.05)]
    public void Price_Jumps_EqualsTheIntegralOfThePayoff(double intensity, double mean, double deviation)
    {
        OptionQuote q = new(100, 105, 0.4, 0.7, true);
        double expected = 0;
        double weight = Math.Exp(-intensity * q.Years);
        for (int n = 0; n < 80; n++)
        {
            double drift = -intensity * q.Years * (Math.Exp(mean + (deviation * deviation / 2)) - 1);
            double variance = (q.Volatility * q.Volatility * q.Years) + (n * deviation * deviation);
            expected += weight * PayoffMean(q, drift - (q.Volatility * q.Volatility * q.Years / 2) + (n * mean), variance);
            weight *= intensity * q.Years / (n + 1);
        }

        double found = new MertonJumps(intensity, mean, deviation).Price(q, 0.03);
        Assert.Equal(1, found / (Math.Exp(-0.03 * q.Years) * expected), 1e-9);
    }

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

    // From the kink of the payoff on, so that the integrand is smooth; Simpson's rule.
    private static double PayoffMean(OptionQuote q, double center, double variance)
    {
        const int Steps = 20_000;
        double deviation = Math.Sqrt(variance);
        double from = Math.Log(q.Strike / q.Price);
        double to = Math.Max(from, center) + (14 * deviation);
        double h = (to - from) / Steps;
        double sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double y = from + (i * h);
            double density = Math.Exp(-0.5 * (y - center) * (y - center) / variance) / (deviation * Math.Sqrt(2 * Math.PI));
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * density * ((q.Price * Math.Exp(y)) - q.Strike);
        }

        return sum * h / 3;
    }
}
