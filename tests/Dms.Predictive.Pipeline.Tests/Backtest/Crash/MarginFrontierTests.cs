namespace Dms.Predictive.Pipeline.Tests;

public sealed class MarginFrontierTests
{
    [Fact]
    public void Mark_SettingThatAnotherBeats_IsNotEfficient()
    {
        FrontierPoint cheap = Point(0.02, 3, 50), covered = Point(0.03, 1, 60), worse = Point(0.03, 2, 60), same = Point(0.02, 3, 50);

        IReadOnlyList<FrontierPoint> marked = MarginFrontier.Mark([cheap, covered, worse, same]);

        Assert.Equal([true, true, false, true], marked.Select(p => p.IsEfficient));
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(4320)]
    public void PolicyJson_LookBack_RoundTrips(int minutes)
    {
        PipelinePolicy policy = new() { ReferenceFeature = PipelinePolicy.ReferenceOf(minutes) };
        string canonical = PipelinePolicyJson.Canonical(policy);

        Assert.Equal(minutes, PipelinePolicyJson.Read(System.Text.Encoding.UTF8.GetBytes(canonical), "policy.json").LookBackMinutes);
        Assert.NotEqual(PipelinePolicyJson.Hash(new PipelinePolicy()), PipelinePolicyJson.Hash(policy));
    }

    [Fact]
    public void PolicyJson_DefaultLookBack_LeavesTheHashAsItWas() =>
        Assert.DoesNotContain("lookBackMinutes", PipelinePolicyJson.Canonical(new PipelinePolicy()), StringComparison.Ordinal);

    private static FrontierPoint Point(double rate, double shortfall, double unnecessary) => new(1440, 2, 0.99, 0)
    {
        AverageRate = rate,
        Coverage = 0.99,
        Shortfall = shortfall,
        BadDebt = 0,
        Calls = unnecessary,
        UnnecessaryCalls = unnecessary,
    };
}
