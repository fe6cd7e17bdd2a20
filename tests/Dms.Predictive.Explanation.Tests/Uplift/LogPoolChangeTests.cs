namespace Dms.Predictive.Explanation.Tests.Uplift;

public class LogPoolChangeTests
{
    [Fact]
    public void Split_WeightsAndForecastsMove_PartsFollowTheSymmetricRuleAndClose()
    {
        PoolMember[] before = [new("garch", 0.6, -8.0, 0), new("gbdt", 0.4, -7.5, 0)];
        PoolMember[] after = [new("garch", 0.5, -7.0, 0), new("gbdt", 0.45, -7.5, 0), new("har", 0.05, -7.2, 0)];
        Dictionary<string, double> parts = LogPoolChange.Split(before, after, 0.02, 0.05).ToDictionary(p => p.Name, p => p.Contribution);
        Assert.Equal(0.03, parts["intercept"], 1e-15);
        Assert.Equal(0.55, parts["member:garch"], 1e-15);
        Assert.Equal(0.75, parts["weight:garch"], 1e-15);
        Assert.Equal(0.0, parts["member:gbdt"]);
        Assert.Equal(-7.2 * 0.05, parts["weight:har"], 1e-15);
        Assert.Equal(0.0, parts["member:har"]);
        double change = 0.05 + after.Sum(m => m.Weight * m.LogVariance) - 0.02 - before.Sum(m => m.Weight * m.LogVariance);
        Assert.Equal(change, parts.Values.Sum(), 1e-12);
    }

    [Fact]
    public void Split_NothingMoves_EveryPartIsZero()
    {
        PoolMember[] same = [new("garch", 0.6, -8.0, 0), new("gbdt", 0.4, -7.5, 0)];
        Assert.All(LogPoolChange.Split(same, same, 0.1, 0.1), p => Assert.Equal(0.0, p.Contribution));
    }

    [Fact]
    public void Split_TwoMembersOfOneName_AreRefused() => Assert.Throws<ArgumentException>(() =>
        LogPoolChange.Split([new("a", 1, 1, 0), new("a", 1, 1, 0)], [], 0, 0));
}
