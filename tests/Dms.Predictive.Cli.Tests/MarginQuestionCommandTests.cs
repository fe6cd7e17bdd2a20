using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The commands beside <c>dms margin compute</c>, run as processes.</summary>
public sealed class MarginQuestionCommandTests : IDisposable
{
    private const string Common = """
        "schema":"dms.margin/1","asOf":"2026-03-02T12:00:00Z",
        "account":{"id":"A","mode":"cross","cash":1200,
        "positions":[{"instrument":"ETH-PERP","quantity":-6,"entryPrice":2950.0}]},
        "market":{"underlyings":[{"id":"ETH","spot":3012.75}],
        "instruments":[{"id":"ETH-PERP","kind":"perpetual","underlying":"ETH","price":3012.75}]},
        "policy":{"kind":"static","quantum":0.01,
        "parameters":{"initialRate":0.1,"maintenanceRate":0.06,"rates":{}}}
        """;

    private static readonly string Changes = $$$"""
        {"id":"w",{{{Common}}},
        "changes":[{"name":"rally","shiftUnderlyings":[{"underlying":"ETH","factor":1.1}]}]}
        """;

    private static readonly string Broken = Changes.Replace("\"factor\":1.1", "\"factor\":-1", StringComparison.Ordinal);

    private static readonly string Liquidation = $$$"""
        {"id":"l",{{{Common}}},
        "liquidation":{"betas":{"ETH":1},"plan":{"target":"initial","costRate":0.005} } }
        """;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task WhatIf_OneRequest_AnswersTheWorkedExample()
    {
        CliRun run = await RunAsync("whatif", Changes);
        JsonElement change = run.Json.GetProperty("changes")[0];
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal(
            """{"initial":180.77,"maintenance":108.46,"equity":-1807.65}""", change.GetProperty("delta").GetRawText());
        Assert.Equal("liquidatable", run.Json.GetProperty("before").GetProperty("status").GetString());
    }

    [Fact]
    public async Task WhatIf_ArrayWithARefusal_AnswersAllAsIfAloneAndExitsThree()
    {
        CliRun alone = await RunAsync("whatif", Changes);
        CliRun run = await RunAsync("whatif", $"[{Changes},{Broken},{Changes}]");
        Assert.Equal((3, 3), (run.Exit, run.Json.GetArrayLength()));
        Assert.Equal(alone.Output.Trim(), run.Json[0].GetRawText());
        Assert.Equal(alone.Output.Trim(), run.Json[2].GetRawText());
        Assert.Equal(
            "changes[0].shiftUnderlyings[0].factor", run.Json[1].GetProperty("error").GetProperty("where").GetString());
    }

    [Fact]
    public async Task WhatIf_OneRefusedRequest_SaysSoOnStandardErrorOnly()
    {
        CliRun run = await RunAsync("whatif", Broken);
        Assert.Equal((3, ""), (run.Exit, run.Output));
        Assert.Contains("changes[0].shiftUnderlyings[0].factor", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Liquidation_OneRequest_AnswersTheWorkedExample()
    {
        CliRun run = await RunAsync("liquidation", Liquidation);
        JsonElement plan = run.Json.GetProperty("plan");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.True(run.Json.GetProperty("liquidatable").GetBoolean());
        Assert.Equal(0.5730906803977831, plan.GetProperty("closeFraction").GetDouble(), 1e-12);
        Assert.Equal(3.4385440823866986, plan.GetProperty("orders")[0].GetProperty("quantity").GetDouble(), 1e-11);
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("joint").GetProperty("downMove").ValueKind);
    }

    [Theory]
    [InlineData("whatif", "rally")]
    [InlineData("liquidation", "joint move")]
    public async Task Command_WithoutJson_PrintsTables(string command, string shown)
    {
        CliRun run = await RunAsync(command, command == "whatif" ? Changes : Liquidation, json: false);
        Assert.Equal(0, run.Exit);
        Assert.Contains(shown, run.Output, StringComparison.Ordinal);
    }

    private async Task<CliRun> RunAsync(string command, string request, bool json = true)
    {
        await File.WriteAllTextAsync(_file, request);
        string[] arguments = ["margin", command, "--request", _file];
        return await CliRun.Of(json ? [.. arguments, "--json"] : arguments);
    }
}
