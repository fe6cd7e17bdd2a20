using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline.Tests;

/// <summary>A policy that asks for six tenths of the week's volatility by itself, in a market of steady returns.</summary>
public sealed class BaselineShareTests
{
    private const double Share = 0.6;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly Timestamp First = Start + TimeSpan.FromDays(8);
    private static readonly Account Long = new("A-1", MarginMode.Isolated, 1_000_000m, [new Position("X", 1m)]);

    [Fact]
    public void Json_ShareOfOne_LeavesEveryHashAsItWas()
    {
        Assert.DoesNotContain("baselineShare", PipelinePolicyJson.Canonical(new PipelinePolicy()), StringComparison.Ordinal);
        PipelinePolicy policy = new() { BaselineShare = Share };
        PipelinePolicy read = PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(PipelinePolicyJson.Canonical(policy)), "p.json");
        Assert.Equal(Share, read.BaselineShare);
        Assert.NotEqual(PipelinePolicyJson.Hash(new PipelinePolicy()), PipelinePolicyJson.Hash(read));
    }

    [Fact]
    public void Observe_WithoutModel_TheWholeBaselineCounts() =>
        Assert.Equal(Desk(1).Observe(First).Reference, Desk(Share).Observe(First).Reference);

    [Fact]
    public void Activate_ModelInService_BaselineIsItsShareAndNoMarginFallsAtOnce()
    {
        MarketDesk desk = Desk(Share);
        MarketOutlook before = desk.Observe(First);
        decimal whole = desk.Evaluate(Long, before).Margin.Initial;

        desk.Activate(SampleModel.Make(1e-9, 1e-9));
        MarketOutlook after = desk.Observe(First + TimeSpan.FromMinutes(5));
        decimal next = desk.Evaluate(Long, after).Margin.Initial;

        Assert.Equal(Share * Desk(1).Observe(First + TimeSpan.FromMinutes(5)).Reference.Fraction, after.Reference.Fraction, 1e-12);
        double decay = Math.Pow(2, -300 / new PipelinePolicy().Overlay.HalfLifeSeconds);
        Assert.Equal((double)whole * decay, (double)next, (double)whole * 1e-3);
    }

    private static MarketDesk Desk(double share)
    {
        MarketDesk desk = new(new PipelineSettings("X", 1, new PipelinePolicy { BaselineShare = share }, new string('1', 32), CanonicalObject.Empty));
        double price = 1000;
        for (int minute = 0; minute < 8 * 1440; minute++)
        {
            double next = price * (minute % 2 == 0 ? 1.0005 : 1 / 1.0005);
            desk.Append(new Bar(Start + TimeSpan.FromMinutes(minute), price, Math.Max(price, next), Math.Min(price, next), next, 10));
            price = next;
        }

        return desk;
    }
}
