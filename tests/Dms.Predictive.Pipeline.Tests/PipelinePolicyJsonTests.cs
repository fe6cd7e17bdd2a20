using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class PipelinePolicyJsonTests
{
    [Fact]
    public void Read_CanonicalText_GivesTheSameHash()
    {
        PipelinePolicy policy = new() { Confidence = 0.975, MaintenanceRatio = 0.6 };
        PipelinePolicy read = PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(PipelinePolicyJson.Canonical(policy)), "p.json");

        Assert.Equal(PipelinePolicyJson.Hash(policy), PipelinePolicyJson.Hash(read));
        Assert.NotEqual(PipelinePolicyJson.Hash(new PipelinePolicy()), PipelinePolicyJson.Hash(read));
    }

    [Fact]
    public void Read_CoverageRules_RoundTripAndChangeTheHash()
    {
        PipelinePolicy policy = new() { Coverage = new CoverageRules { Tail = 0.005, Window = 4000, LowestScale = 0.5 } };
        PipelinePolicy read = PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(PipelinePolicyJson.Canonical(policy)), "p.json");

        Assert.Equal(policy.Coverage, read.Coverage);
        Assert.Equal(PipelinePolicyJson.Hash(policy), PipelinePolicyJson.Hash(read));
        Assert.NotEqual(PipelinePolicyJson.Hash(new PipelinePolicy()), PipelinePolicyJson.Hash(read));
    }

    [Fact]
    public void Read_SafetyRules_RoundTripAndChangeTheHash()
    {
        PipelinePolicy policy = new() { Safety = new SafetyRules { MissRate = 0.02, Wealth = 500, Outcomes = 300 } };
        PipelinePolicy read = PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(PipelinePolicyJson.Canonical(policy)), "p.json");

        Assert.Equal(policy.Safety, read.Safety);
        Assert.NotEqual(PipelinePolicyJson.Hash(new PipelinePolicy()), PipelinePolicyJson.Hash(read));
    }

    [Theory]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"safety":{"missRate":0.5}}""", "OutOfRange", "safety.missRate")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"safety":{"stake":200}}""", "OutOfRange", "safety.stake")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"coverage":{"lowestScale":0}}""", "OutOfRange", "coverage.lowestScale")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"coverage":{"window":1000,"fewest":2000}}""", "OutOfRange", "coverage.fewest")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"coverage":{"speed":1}}""", "UnknownField", "coverage.speed")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"foo":1}""", "UnknownField", "foo")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{"x":1}}}""", "UnknownField", "policy.parameters.x")]
    [InlineData("""{"policy":{"kind":"span","parameters":{}}}""", "NotSupported", "policy.kind")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{"confidence":2}}}""", "OutOfRange", "policy.parameters.confidence")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{"confidence":"high"}}}""", "WrongType", "policy.parameters.confidence")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"overlay":{"cap":0.5}}""", "OutOfRange", "overlay.cap")]
    [InlineData("""{"policy":{"kind":"parametric","parameters":{}},"addOns":[{}]}""", "NotSupported", "addOns")]
    [InlineData("""{"overlay":{}}""", "MissingField", "policy")]
    [InlineData("{", "policy-malformed", "p.json")]
    public void Read_BadFile_RefusedWithItsPlace(string json, string code, string where)
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(json), "p.json"));
        Assert.Equal((code, where), (e.Code, e.Where));
    }
}
