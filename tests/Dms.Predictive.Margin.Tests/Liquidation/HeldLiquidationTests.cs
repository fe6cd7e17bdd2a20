using System.Text;
using System.Text.Json;

namespace Dms.Predictive.Margin.Tests.Liquidation;

/// <summary>Prices that may not be used liquidate nobody and plan nothing.</summary>
public sealed class HeldLiquidationTests
{
    private const string Request = """
        {"schema":"dms.margin/1","id":"h","asOf":"2026-03-02T12:00:00Z",
        "account":{"id":"A","mode":"cross","cash":10,"positions":[{"instrument":"ETH-PERP","quantity":10}]},
        "market":{"underlyings":[{"id":"ETH","spot":3012.75}],
        "instruments":[{"id":"ETH-PERP","kind":"perpetual","underlying":"ETH","price":3012.75}]},
        "policy":{"kind":"static","parameters":{"initialRate":0.1,"maintenanceRate":0.06}},
        "oracle":{"default":{"maxAgeSeconds":60,"maxConfidenceRatio":0.01,"maxDeviation":0.1,"minimumSources":1},
        "observations":[{"feed":"ETH","price":3012.75,"publishTime":"2026-03-02T11:00:00Z","sources":3}]},
        OWN}
        """;

    [Fact]
    public void Plan_StalePrice_LiquidatesNobody()
    {
        JsonElement answer = Answer("""
            "liquidation":{"betas":{"ETH":1},"plan":{"target":"initial"}}
            """, MarginQuestion.Liquidation);
        Assert.Equal("refused", answer.GetProperty("status").GetString());
        Assert.False(answer.GetProperty("liquidatable").GetBoolean());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("requirement").GetProperty("initial").ValueKind);
        Assert.Equal(
            ["id", "status", "liquidatable", "requirement"], answer.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void WhatIf_StalePrice_IsHeld()
    {
        JsonElement answer = Answer("""
            "changes":[{"name":"cash","addCash":5}]
            """, MarginQuestion.WhatIf);
        Assert.Equal("refused", answer.GetProperty("status").GetString());
        Assert.Equal("OracleRejected", answer.GetProperty("reason").GetString());
    }

    private static JsonElement Answer(string own, MarginQuestion question)
    {
        MarginAnswers answers = MarginDocument.Answer(
            Encoding.UTF8.GetBytes(Request.Replace("OWN", own, StringComparison.Ordinal)), question);
        Assert.False(answers.Items.Single().IsAnswered);
        using MemoryStream output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            answers.Write(writer);
        }

        return JsonDocument.Parse(output.ToArray()).RootElement;
    }
}
