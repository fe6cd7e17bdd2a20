using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class CoverageKeeperTests
{
    private const int WarmDays = 10;
    private const int Days = 50;
    private const double MinuteSigma = 0.05;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly Timestamp First = Start + TimeSpan.FromDays(WarmDays);
    private static readonly Account Long = new("A-1", MarginMode.Isolated, 1_000_000m, [new Position("X", 1m)]);

    [Fact]
    public void Decide_PolicyOfHalfTheVolatility_CoverageIsKeptAndMarginIsNeverBelowThePolicys()
    {
        // The policy believes in half of what the market does: alone it would be breached far too often.
        double half = HourlySigma / 2 * Math.Sqrt(365 * 24);
        PipelinePolicy policy = new() { FixedVolatility = half, Measure = Margin.TailMeasure.ValueAtRisk, Coverage = new CoverageRules() };
        List<MarginDecision> decisions = Run(policy, new MemoryRecordSink());
        List<MarginDecision> plain = Run(policy with { Coverage = null }, new MemoryRecordSink());

        Assert.All(decisions.Zip(plain), p => Assert.True(p.First.Requirement.Initial >= p.Second.Requirement.Initial));
        Assert.InRange(Covered(decisions), 0.975, 0.999);
        Assert.True(Covered(plain) < 0.80);
        Assert.True(decisions[^1].Coverage!.Value.Scale > 1.8);
    }

    [Fact]
    public void Decide_PolicyOfTwiceTheVolatility_LoweredOnlyWhereTheRulesAllowIt()
    {
        PipelinePolicy policy = new() { FixedVolatility = 2 * HourlySigma * Math.Sqrt(365 * 24) };
        decimal plain = Run(policy, new MemoryRecordSink())[^1].Requirement.Initial;
        decimal held = Run(policy with { Coverage = new CoverageRules() }, new MemoryRecordSink())[^1].Requirement.Initial;
        decimal lowered = Run(policy with { Coverage = new CoverageRules { LowestScale = 0.1 } }, new MemoryRecordSink())[^1].Requirement.Initial;

        Assert.Equal(plain, held);
        Assert.True(lowered < 0.6m * plain);
    }

    [Fact]
    public void Record_CoverageKept_ReplaysBitForBitAndHoldsTheState()
    {
        PipelinePolicy policy = new() { FixedVolatility = 0.1, Coverage = new CoverageRules() };
        MemoryRecordSink sink = new();
        MarginDecision last = Run(policy, sink)[^1];

        ReplayReport report = ReplayRun.Over(sink.Records, new DecisionReplayer(CanonicalObject.Empty, _ => null));
        CanonicalObject kept = sink.Records[(int)last.Sequence - 1].Body.Object("coverage")!;

        Assert.Equal(report.Figures, report.Identical);
        Assert.Equal(CanonicalNumber.Bits(last.Coverage!.Value.Scale), kept.Text("scale"));
        Assert.Equal(last.Coverage.Value.Outcomes, kept.Integer("outcomes"));
    }

    [Fact]
    public void Decide_FutureChanged_PastScalesKeepTheirBits()
    {
        PipelinePolicy policy = new() { FixedVolatility = 0.2, Coverage = new CoverageRules() };
        Timestamp cut = First + TimeSpan.FromDays(20);
        CoverageState?[] before = [.. Run(policy, new MemoryRecordSink()).Where(d => d.AsOf <= cut).Select(d => d.Coverage)];
        CoverageState?[] after = [.. Run(policy, new MemoryRecordSink(), cut).Where(d => d.AsOf <= cut).Select(d => d.Coverage)];

        Assert.True(before.Length > 1000);
        Assert.Equal(before, after);
    }

    private static double HourlySigma => MinuteSigma / 100 * Math.Sqrt(60);

    // Share of the later decisions whose hour moved less than their margin.
    private static double Covered(List<MarginDecision> decisions)
    {
        Dictionary<Timestamp, decimal> price = decisions.ToDictionary(d => d.AsOf, d => d.Price);
        bool[] covered =
        [
            .. decisions.Where(d => d.AsOf > First + TimeSpan.FromDays(10) && price.ContainsKey(d.AsOf + TimeSpan.FromHours(1)))
                .Select(d => Math.Abs(price[d.AsOf + TimeSpan.FromHours(1)] - d.Price) <= d.Requirement.Initial),
        ];
        return covered.Count(c => c) / (double)covered.Length;
    }

    private static List<MarginDecision> Run(PipelinePolicy policy, MemoryRecordSink sink, Timestamp? wildFrom = null)
    {
        PipelineSettings settings = new("X", 1, policy, new string('1', 32), CanonicalObject.Empty);
        MarginPipeline pipeline = new(settings, new AuditTrail(sink), Start);
        List<MarginDecision> decisions = [];
        BacktestPlan plan = new(Long, [], First, Start + TimeSpan.FromDays(Days), 15);
        BacktestRun.Run(pipeline, new BarSeries("X", TimeSpan.FromMinutes(1), [.. Bars(wildFrom)]), plan, decisions.Add, CancellationToken.None);
        return decisions;
    }

    private static IEnumerable<Bar> Bars(Timestamp? wildFrom)
    {
        Random random = new(11);
        double price = 1000;
        for (int minute = 0; minute < Days * 1440; minute++)
        {
            Timestamp open = Start + TimeSpan.FromMinutes(minute);
            double sigma = MinuteSigma * (wildFrom is Timestamp wild && open >= wild ? 5 : 1);
            double z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double next = price * Math.Exp(sigma / 100 * z);
            yield return new Bar(open, price, Math.Max(price, next), Math.Min(price, next), next, 10);
            price = next;
        }
    }
}
