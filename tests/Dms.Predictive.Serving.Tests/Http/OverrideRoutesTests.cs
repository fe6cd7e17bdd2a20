using System.Globalization;
using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Overrides through a real process: set, killed, started again, in the record, and replayed from it.</summary>
public sealed class OverrideRoutesTests
{
    private const string Commands = $"/v1/accounts/{HostProcess.Account}/commands";
    private const string Overrides = "/v1/overrides";

    [Fact]
    public async Task Override_SetAndKilled_HoldsAfterTheRestartAndReplaysFromTheLog()
    {
        using HostProcess host = new(bars: 2200);
        await host.StartAsync();
        await host.CallAsync("PUT", $"/v1/accounts/{HostProcess.Account}", "risk", new { mode = "cross" }, "open");
        await host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "1000000.00" }, "fund");
        await host.CallAsync("POST", Commands, "risk", new { type = "fill", instrument = HostProcess.Instrument, quantity = "1.000", price = "42000.00" }, "fill");
        string now = (await host.CallAsync("GET", $"/v1/accounts/{HostProcess.Account}/margin", "risk")).Json.GetProperty("asOf").GetString()!;
        string until = Ahead(now, TimeSpan.FromDays(6));

        HostProcess.Reply tooLong = await host.CallAsync("POST", Overrides, "approver", Body("2", Ahead(now, TimeSpan.FromDays(9))), "long");
        Assert.Equal((422, "override-until"), (tooLong.Code, tooLong.Json.GetProperty("code").GetString()));
        HostProcess.Reply lower = await host.CallAsync("POST", Overrides, "approver", Body("0.5", until), "lower");
        Assert.Equal((202, "waiting"), (lower.Code, lower.Json.GetProperty("state").GetString()));
        HostProcess.Reply set = await host.CallAsync("POST", Overrides, "approver", Body("2", until), "raise");
        Assert.Equal((201, "inForce"), (set.Code, set.Json.GetProperty("state").GetString()));
        Assert.True((await host.CallAsync("POST", Overrides, "approver", Body("2", until), "raise")).IsReplayed);

        host.Kill();
        await host.StartAsync();

        JsonElement[] open = [.. (await host.CallAsync("GET", Overrides, "auditor")).Json.GetProperty("items").EnumerateArray()];
        Assert.Equal(["waiting", "inForce"], open.Select(o => o.GetProperty("state").GetString()));
        string id = open[0].GetProperty("id").GetString()!;
        Assert.Equal("override-own", (await host.CallAsync("POST", $"{Overrides}/{id}/approvals", "approver", null, "own")).Json.GetProperty("code").GetString());
        Assert.Equal(201, (await host.CallAsync("POST", $"{Overrides}/{id}/approvals", "colleague", null, "second")).Code);
        string raise = open[1].GetProperty("id").GetString()!;
        Assert.Equal(202, (await host.CallAsync("POST", $"{Overrides}/{raise}/withdrawals", "approver", null, "end-1")).Code);
        Assert.Equal(201, (await host.CallAsync("POST", $"{Overrides}/{raise}/withdrawals", "colleague", null, "end-2")).Code);
        await host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "1.00" }, "last");
        Assert.Equal(0, host.Terminate());

        string log = Path.Combine(host.State, "audit");
        Assert.True(KillTests.Run("audit", "verify", "--log", log, "--json").GetProperty("ok").GetBoolean());
        JsonElement replay = KillTests.Run("audit", "replay", "--log", log, "--json");
        Assert.True(replay.GetProperty("figures").GetInt64() > 3);
        Assert.Equal(replay.GetProperty("figures").GetInt64(), replay.GetProperty("identical").GetInt64());
        JsonElement found = KillTests.Run("audit", "search", "--log", log, "--kind", "override.set", "--actor", "approver", "--json");
        Assert.Equal(["2", "0.5"], found.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("value").GetString()));
        Assert.Equal("0.5", Assert.Single(KillTests.Run("audit", "search", "--log", log, "--active", "--json").GetProperty("records").EnumerateArray()).GetProperty("value").GetString());
        long margins = KillTests.Run("audit", "search", "--log", log, "--kind", "margin.decided", "--limit", "100000", "--json").GetProperty("records")
            .EnumerateArray().Count(r => r.TryGetProperty("overrideEffect", out JsonElement e) && decimal.Parse(e.GetString()!, CultureInfo.InvariantCulture) > 0);
        Assert.True(margins > 0, "No margin was raised by the override.");
    }

    private static object Body(string factor, string until) => new { account = HostProcess.Account, factor, why = "a venue is under attack", until };

    private static string Ahead(string now, TimeSpan by) =>
        DateTimeOffset.Parse(now, CultureInfo.InvariantCulture).Add(by).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
