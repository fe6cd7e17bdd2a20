using CsCheck;

namespace Dms.Predictive.Margin.Tests.Pricing;

/// <summary>Every greek is the derivative of the price or of a lower greek, within 1e-9 of its natural scale.</summary>
public sealed class GreeksTests
{
    private const double Tolerance = 1e-9;
    private const double Step = 0.005;

    private static readonly Gen<OptionQuote> Quotes = Gen.Select(
        Gen.Double[-3, 3], Gen.Double[0.1, 1.5], Gen.Double[0.05, 2], Gen.Bool,
        (moneyness, volatility, years, call) => new OptionQuote(
            100 * Math.Exp(moneyness * volatility * Math.Sqrt(years)), 100, volatility, years, call));

    [Fact]
    public void Forward_EveryGreek_IsADerivative() => Gen.Select(Quotes, Gen.Double[-0.05, 0.1]).Sample((q, rate) =>
        AssertDerivatives(q, Black76.Greeks(q, rate), new Priced(
            x => Black76.Greeks(x, rate), r => Black76.Price(q, rate + r))
        { RateStep = 0.01 / q.Years }));

    [Fact]
    public void Spot_EveryGreek_IsADerivative() =>
        Gen.Select(Quotes, Gen.Double[-0.05, 0.1], Gen.Double[-0.05, 0.1]).Sample((q, rate, yield) => AssertDerivatives(
            q, BlackScholes.Greeks(q, rate, yield), new Priced(
                x => BlackScholes.Greeks(x, rate, yield), r => BlackScholes.Greeks(q, rate + r, yield).Price)
            {
                RateStep = Step * q.Volatility / Math.Sqrt(q.Years),
            }));

    [Fact]
    public void Spot_CallMinusPut_IsTheForward() =>
        Gen.Select(Quotes, Gen.Double[-0.05, 0.1], Gen.Double[-0.05, 0.1]).Sample((q, rate, yield) =>
        {
            OptionGreeks call = BlackScholes.Greeks(q with { IsCall = true }, rate, yield);
            OptionGreeks put = BlackScholes.Greeks(q with { IsCall = false }, rate, yield);
            (double growth, double discount) = (Math.Exp(-yield * q.Years), Math.Exp(-rate * q.Years));
            AssertNear((q.Price * growth) - (q.Strike * discount), call.Price - put.Price, q.Price + q.Strike);
            AssertNear(growth, call.Delta - put.Delta, 1);
            AssertNear(0, call.Gamma - put.Gamma, call.Gamma);
            AssertNear(0, call.Vega - put.Vega, call.Vega);
            AssertNear(q.Years * q.Strike * discount, call.Rho - put.Rho, q.Years * q.Strike);
            AssertNear(
                (yield * q.Price * growth) - (rate * q.Strike * discount), call.Theta - put.Theta, q.Price + q.Strike);
        });

    [Fact]
    public void Inverse_PriceDeltaVega_AreThoseInCoin() => Quotes.Sample(q =>
    {
        InverseOption o = InverseOption.Of(q);
        InverseOption other = InverseOption.Of(q with { IsCall = !q.IsCall });
        double h = Step * Math.Min(1, q.Volatility * Math.Sqrt(q.Years));
        AssertNear(
            Differences.First(u => InverseOption.Of(q with { Price = q.Price * (1 + u) }).PriceCoin, h),
            o.DeltaPremiumAdjusted, 1);
        AssertNear(
            Differences.First(v => InverseOption.Of(q with { Volatility = q.Volatility + v }).PriceCoin, Step * q.Volatility),
            o.VegaCoin, Math.Sqrt(q.Years));
        AssertNear(Sign(q) * (1 - (q.Strike / q.Price)), o.PriceCoin - other.PriceCoin, 1 + (q.Strike / q.Price));
        AssertNear(Sign(q) * q.Strike / q.Price, o.DeltaPremiumAdjusted - other.DeltaPremiumAdjusted, 1 + (q.Strike / q.Price));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e-300)]
    [InlineData(5e-324)]
    public void AnyGreek_AtAndAfterExpiry_IsANumber(double years)
    {
        double[] prices = [0, 1e-300, 90, 100, 110, 1e300];
        double[] volatilities = [0, 1e-12, 0.5, 1e6];
        foreach ((double price, double volatility) in prices.SelectMany(p => volatilities.Select(v => (p, v))))
        {
            foreach (bool call in new[] { true, false })
            {
                OptionQuote q = new(price, 100, volatility, years, call);
                AssertFinite(Black76.Greeks(q, 0.05));
                AssertFinite(BlackScholes.Greeks(q, 0.05, 0.02));
                if (price > 0)
                {
                    InverseOption o = InverseOption.Of(q);
                    Assert.All([o.PriceCoin, o.DeltaPremiumAdjusted, o.VegaCoin], v => Assert.True(double.IsFinite(v)));
                }
            }
        }
    }

    private static void AssertDerivatives(OptionQuote q, OptionGreeks g, Priced at)
    {
        double root = Math.Sqrt(q.Years);
        double s = q.Volatility * root;
        (double up, double wild, double late) = (Step * Math.Min(1, s) * q.Price, Step * q.Volatility, Step * q.Years);
        OptionGreeks Up(double by) => at.Greeks(q with { Price = q.Price + by });
        OptionGreeks Wild(double by) => at.Greeks(q with { Volatility = q.Volatility + by });
        double size = q.Price + q.Strike;
        AssertNear(Differences.First(h => Up(h).Price, up), g.Delta, 1);
        AssertNear(Differences.First(h => Up(h).Delta, up), g.Gamma, 1 / (q.Price * s));
        AssertNear(Differences.First(h => Up(h).Vega, up), g.Vanna, 1 / q.Volatility);
        AssertNear(Differences.First(h => Wild(h).Price, wild), g.Vega, size * root);
        AssertNear(Differences.First(h => Wild(h).Delta, wild), g.Vanna, 1 / q.Volatility);
        AssertNear(Differences.First(h => Wild(h).Vega, wild), g.Volga, size * root / q.Volatility);
        AssertNear(Differences.First(at.ByRate, at.RateStep), g.Rho, size * q.Years);
        AssertNear(
            -Differences.First(h => at.Greeks(q with { Years = q.Years + h }).Price, late), g.Theta,
            size * q.Volatility / root);
    }

    private static int Sign(OptionQuote q) => q.IsCall ? 1 : -1;

    private static void AssertNear(double expected, double found, double scale) =>
        Assert.Equal(expected, found, Tolerance * Math.Max(scale, Math.Abs(expected)));

    private static void AssertFinite(OptionGreeks g) => Assert.All(
        [g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho, g.Vanna, g.Volga], v => Assert.True(double.IsFinite(v), g.ToString()));

    private sealed record Priced(Func<OptionQuote, OptionGreeks> Greeks, Func<double, double> ByRate)
    {
        public required double RateStep { get; init; }
    }
}
