using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline.Tests.Cascade;

public sealed class CascadeRunTests
{
    private static readonly CascadeSettings Market = new() { Minutes = 1_440 };
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    [Fact]
    public void Run_AnySeedWithAdversaries_NoUnitAndNoContractIsMadeOrLost() => Assert.All(Enumerable.Range(1, 6), seed =>
    {
        CascadeSettings hostile = Market with { AdversariesPerKind = 4, Insurance = seed % 2 == 0 ? 0 : 50_000 };
        CascadeRun run = new(hostile, new(hostile, seed), new StaticRule(0.03, 0.5), seed);
        CascadeOutcome outcome = run.Run();

        Assert.Equal(run.Ledger.Outside, run.Ledger.Money);
        Assert.Equal(0, run.Ledger.Contracts);
        Assert.True(outcome.Liquidations > 0, "A market without liquidations shows nothing.");
    });

    [Fact]
    public void Run_SameSeedAndRule_SameOutcomeToTheBit()
    {
        CascadeOutcome first = Run(new StaticRule(0.04, 0.5), 7);
        CascadeOutcome second = Run(new StaticRule(0.04, 0.5), 7);

        Assert.Equal(first.Returns, second.Returns);
        Assert.Equal(first with { Returns = [], Leverages = [], Adversaries = [] }, second with { Returns = [], Leverages = [], Adversaries = [] });
    }

    [Fact]
    public void Run_MoreMarginForEverybody_LeavesLessBadDebt()
    {
        double[] debts = [.. new[] { 0.025, 0.05, 0.3 }.Select(rate =>
            Enumerable.Range(1, 6).Sum(seed => Run(new StaticRule(rate, 0.5), seed).BadDebt))];

        Assert.True(debts[0] > debts[1] && debts[1] > debts[2], string.Join(", ", debts));
        Assert.Equal(0, debts[2]);
    }

    [Fact]
    public void Run_DeficitsOfAdversaries_StayBelowTheBound() => Assert.All(Enumerable.Range(1, 8), seed =>
    {
        CascadeSettings hostile = Market with { AdversariesPerKind = 4, Insurance = 1e7 };
        CascadeOutcome outcome = new CascadeRun(hostile, new(hostile, seed), new StaticRule(0.02, 0.5), seed).Run();

        Assert.Equal(3, outcome.Adversaries.Count);
        Assert.All(outcome.Adversaries, a => Assert.True(a.BadDebt <= a.Bound + 0.01, a.ToString()));
    });

    [Fact]
    public void Run_ForecastRule_RatesKeepTheirOrderAndMaintenanceItsNotice()
    {
        List<CascadeMinute> minutes = [];
        new CascadeRun(Market, new(Market, 3), Forecast(), 3).Run(minutes.Add);
        List<double> multipliers = [];
        bool rose = false;
        foreach (RuleQuote quote in minutes.Select(m => m.Quote))
        {
            OverlayState state = quote.Raise!.Overlay;
            double allowed = multipliers.SkipLast(30 - 1).DefaultIfEmpty(1).Max();
            Assert.InRange(state.MaintenanceMultiplier, 1, Math.Max(1, Math.Min(allowed, state.Multiplier)));
            Assert.True(quote.MaintenanceOf(Start) <= quote.Initial && quote.Initial >= quote.Baseline);
            rose |= state.MaintenanceMultiplier > 1.1;
            multipliers.Add(state.Multiplier);
        }

        Assert.True(rose, "Maintenance margin never followed.");
    }

    [Fact]
    public void Next_FutureChanges_PastRatesUnchanged()
    {
        MarketObservation[] seen = [.. Enumerable.Range(0, 600).Select(t => new MarketObservation(
            Start + TimeSpan.FromMinutes(t), 0.0001 * ((t * 37 % 11) - 5), 6e7 + (t % 7 * 1e6), 3e6))];
        MarketObservation[] other = [.. seen.Select((s, t) => t < 400 ? s : s with { LogReturn = 0.05, Depth = 1e6 })];
        (ForecastRule one, ForecastRule two) = (Forecast(), Forecast());
        for (int t = 0; t < 400; t++)
        {
            Assert.Equal(one.Next(seen[t]).Initial, two.Next(other[t]).Initial);
        }

        Assert.NotEqual(one.Next(seen[400]).Initial, two.Next(other[400]).Initial);
    }

    // The laboratory's shortcut for one linear instrument against the engine's own margin of an account.
    [Fact]
    public void MaintenanceRate_OldAndNewLots_EqualsTheEngine()
    {
        RaiseState raise = new(new(2, 1.2, Start), 1, [new(Start, 1.2, 1.8)]);
        RuleQuote quote = new(0.1, 0.2, 0.05, raise);
        TradingAgent agent = new(0, AgentKind.Ordinary, new SeededGenerator(1));
        agent.Open();
        agent.Sync(new(agent.Id, 30, 0, 0), Start + TimeSpan.FromMinutes(-1));
        agent.Sync(new(agent.Id, 40, 0, 0), Start);
        Account account = new("a", MarginMode.Cross, 1_000, [new("X", 30), new("X", 10)]);
        HeldAccount held = new(account, [Start + TimeSpan.FromMinutes(-1), Start]);
        MarginMarket market = new([new("U", 100)], [new("X", InstrumentKind.Perpetual, "U", 100)]);
        MarginRequest request = new("r", Start, account, market, new StaticPolicy(new(0.1, 0.05)));
        AccountStanding standing = AccountMargin.Of(held, request, raise);

        Assert.Equal((double)standing.Maintenance, agent.MaintenanceRate(quote) * 4_000, 9);
        Assert.Equal((double)standing.Initial, quote.Initial * 4_000, 9);
    }

    private static CascadeOutcome Run(IMarginRule rule, long seed) =>
        new CascadeRun(Market, new(Market, seed), rule, seed).Run();

    private static ForecastRule Forecast()
    {
        Garch11Parameters garch = new(0, 2e-8, 0.1, 0.88);
        LogHarModel har = new(-1, [0.4, 0.3, 0.2, 0, 0, 0], -20, -5) { ResidualDeviation = 0.5 };
        RaisePolicy policy = new()
        {
            Overlay = new()
            {
                WeightMl = 0.7,
                Cap = 4,
                MaxStep = 0.1,
                StepSeconds = 60,
                HalfLifeSeconds = 3_600,
                NoticeSeconds = 0,
                RampSeconds = 0,
            },
            NoticeMinutes = 30,
            RampMinutes = 60,
        };
        return new(0.04, 0.5, new(garch, har, 0.0008, true), policy);
    }
}
