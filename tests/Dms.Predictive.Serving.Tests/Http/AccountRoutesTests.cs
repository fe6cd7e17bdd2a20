using System.Globalization;
using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

[Collection(HostCollection.Name)]
public sealed class AccountRoutesTests(HostFixture fixture)
{
    private const string Commands = $"/v1/accounts/{HostProcess.Account}/commands";
    private const string Margin = $"/v1/accounts/{HostProcess.Account}/margin";
    private const string WhatIfPath = $"/v1/accounts/{HostProcess.Account}/what-if";

    private HostProcess Host => fixture.Host;

    [Fact]
    public async Task Command_RefusedByTheRules_IsRememberedUnderItsKey()
    {
        object withdraw = new { type = "withdraw", asset = "USD", amount = "999999999999.00" };

        HostProcess.Reply first = await Host.CallAsync("POST", Commands, "risk", withdraw, "refused-1");
        HostProcess.Reply again = await Host.CallAsync("POST", Commands, "risk", withdraw, "refused-1");

        Assert.Equal(422, first.Code);
        Assert.Equal("insufficient-margin", first.Json.GetProperty("code").GetString());
        Assert.Equal(first.Text, again.Text);
        Assert.True(again.IsReplayed);
    }

    [Theory]
    [InlineData("ETH-PERP", "1.000", "100.00", "unknown-instrument")]
    [InlineData("BTC-PERP", "0.0005", "100.00", "lot-size")]
    [InlineData("BTC-PERP", "1.000", "100.005", "tick-size")]
    public async Task Fill_OffTheTerms_IsRefusedByName(string instrument, string quantity, string price, string code)
    {
        HostProcess.Reply reply = await Host.CallAsync(
            "POST", Commands, "risk", new { type = "fill", instrument, quantity, price }, $"off-{code}");

        Assert.Equal(422, reply.Code);
        Assert.Equal(code, reply.Json.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"type":"deposit","asset":"USD","amount":"1.00","surprise":1}""", "/surprise")]
    [InlineData("""{"type":"deposit","asset":"USD"}""", "/amount")]
    [InlineData("""{"type":"deposit","asset":"USD","amount":1.00}""", "/amount")]
    [InlineData("""{"type":"deposit","asset":"USD","amount":"1e3"}""", "/amount")]
    [InlineData("""{"type":"fill","instrument":"BTC-PERP","quantity":"1","price":"1","amount":"1"}""", "/amount")]
    [InlineData("""{"type":"setMode","mode":"both"}""", "/mode")]
    [InlineData("""{"type":"steal"}""", "/type")]
    [InlineData("[]", "")]
    public async Task Command_Malformed_NamesThePlace(string body, string pointer)
    {
        HostProcess.Reply reply = await Host.CallAsync("POST", Commands, "risk", idempotencyKey: "malformed", raw: body);

        Assert.Equal(400, reply.Code);
        Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out _), reply.Text);
    }

    [Fact]
    public async Task WhatIf_WithoutChanges_EqualsTheMarginToTheCent()
    {
        await Host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "500000.00" }, "fund-1");
        await Host.CallAsync("POST", Commands, "risk", new { type = "fill", instrument = HostProcess.Instrument, quantity = "1.000", price = "42000.00" }, "fill-1");

        HostProcess.Reply whatIf = await Host.CallAsync("POST", WhatIfPath, "risk", new { changes = Array.Empty<object>() });
        JsonElement before = whatIf.Json.GetProperty("before");
        JsonElement after = whatIf.Json.GetProperty("after");

        Assert.Equal(before.GetProperty("initial").GetString(), after.GetProperty("initial").GetString());
        Assert.Equal("0.00", whatIf.Json.GetProperty("difference").GetProperty("initial").GetString());
        Assert.Equal(Sum(before), Money(before, "initial"));
        HostProcess.Reply margin = await Host.CallAsync("GET", Margin, "risk");
        Assert.Equal(Sum(margin.Json), Money(margin.Json, "initial"));
        Assert.NotEqual(JsonValueKind.Null, margin.Json.GetProperty("recordHash").ValueKind);
    }

    [Fact]
    public async Task Explanation_OfTheAccountsOwnPast_AddsUpToTheCentAndSpeaksPlainly()
    {
        await Host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "500000.00" }, "fund-3");
        await Host.CallAsync("POST", Commands, "risk", new { type = "fill", instrument = HostProcess.Instrument, quantity = "1.000", price = "42000.00" }, "fill-3");
        string asOf = (await Host.CallAsync("GET", Margin, "risk")).Json.GetProperty("asOf").GetString()!;

        HostProcess.Reply reply = await Host.CallAsync("GET", $"/v1/accounts/{HostProcess.Account}/explanation?from={asOf}", "risk");
        Assert.Equal(200, reply.Code);
        Assert.Equal("dms-margin-explain/1", reply.Json.GetProperty("schema").GetString());
        Assert.Equal("0.00", reply.Json.GetProperty("unexplained").GetString());
        decimal parts = reply.Json.GetProperty("booked").GetProperty("parts").EnumerateObject()
            .Sum(p => decimal.Parse(p.Value.GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(Money(reply.Json, "delta"), parts);
        Assert.Contains("the initial margin", reply.Json.GetProperty("notice").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400, "from")]
    [InlineData("?from=yesterday", 400, "from")]
    [InlineData("?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400, "to")]
    [InlineData("?from=1999-01-01T00:00:00Z", 409, "no-margin")]
    public async Task Explanation_OfNoTime_IsRefusedByName(string query, int status, string code)
    {
        HostProcess.Reply reply = await Host.CallAsync("GET", $"/v1/accounts/{HostProcess.Account}/explanation{query}", "risk");

        Assert.Equal((status, code), (reply.Code, reply.Json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task WhatIf_VolatilityDoubled_DoublesTheMarginOfALonePosition()
    {
        await Host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "500000.00" }, "fund-2");
        HostProcess.Reply reply = await Host.CallAsync("POST", WhatIfPath, "risk", new
        {
            changes = new[] { new { type = "fill", instrument = HostProcess.Instrument, quantity = "1.000", price = "42000.00" } },
            scenario = new { volatility = 2.0 },
        });
        HostProcess.Reply plain = await Host.CallAsync("POST", WhatIfPath, "risk", new
        {
            changes = new[] { new { type = "fill", instrument = HostProcess.Instrument, quantity = "1.000", price = "42000.00" } },
        });

        decimal doubled = Money(reply.Json.GetProperty("after"), "initial");
        decimal once = Money(plain.Json.GetProperty("after"), "initial");
        Assert.InRange(doubled / once, 1.99m, 2.01m);
    }

    [Fact]
    public async Task Record_OfAMargin_IsTheOneItsHashNames()
    {
        await Host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "1.00" }, "record-1");
        JsonElement margin = (await Host.CallAsync("GET", Margin, "auditor")).Json;
        long sequence = margin.GetProperty("recordSequence").GetInt64();

        HostProcess.Reply record = await Host.CallAsync("GET", $"/v1/audit/records/{sequence}", "auditor");
        for (int i = 0; record.Code == 404 && i < 100; i++)
        {
            await Task.Delay(50);
            record = await Host.CallAsync("GET", $"/v1/audit/records/{sequence}", "auditor");
        }

        Assert.Equal(200, record.Code);
        Assert.Equal(
            margin.GetProperty("recordHash").GetString(),
            Convert.ToHexStringLower(Audit.MerkleHash.Leaf(System.Text.Encoding.UTF8.GetBytes(record.Text))));
        Assert.Equal(404, (await Host.CallAsync("GET", $"/v1/audit/records/{sequence}", "other")).Code);
    }

    [Fact]
    public async Task Uplift_Paused_NeedsTwoPeopleToResume()
    {
        HostProcess.Reply paused = await Host.CallAsync("POST", "/v1/operations/pause-uplift", "operator", idempotencyKey: "pause-1");
        HostProcess.Reply first = await Host.CallAsync("POST", "/v1/operations/resume-uplift", "operator", idempotencyKey: "resume-1");
        HostProcess.Reply alone = await Host.CallAsync("POST", "/v1/operations/resume-uplift", "operator", idempotencyKey: "resume-2");
        HostProcess.Reply second = await Host.CallAsync("POST", "/v1/operations/resume-uplift", "approver", idempotencyKey: "resume-3");

        Assert.Equal([200, 202, 202, 200], new[] { paused.Code, first.Code, alone.Code, second.Code });
        Assert.Equal("paused", alone.Json.GetProperty("uplift").GetString());
        Assert.Equal("active", second.Json.GetProperty("uplift").GetString());
    }

    private static decimal Money(JsonElement e, string name) => decimal.Parse(e.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static decimal Sum(JsonElement margin) => margin.GetProperty("components").EnumerateArray().Sum(c => Money(c, "amount"));
}
