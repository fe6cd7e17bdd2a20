using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

/// <summary>Ten long at 3,000 with 6,000 of cash: 30,000 of notional at rates of 10 and 6 %.</summary>
public sealed class MarginStressTests
{
    private const string Market = """
        "market":{"underlyings":[{"id":"ETH","spot":3000},{"id":"BTC","spot":60000}],"instruments":[
        {"id":"ETH-PERP","kind":"perpetual","underlying":"ETH","price":3000},{"id":"BTC-PERP","kind":"perpetual","underlying":"BTC","price":60000}]}
        """;

    private const string Static = """ "policy":{"kind":"static","quantum":0.01,"parameters":{"initialRate":0.1,"maintenanceRate":0.06,"rates":{}}} """;

    private const string Parametric = """
        "policy":{"kind":"parametric","quantum":0.01,"parameters":{"confidence":0.99,"horizonDays":1,"measure":"var","distribution":"normal","maintenanceRatio":0.75,
        "volatilities":[{"underlying":"BTC","annualized":0.5},{"underlying":"ETH","annualized":0.7}],"correlation":[[1,0.8],[0.8,1]]}}
        """;

    [Fact]
    public void Compute_Grid_HasTheUnchangedAccountAtItsMiddle()
    {
        StressAnswer answer = Stress(Static, """{"instrument":"ETH-PERP","quantity":10,"entryPrice":3000}""");
        MarginRequirement middle = answer.Grid.Single(g => g is { Move: 0, DriverFactor: 1 }).After;

        Assert.Equal((answer.Before.Initial, answer.Before.Maintenance, answer.Before.Equity), (middle.Initial, middle.Maintenance, middle.Equity));
        Assert.Equal(33, answer.Grid.Count);
    }

    [Fact]
    public void Compute_HistoricalWindow_ByHand()
    {
        StressOutcome luna = Outcome(Stress(Static, """{"instrument":"ETH-PERP","quantity":10,"entryPrice":3000}"""), "2022-05-12 Luna");

        Assert.Equal(6000m + (10 * 3000m * (0.7708m - 1)), luna.After!.Equity);
        Assert.Equal(876m, luna.Shortfall);
        Assert.Equal(0.1m * 10 * 3000m * 0.7708m, luna.After.Initial);
        Assert.Equal(MarginStatus.Liquidatable, luna.After.Status);
    }

    [Fact]
    public void Compute_WindowOfOtherUnderlyings_SaysSo()
    {
        StressOutcome equities = Outcome(Stress(Static, """{"instrument":"ETH-PERP","quantity":10,"entryPrice":3000}"""), "2020-03-16 equities");

        Assert.Null(equities.After);
        Assert.NotEmpty(equities.Why);
    }

    [Fact]
    public void Compute_EveryFeedSilent_HoldsInsteadOfAnsweringFromOldPrices()
    {
        const string oracle = """
            "oracle":{"default":{"maxAgeSeconds":60,"maxConfidenceRatio":0.01,"maxDeviation":0.05,"minimumSources":1},
            "observations":[{"feed":"ETH","price":3000,"publishTime":"2026-03-02T12:00:00Z","sources":3}]},
            """;
        StressOutcome watched = Outcome(Stress(oracle + Static, """{"instrument":"ETH-PERP","quantity":10}"""), "every price feed silent");
        StressOutcome blind = Outcome(Stress(Static, """{"instrument":"ETH-PERP","quantity":10}"""), "every price feed silent");

        Assert.Null(watched.After);
        Assert.Contains("nobody is liquidated", watched.Why, StringComparison.Ordinal);
        Assert.Contains("no price feeds", blind.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_Reverse_ByHand()
    {
        ReverseStress reverse = Stress(Static, """{"instrument":"ETH-PERP","quantity":10,"entryPrice":3000}""").Reverse;

        // 6,000 + 30,000·x = 0.06·30,000·(1 + x), and 6,000 + 30,000·x = 0.
        Assert.Equal((1800.0 - 6000) / (30000 - 1800), reverse.DownToMaintenance!.Value, 1e-12);
        Assert.Equal(-0.2, reverse.DownToZero!.Value, 1e-12);
        Assert.Null(reverse.UpToMaintenance);
        Assert.Null(reverse.UpToZero);
    }

    [Fact]
    public void Compute_DriverTwiceAsHigh_DoublesAParametricMargin()
    {
        StressAnswer answer = Stress(Parametric, """{"instrument":"ETH-PERP","quantity":10,"entryPrice":3000}""");
        StressOutcome doubled = Outcome(answer, "volatility twice as high");

        Assert.InRange(doubled.After!.Initial - (2 * answer.Before.Initial), -0.02m, 0.02m);
        Assert.InRange(doubled.After.Maintenance - (2 * answer.Before.Maintenance), -0.02m, 0.02m);
        Assert.Equal(answer.Before.Equity, doubled.After.Equity);
    }

    [Fact]
    public void Compute_Correlations_RaiseASpreadWhenNegativeAndLowerItWhenOne()
    {
        StressAnswer spread = Stress(Parametric, """{"instrument":"ETH-PERP","quantity":10,"entryPrice":3000},{"instrument":"BTC-PERP","quantity":-0.5,"entryPrice":60000}""");

        Assert.True(Outcome(spread, "every correlation 1").After!.Initial < spread.Before.Initial);
        Assert.True(Outcome(spread, "every correlation as negative as can be").After!.Initial > spread.Before.Initial);
        Assert.Null(Outcome(Stress(Static, """{"instrument":"ETH-PERP","quantity":1}"""), "every correlation 1").After);
    }

    [Fact]
    public void Catalogue_EveryHistoricalScenario_NamesItsSource() => Assert.All(
        StressCatalogue.All.Where(s => char.IsAsciiDigit(s.Name[0])), s => Assert.NotEmpty(s.Source));

    private static StressOutcome Outcome(StressAnswer answer, string name) => answer.Scenarios.Single(s => s.Scenario.Name == name);

    private static StressAnswer Stress(string policy, string positions)
    {
        using JsonDocument document = JsonDocument.Parse(
            $$"""{"schema":"dms.margin/1","id":"s","asOf":"2026-03-02T12:00:00Z","account":{"id":"A","mode":"cross","cash":6000,"positions":[{{positions}}]},{{Market}},{{policy}}}""");
        return MarginStress.Compute(MarginRequestReader.Read(document.RootElement), StressCatalogue.All);
    }
}
