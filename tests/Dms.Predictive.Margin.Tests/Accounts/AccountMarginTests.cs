using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Accounts;

public sealed class AccountMarginTests
{
    private static readonly Instrument Bitcoin = Sample.Market.Instruments[0];

    private static readonly MarginRequest Static = Sample.Request(Sample.Static(), Sample.Account([]));

    // Announced at AsOf: initial margin at 2, existing positions still at 1.
    private static readonly RaiseState Raised = new(new(2, 1, Sample.AsOf), 1, [new(Sample.AsOf, 1, 2)]);

    [Fact]
    public void Of_NoRaise_EqualsTheEngine() => Sample.Accounts.Sample(account =>
    {
        HeldAccount held = new(account, [.. account.Positions.Select(_ => Sample.AsOf)]);
        MarginRequirement engine = MarginCalculator.Compute(Sample.Request(Sample.Parametric(), account));
        Assert.Equal(
            new(engine.Initial, engine.Initial, engine.Maintenance, engine.Equity),
            AccountMargin.Of(held, Sample.Request(Sample.Parametric(), account), null));
    });

    [Fact]
    public void Of_RaiseAnnounced_ExistingPositionKeepsItsMaintenanceMargin()
    {
        AccountStanding standing = Standing(new HeldAccount(Long(1), [Sample.AsOf + TimeSpan.FromMinutes(-1)]));

        Assert.Equal((3_062.53m, 6_125.05m, 1_837.52m), (standing.Baseline, standing.Initial, standing.Maintenance));
    }

    [Fact]
    public void Of_OpenedAfterTheAnnouncement_MeetsTheNewMaintenanceMarginAtOnce()
    {
        AccountStanding standing = Standing(new HeldAccount(Long(1), [Sample.AsOf]));

        Assert.Equal((6_125.05m, 3_675.03m), (standing.Initial, standing.Maintenance));
    }

    [Fact]
    public void Of_HalfOldHalfNew_TakesHalfOfEach()
    {
        HeldAccount held = new HeldAccount(Long(1), [Sample.AsOf + TimeSpan.FromMinutes(-1)])
            .Filled(new(1, Bitcoin.Price!.Value), Bitcoin, Sample.AsOf);

        Assert.Equal(5_512.55m, Standing(held).Maintenance);
    }

    [Fact]
    public void Of_AnyAccountAndTimes_StaysBetweenOldAndNewMaintenanceMargin() =>
        Gen.Select(Sample.Accounts, Gen.Int[0, 255]).Sample((account, young) =>
        {
            IReadOnlyList<Timestamp> opened =
                [.. account.Positions.Select((_, i) => Sample.AsOf + TimeSpan.FromMinutes((young >> i & 1) - 1))];
            decimal low = Of(account, opened.Select(_ => Sample.AsOf + TimeSpan.FromMinutes(-1)));
            decimal high = Of(account, opened.Select(_ => Sample.AsOf));
            Assert.InRange(Of(account, opened), low, high);
        });

    [Fact]
    public void Of_RequestWithAForecast_IsRefused()
    {
        MarginRequest request = Static with { Overlay = Sample.Overlay(Sample.Forecast(1, 1, 1)) };
        Assert.Equal("request.overlay", Assert.Throws<InputRefusedException>(
            () => AccountMargin.Of(new(Sample.Account([]), []), request, Raised)).Where);
    }

    [Fact]
    public void Filled_AnyOrder_ChangesEquityOnlyByTheDistanceToTheMark() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[-50, 50], Gen.Int[50_000, 70_000]).Sample((first, second, price) =>
        {
            HeldAccount before = new HeldAccount(Sample.Account([]), [])
                .Filled(new(first, 60_000m), Bitcoin, Sample.AsOf);
            HeldAccount after = before.Filled(new(second, price), Bitcoin, Sample.AsOf + TimeSpan.FromMinutes(1));
            decimal moved = AccountEquity.Of(after.Account, Sample.Market).Exact
                - AccountEquity.Of(before.Account, Sample.Market).Exact;
            Assert.Equal(second * (Bitcoin.Price!.Value - price), moved);
            Assert.Equal(first + second, after.Account.Positions.Sum(p => p.Quantity));
            Assert.Equal(after.Account.Positions.Count, after.OpenedAt.Count);
            Assert.True(after.Account.Positions.Select(p => Math.Sign(p.Quantity)).Distinct().Count() <= 1);
        });

    [Fact]
    public void Filled_OpenedAndClosedAgain_TheOldPositionIsStillOld()
    {
        HeldAccount old = new(Long(2), [Sample.AsOf + TimeSpan.FromMinutes(-1)]);
        HeldAccount back = old.Filled(new(3, 61_000), Bitcoin, Sample.AsOf).Filled(new(-3, 61_000), Bitcoin, Sample.AsOf);

        Assert.Equal(old.OpenedAt, back.OpenedAt);
        Assert.Equal(old.Account.Positions, back.Account.Positions);
    }

    [Fact]
    public void CheckOrder_RaiseLeavesNoRoom_RefusedByNameAndAmount()
    {
        HeldAccount held = new(Long(1, cash: 7_000), [Sample.AsOf + TimeSpan.FromMinutes(-1)]);
        AccountVerdict before = Buy(held, 1, raise: null);
        AccountVerdict after = Buy(held, 1, Raised);

        Assert.True(before.IsAccepted);
        Assert.Equal((RefusalReason.InitialMarginExceeded, 5_250.10m), (after.Refused, after.Amount));
        Assert.Contains("5250.10", after.Message);
        Assert.True(Buy(held, -0.5m, Raised).IsAccepted);
    }

    [Fact]
    public void CheckWithdrawal_BelowRaisedInitialMargin_RefusedWithTheExcess()
    {
        AccountStanding standing = Standing(new HeldAccount(Long(1, cash: 7_000), [Sample.AsOf]));

        Assert.Equal(874.95m, standing.Free);
        Assert.True(AccountRules.CheckWithdrawal(standing, 874.95m).IsAccepted);
        AccountVerdict refused = AccountRules.CheckWithdrawal(standing, 875);
        Assert.Equal((RefusalReason.WithdrawalBelowInitialMargin, 0.05m), (refused.Refused, refused.Amount));
    }

    [Fact]
    public void CheckOrder_AnyReductionOfInitialMargin_IsNeverRefused() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 50], Gen.Int[-5_000, 5_000]).Sample((size, sold, cash) =>
        {
            HeldAccount held = new(Long(size, cash), [Sample.AsOf]);
            Assert.True(Buy(held, -Math.Min(size, sold), Raised).IsAccepted);
        });

    private static AccountVerdict Buy(HeldAccount held, decimal quantity, RaiseState? raise)
    {
        HeldAccount after = held.Filled(new(quantity, Bitcoin.Price!.Value), Bitcoin, Sample.AsOf);
        return AccountRules.CheckOrder(
            AccountMargin.Of(held, Static, raise),
            AccountMargin.Of(after, Static, raise));
    }

    private static Account Long(decimal size, decimal cash = 100_000) =>
        Sample.Account([new("BTC-PERP", size)], cash);

    private static AccountStanding Standing(HeldAccount held) =>
        AccountMargin.Of(held, Static, Raised);

    private static decimal Of(Account account, IEnumerable<Timestamp> opened) =>
        AccountMargin.Of(new(account, [.. opened]), Static, Raised).Maintenance;
}
