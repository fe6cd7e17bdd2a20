using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Pricing;

public sealed class VolatilitySurfaceTests
{
    private static readonly SviSmile Near = new(0.003, 0.04, -0.3, 0.01, 0.08);
    private static readonly SviSmile Far = new(0.02, 0.12, -0.4, 0.02, 0.2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_QuotesOfSmiles_ArePassedBetweenBidAndAsk(bool isCorrected)
    {
        ExpiryQuotes[] expiries = [Quoted(Near, 0.05, 0.3, 0.01), Quoted(Far, 0.4, 1.0, 0.01)];

        SurfaceCalibrated result = SurfaceCalibration.Fit(expiries, isCorrected);

        Assert.Null(result.Rejected);
        Assert.Equal(isCorrected ? SurfaceFit.Corrected : SurfaceFit.Svi, result.Fit);
        foreach (ExpiryQuotes e in expiries)
        {
            Assert.All(e.Quotes, q => Assert.InRange(result.Surface!.TotalVariance(q.LogStrike, e.Years), q.Bid, q.Ask));
        }
    }

    [Fact]
    public void Fit_QuotesInAnotherOrder_GivesTheSameBits()
    {
        ExpiryQuotes[] expiries = [Quoted(Near, 0.05, 0.3, 0.02), Quoted(Far, 0.4, 1.0, 0.02)];
        ExpiryQuotes[] turned = [.. expiries.Reverse().Select(e => e with { Quotes = [.. e.Quotes.Reverse()] })];

        VolatilitySurface one = SurfaceCalibration.Fit(expiries, isCorrected: true).Surface!;
        VolatilitySurface other = SurfaceCalibration.Fit(turned, isCorrected: true).Surface!;

        Assert.All(VolatilitySlice.Grid, k => Assert.Equal(one.TotalVariance(k, 0.17), other.TotalVariance(k, 0.17)));
    }

    // The check is made again from outside: calls priced on the surface are convex in the strike and never worth less later.
    // Random volatilities, some of them above those of later expiries, ask for arbitrage all the time.
    [Fact]
    public void Fit_AnyQuotes_LeavesNoArbitrageInPrices() => Gen.Select(Gen.Double[0.2, 1.2].Array[30], Gen.Bool).Sample(
        (volatilities, isCorrected) =>
        {
            ExpiryQuotes[] expiries = [.. new[] { 0.02, 0.1, 0.5 }.Select((years, i) => new ExpiryQuotes(
                years,
                [.. volatilities.Skip(10 * i).Take(10).Select((v, j) => new SmileQuote(
                    (j - 4.5) * 0.3 * Math.Sqrt(years), v * v * years * 0.95, v * v * years * 1.05))]))];

            VolatilitySurface surface = SurfaceCalibration.Fit(expiries, isCorrected).Surface!;

            foreach ((double from, double to) in new[] { (0.02, 0.06), (0.06, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.9) })
            {
                Assert.All(VolatilitySlice.Grid, k => Assert.True(surface.TotalVariance(k, to) >= surface.TotalVariance(k, from)));
            }

            foreach (VolatilitySlice slice in surface.Slices)
            {
                double Call(double strike) => Black76.Price(
                    new(100, strike, slice.VolatilityAt(Math.Log(strike / 100)), slice.Years, IsCall: true), 0);
                double width = 0.2 * Math.Sqrt(slice.TotalVariance(0));
                for (double k = -1; k <= 1; k += width)
                {
                    double strike = 100 * Math.Exp(k);
                    double step = strike * width;
                    Assert.True(Call(strike - step) + Call(strike + step) - (2 * Call(strike)) >= -1e-11);
                }
            }
        },
        iter: 60);

    // The parameters of Axel Vogt, whose density is negative around k = 0.9 (Gatheral and Jacquier 2014, section 3).
    [Fact]
    public void TryCreate_ButterflyOfVogt_IsRefusedWithItsPlace()
    {
        VolatilitySlice slice = new(1, new(-0.041, 0.1331, 0.306, 0.3586, 0.4153), null);

        Assert.Null(VolatilitySurface.TryCreate([slice], out SurfaceViolation? violation));

        Assert.Equal(SurfaceViolationKind.Butterfly, violation!.Value.Kind);
        Assert.InRange(violation.Value.K, 0.6, 1.2);
        Assert.Equal(1, violation.Value.Years);
        Assert.True(slice.Density(violation.Value.K) < 0);
    }

    [Fact]
    public void TryCreate_VarianceThatFallsInTime_IsRefusedWithItsPlace()
    {
        SviSmile lower = Near with { A = Near.A - 1e-4 };

        Assert.Null(VolatilitySurface.TryCreate([new(0.1, Near, null), new(0.2, lower, null)], out SurfaceViolation? violation));
        Assert.Equal(new(SurfaceViolationKind.Calendar, -3, 0.2), violation);
        Assert.Null(VolatilitySurface.TryCreate([new(0.1, Near, null), new(0.2, Near with { A = 0.1, B = 0.039 }, null)], out violation));
        Assert.Equal(new(SurfaceViolationKind.Calendar, double.PositiveInfinity, 0.2), violation);
    }

    [Fact]
    public void TryCreate_WingAboveLeesBound_IsRefused()
    {
        Assert.Null(VolatilitySurface.TryCreate([new(1, new(1, 1.6, 0.3, 0, 0.5), null)], out SurfaceViolation? violation));
        Assert.Equal(SurfaceViolationKind.Wing, violation!.Value.Kind);
    }

    [Fact]
    public void TotalVariance_BetweenExpiries_IsLinearAtFixedLogStrike() => Gen.Select(Gen.Double[-1, 1], Gen.Double[0, 1]).Sample(
        (k, share) =>
        {
            VolatilitySurface surface = Surface();
            double years = 0.05 + (share * 0.35);
            double expected = Near.TotalVariance(k) + (share * (Far.TotalVariance(k) - Near.TotalVariance(k)));
            Assert.Equal(expected, surface.TotalVariance(k, years), 1e-14);
            Assert.Equal(surface.VolatilityAt(k, 0.05), surface.VolatilityAt(k, 0.01), 1e-14);
            Assert.Equal(surface.VolatilityAt(k, 0.4), surface.VolatilityAt(k, 3), 1e-14);
        });

    [Fact]
    public void Next_SurfaceWithArbitrage_HoldsTheLastGoodOneDegraded()
    {
        VolatilitySlice[] bad = [new(1, new(-0.041, 0.1331, 0.306, 0.3586, 0.4153), null)];

        HeldSurface none = HeldSurface.None.Next(bad);
        HeldSurface good = none.Next([new(0.05, Near, null), new(0.4, Far, null)]);
        HeldSurface held = good.Next(bad);

        Assert.Equal((null, FeedVerdict.Rejected), (none.Surface, none.Quality));
        Assert.Equal((FeedVerdict.Ok, (SurfaceViolation?)null), (good.Quality, good.Violation));
        Assert.Same(good.Surface, held.Surface);
        Assert.Equal((FeedVerdict.Degraded, SurfaceViolationKind.Butterfly), (held.Quality, held.Violation!.Value.Kind));
        Assert.Equal(FeedVerdict.Ok, held.Next([new(0.4, Far, null)]).Quality);
    }

    [Fact]
    public void Slice_OfSsvi_IsFreeOfArbitrage() =>
        Gen.Select(Gen.Double[-0.9, 0.9], Gen.Double[0.05, 1], Gen.Double[0.05, 0.5], Gen.Double[1e-4, 1], Gen.Double[1, 3]).Sample(
            (rho, share, gamma, theta, growth) =>
            {
                SsviSmile smile = new(rho, share * 2 / (1 + Math.Abs(rho)), gamma);
                VolatilitySurface.TryCreate(
                    [new(0.1, smile.Slice(theta), null), new(0.2, smile.Slice(theta * growth), null)], out SurfaceViolation? violation);
                Assert.Null(violation);
                Assert.Equal(theta, smile.Slice(theta).TotalVariance(0), 1e-12);
            });

    [Fact]
    public void At_Correction_HasItsDerivativesAndEnds()
    {
        SmileCorrection correction = new(0.1, -2, 0.5, [0.01, -0.02, 0.03, 0.005, -0.01, 0.02]);
        Gen.Double[-0.6, 0.6].Sample(k =>
        {
            (double value, double first, double second) = correction.At(k);
            Assert.Equal(first, (correction.At(k + 1e-5).Value - correction.At(k - 1e-5).Value) / 2e-5, 1e-6);
            Assert.Equal(second, (correction.At(k + 1e-6).First - correction.At(k - 1e-6).First) / 2e-6, 1e-3);
            Assert.Equal(0.5 * value, correction.Times(0.5).At(k).Value, 1e-15);
        });
        Assert.Equal((0, 0, 0), correction.At(2));
        Assert.Equal((0, 0, 0), correction.At(-2));
    }

    [Fact]
    public void Fit_TooFewOrBrokenQuotes_AreRefused()
    {
        ExpiryQuotes good = Quoted(Near, 0.05, 0.3, 0.01);
        Assert.Throws<ArgumentException>(() => SurfaceCalibration.Fit([good with { Quotes = [.. good.Quotes.Take(5)] }], false));
        Assert.Throws<ArgumentException>(() => SurfaceCalibration.Fit(
            [good with { Quotes = [.. good.Quotes, new SmileQuote(double.NaN, 1, 2)] }], false));
        Assert.Throws<ArgumentException>(() => SurfaceCalibration.Fit([good, good], false));
    }

    [Fact]
    public void From_PricesOfAnOption_GiveTotalVariances()
    {
        OptionQuote put = new(100, 90, 0.6, 0.25, IsCall: false);
        double low = Black76.Price(put, 0), high = Black76.Price(put with { Volatility = 0.7 }, 0);

        SmileQuote quote = SmileQuote.From(put, low, high)!.Value;

        Assert.Equal(Math.Log(0.9), quote.LogStrike, 1e-14);
        Assert.Equal(0.36 * 0.25, quote.Bid, 1e-12);
        Assert.Equal(0.49 * 0.25, quote.Ask, 1e-12);
        Assert.Equal(0, SmileQuote.From(put with { Strike = 110 }, 9, 12)!.Value.Bid);
        Assert.Null(SmileQuote.From(put, high, low));
        Assert.Null(SmileQuote.From(put, low, 90));
    }

    private static VolatilitySurface Surface() =>
        VolatilitySurface.TryCreate([new(0.05, Near, null), new(0.4, Far, null)], out _)!;

    private static ExpiryQuotes Quoted(SviSmile smile, double years, double end, double halfSpread) => new(
        years,
        [.. Enumerable.Range(0, 21).Select(i => -end + (end * i / 10)).Select(k => new SmileQuote(
            k, smile.TotalVariance(k) * (1 - halfSpread), smile.TotalVariance(k) * (1 + halfSpread)))]);
}
