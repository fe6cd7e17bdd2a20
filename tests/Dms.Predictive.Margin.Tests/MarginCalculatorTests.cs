using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

public sealed class MarginCalculatorTests
{
    private static readonly Account LongEth = Sample.Account([new("ETH-PERP", 10)], 1900);

    [Fact]
    public void Compute_PolicyCannotHonorTheMode_IsRefused()
    {
        Account portfolio = LongEth with { Mode = MarginMode.Portfolio };
        InputRefusedException refusal = RefusalOf(Sample.Request(new CrossOnlyPolicy(), portfolio));
        Assert.Equal(("ModeNotSupported", "account.mode"), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Compute_OptionHeld_IsRefusedAndFlatOneIsNot()
    {
        MarginMarket market = Sample.Market with
        {
            Instruments =
            [
                .. Sample.Market.Instruments,
                new("ETH-C", InstrumentKind.Option, "ETH", null)
                {
                    SecondsToExpiry = 60,
                    Option = new(3000, true, 0.8),
                },
            ],
        };
        MarginRequest Holding(decimal quantity) => Sample.Request(
            Sample.Static(), Sample.Account([new("ETH-C", quantity)])) with
        { Market = market };
        Assert.Equal("NotSupported", RefusalOf(Holding(1)).Code);
        Assert.Equal(0, MarginCalculator.Compute(Holding(0)).Initial);
    }

    [Fact]
    public void Compute_AmountsTooLarge_OverflowIsRefused()
    {
        Account huge = Sample.Account([new("BTC-PERP", 7.9e27m)]);
        Assert.Equal("Overflow", RefusalOf(Sample.Request(Sample.Static(), huge)).Code);
    }

    [Fact]
    public void Compute_MaintenanceRateAboveInitialRate_InitialIsRaisedInBase()
    {
        StaticPolicy odd = new(new(0.05, 0.08));
        MarginRequirement r = MarginCalculator.Compute(Sample.Request(odd, LongEth));
        Assert.True(r.InitialRaisedToMaintenance);
        Assert.Equal((2410.20m, 2410.20m), (r.Initial, r.Maintenance));
        Assert.Equal(2410.20m, r.Components[(int)MarginComponentName.Base].Initial);
    }

    [Fact]
    public void Compute_UnderlyingWithoutVolatility_IsRefused()
    {
        ParametricPolicy btcOnly = new(new()
        {
            Confidence = 0.99,
            HorizonDays = 1,
            MaintenanceRatio = 0.75,
            Volatilities = [new("BTC", 0.5)],
            Correlation = [[1]],
        });
        Assert.Equal("UnknownUnderlying", RefusalOf(Sample.Request(btcOnly, LongEth)).Code);
    }

    [Fact]
    public void Compute_Collateral_CountsInEquityAtItsPrice()
    {
        Account pledged = LongEth with { Collateral = [new("WBTC", 0.5m)] };
        MarginMarket market = Sample.Market with
        {
            Quote = new("USDC", 0.8m),
            Assets = [new("WBTC", 60_000) { Underlying = "BTC" }],
        };
        MarginRequest request = Sample.Request(Sample.Static(), pledged) with { Market = market };
        Assert.Equal(1900 + 37_500, MarginCalculator.Compute(request).Equity);
    }

    [Fact]
    public void Compute_RiseAnnounced_SaysWhereMaintenanceIsHeading()
    {
        MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, 0.55, 0.8));
        MarginRequirement now = MarginCalculator.Compute(Sample.Request(Sample.Static(), LongEth, overlay));
        MarginOverlay done = overlay with { AnnouncedAt = Sample.AsOf + TimeSpan.FromHours(-6) };
        MarginRequirement then = MarginCalculator.Compute(Sample.Request(Sample.Static(), LongEth, done));
        Assert.Equal(new(now.Initial, then.Maintenance, Sample.AsOf + TimeSpan.FromHours(5)), now.AnnouncedNext);
        Assert.True(then.Maintenance > now.Maintenance);
        Assert.Null(then.AnnouncedNext);
    }

    [Theory]
    [InlineData(1900, 269.18, 0)]
    [InlineData(1988.42, 0, 0)]
    [InlineData(2200, 0, 0)]
    [InlineData(5000, 0, 2650.055)]
    public void AmountsFor_EquityAgainstBand_CallsOrReleasesOrNeither(double equity, double call, double release) =>
        Assert.Equal(
            new BandAmounts((decimal)call, (decimal)release),
            new CallBand(1.1m, 1.2m, 1.3m).AmountsFor(1807.65m, (decimal)equity));

    private static InputRefusedException RefusalOf(MarginRequest request) =>
        Assert.Throws<InputRefusedException>(() => MarginCalculator.Compute(request));

    private sealed class CrossOnlyPolicy : IMarginPolicy
    {
        private readonly StaticPolicy _inner = Sample.Static();

        public string Kind => "cross-only";

        public decimal Quantum => _inner.Quantum;

        public bool IsConvexInPrice => true;

        public bool Honors(MarginMode mode) => mode == MarginMode.Cross;

        public PolicyParts Evaluate(MarginView view, double scale) => _inner.Evaluate(view, scale);

        public IReadOnlyList<double> Contributions(MarginView view, double scale) => _inner.Contributions(view, scale);

        public MarginDetails Explain(MarginView view) => _inner.Explain(view);
    }
}
