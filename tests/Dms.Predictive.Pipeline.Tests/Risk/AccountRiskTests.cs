using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class AccountRiskTests
{
    private const int Days = 60;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly Timestamp First = Start + TimeSpan.FromDays(8);
    private static readonly Lazy<(IReadOnlyList<BacktestPoint> Points, List<MarginDecision> Decisions, BarSeries Series)> Market = new(Play);

    [Fact]
    public void Of_BookOfAccounts_ProbabilitiesAreWhatHappens()
    {
        IReadOnlyList<RiskRow> rows = RiskStudy.Of(Market.Value.Points, Market.Value.Series, 60);

        Assert.Equal(RiskStudy.Buffers.Count + 2, rows.Count);
        Assert.All(rows, r => Assert.True(r.Scores.CalibrationError <= 0.01 * Math.Max(1, 20 * r.Scores.BaseRate), $"{r.Name}: {r.Scores}"));
        Assert.True(rows[0].Scores.CalibrationError <= 0.01, $"{rows[0].Scores}");
        Assert.True(rows[0].Scores.BrierSkill > 0.2, $"{rows[0].Scores}");
        Assert.InRange(rows[1].Scores.BaseRate, 0.2, 0.95);
    }

    [Fact]
    public void Of_SameReturnsTurnedRound_CalibrationErrorIsFound()
    {
        // A volatility that is said to be half of what it is must show: the study can fail.
        BacktestPoint[] wrong =
        [
            .. Market.Value.Points.Select(p => p with { Moves = p.Moves! with { SigmaPercent = p.Moves.SigmaPercent * (p.AsOf.Minutes % 10 == 0 ? 0.4 : 2.5) } }),
        ];

        Assert.True(RiskStudy.Of(wrong, Market.Value.Series, 60)[0].Scores.CalibrationError > 0.03);
    }

    [Fact]
    public void Decide_LongAccount_RiskIsRecordedAndGrowsWithLeverage()
    {
        MarginDecision last = Market.Value.Decisions[^1];
        AccountRisk risk = last.Risk!;

        Assert.Equal(TimeSpan.FromMinutes(60), risk.Horizon);
        Assert.True(risk.Outcomes > 500);
        Assert.InRange(risk.BelowZero, 0, risk.BelowMaintenance);

        MoveOutlook moves = last.Moves!;
        double price = (double)last.Price;
        Assert.True(moves.Reaches(price, price * 0.999) > moves.Reaches(price, price * 0.99));
        Assert.Equal((1.0, 0.0), (moves.Reaches(price, price), moves.Reaches(price, 0)));
        Assert.Equal(-1, moves.Distance(price, price * Math.Exp(-moves.SigmaPercent / 100)), 9);
    }

    [Fact]
    public void Decide_FutureChanged_PastOutlooksKeepTheirBits()
    {
        Timestamp cut = First + TimeSpan.FromDays(30);
        (IReadOnlyList<BacktestPoint> other, _, _) = Play(cut);
        List<(double, double, int)> before = [.. Key(Market.Value.Points, cut)], after = [.. Key(other, cut)];

        Assert.True(before.Count > 5_000);
        Assert.Equal(before, after);

        static IEnumerable<(double, double, int)> Key(IReadOnlyList<BacktestPoint> points, Timestamp cut) => points
            .Where(p => p.AsOf <= cut).Select(p => (p.Moves!.Falls.Beyond(2), p.Moves.Rises.Beyond(2), p.Moves.Falls.Outcomes));
    }

    private static (IReadOnlyList<BacktestPoint>, List<MarginDecision>, BarSeries) Play() => Play(null);

    private static (IReadOnlyList<BacktestPoint> Points, List<MarginDecision> Decisions, BarSeries Series) Play(Timestamp? wildFrom)
    {
        PipelineSettings settings = new("X", 1, new PipelinePolicy { ReferenceFeature = "ln_rv_720" }, new string('1', 32), CanonicalObject.Empty);
        MarginPipeline pipeline = new(settings, new AuditTrail(new DiscardingRecordSink()), Start);
        List<MarginDecision> decisions = [];
        BacktestPlan plan = new(
            new Account("A-1", MarginMode.Isolated, 30m, [new Position("X", 1m)]), [], First, Start + TimeSpan.FromDays(Days), 5);
        BarSeries series = new("X", TimeSpan.FromMinutes(1), [.. Bars(wildFrom)]);
        IReadOnlyList<BacktestPoint> points = BacktestRun.Run(pipeline, series, plan, decisions.Add, CancellationToken.None);
        return (points, decisions, series);
    }

    // A volatility that wanders by a factor of three over days, fat-tailed minutes, wicks beyond the closes.
    private static IEnumerable<Bar> Bars(Timestamp? wildFrom)
    {
        Random random = new(3);
        double price = 1000, wander = 0;
        for (int minute = 0; minute < Days * 1440; minute++)
        {
            Timestamp open = Start + TimeSpan.FromMinutes(minute);
            wander += (-wander / 3000) + (0.02 * Normal(random));
            double sigma = 0.0006 * Math.Exp(wander) * (wildFrom is Timestamp wild && open >= wild ? 4 : 1);
            double next = price * Math.Exp(sigma * Normal(random) * (random.NextDouble() < 0.05 ? 3 : 1));
            double wick = 1 + (sigma * random.NextDouble());
            yield return new Bar(open, price, Math.Max(price, next) * wick, Math.Min(price, next) / wick, next, 10);
            price = next;
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
