using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Real processes, killed at any moment: what was acknowledged stays, once.</summary>
public sealed class KillTests
{
    private const string Commands = $"/v1/accounts/{HostProcess.Account}/commands";
    private const int Clients = 4;

    [Fact]
    public Task KilledOnce_UnderCommands_LosesAndDoublesNothing() => KillAsync(rounds: 2, seed: 3);

    [LongFact]
    public Task KilledAtTwentyMoments_UnderCommands_LosesAndDoublesNothing() => KillAsync(rounds: 20, seed: 17);

    [Fact]
    public async Task StoppedAndStarted_WithTheSameState_GoesOnFromTheSameHash()
    {
        using HostProcess host = new(bars: 2200);
        await host.StartAsync();
        await host.CallAsync("PUT", $"/v1/accounts/{HostProcess.Account}", "risk", new { mode = "cross" }, "open");
        await host.CallAsync("POST", Commands, "risk", Deposit, "one");
        Assert.Equal(0, host.Terminate());

        JsonElement replay = Run("serve", "replay", "--state", host.State, "--json");
        await host.StartAsync();

        Assert.Contains($"recovered to sequence {replay.GetProperty("sequence").GetInt64()}, state {replay.GetProperty("stateHash").GetString()}", host.Output);
        Assert.Equal(0, host.Terminate());
        Assert.True(Run("audit", "verify", "--log", Path.Combine(host.State, "audit"), "--key", Path.Combine(host.State, "audit-key.json"), "--json").GetProperty("ok").GetBoolean());
    }

    private static object Deposit => new { type = "deposit", asset = "USD", amount = "1.00" };

    private static async Task KillAsync(int rounds, int seed)
    {
        using HostProcess host = new();
        await host.StartAsync();
        await host.CallAsync("PUT", $"/v1/accounts/{HostProcess.Account}", "risk", new { mode = "cross" }, "open");
        await host.CallAsync("POST", Commands, "risk", new { type = "deposit", asset = "USD", amount = "1000000.00" }, "fund");
        await host.CallAsync("POST", Commands, "risk", new { type = "fill", instrument = HostProcess.Instrument, quantity = "1.000", price = "42000.00" }, "fill");
        decimal before = await CashAsync(host);
        ConcurrentDictionary<string, long> acknowledged = [];
        ConcurrentDictionary<string, bool> open = [];
        ulong random = unchecked((ulong)seed * 0x9E3779B97F4A7C15);

        for (int round = 0; round < rounds; round++)
        {
            random = unchecked((random * 6364136223846793005UL) + 1442695040888963407UL);
            await RoundAsync(host, round, TimeSpan.FromMilliseconds(30 + ((random >> 40) % 400)), acknowledged, open);
            if (round % 4 == 1)
            {
                // Killed again while it starts and recovers.
                host.Spawn();
                await Task.Delay(TimeSpan.FromMilliseconds(200 + ((random >> 32) % 900)));
                host.Kill();
            }

            await host.StartAsync();
        }

        // What was sent and not answered may have been applied or not; sent again under its key it is applied once.
        foreach (string key in open.Keys)
        {
            Assert.Equal(201, (await host.CallAsync("POST", Commands, "risk", Deposit, key)).Code);
        }

        foreach ((string key, long sequence) in acknowledged)
        {
            HostProcess.Reply again = await host.CallAsync("POST", Commands, "risk", Deposit, key);
            Assert.True(again.IsReplayed && again.Json.GetProperty("sequence").GetInt64() == sequence, $"{key}: {again.Text}");
        }

        Assert.True(acknowledged.Count > rounds, $"Only {acknowledged.Count} commands were acknowledged.");
        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct().Count());
        Assert.Equal(before + acknowledged.Count + open.Count, await CashAsync(host));
        await CompareWithReplayAsync(host);
    }

    private static async Task RoundAsync(
        HostProcess host, int round, TimeSpan life, ConcurrentDictionary<string, long> acknowledged, ConcurrentDictionary<string, bool> open)
    {
        using CancellationTokenSource stop = new();
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(async client =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"k-{round}-{client}-{i}");
                open[key] = true;
                try
                {
                    HostProcess.Reply reply = await host.CallAsync("POST", Commands, "risk", Deposit, key);
                    if (reply.Code == 201)
                    {
                        acknowledged[key] = reply.Json.GetProperty("sequence").GetInt64();
                        open.TryRemove(key, out _);
                    }
                }
                catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
                {
                    return;
                }
            }
        })];
        await Task.Delay(life);
        host.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(clients);
    }

    private static async Task CompareWithReplayAsync(HostProcess host)
    {
        JsonElement there = (await host.CallAsync("POST", "/v1/operations/snapshot", "operator")).Json;
        host.Kill();
        string sequence = there.GetProperty("sequence").GetInt64().ToString(CultureInfo.InvariantCulture);
        JsonElement here = Run("serve", "replay", "--state", host.State, "--to", sequence, "--json");

        Assert.Equal(there.GetProperty("stateHash").GetString(), here.GetProperty("stateHash").GetString());
        await host.StartAsync();
        Assert.Equal(0, host.Terminate());
        JsonElement verified = Run("audit", "verify", "--log", Path.Combine(host.State, "audit"), "--key", Path.Combine(host.State, "audit-key.json"), "--json");
        Assert.True(verified.GetProperty("ok").GetBoolean(), verified.ToString());
        JsonElement replayed = Run("audit", "replay", "--log", Path.Combine(host.State, "audit"), "--data", Path.Combine(host.State, "models"), "--json");
        Assert.Equal(replayed.GetProperty("figures").GetInt64(), replayed.GetProperty("identical").GetInt64());
    }

    private static async Task<decimal> CashAsync(HostProcess host) => decimal.Parse(
        (await host.CallAsync("GET", $"/v1/accounts/{HostProcess.Account}", "risk")).Json.GetProperty("cash").GetProperty("USD").GetString()!,
        CultureInfo.InvariantCulture);

    internal static JsonElement Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [HostProcess.Dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(output.Length > 0, $"dms {string.Join(' ', arguments)}: exit {process.ExitCode}, {error.Result}");
        return JsonDocument.Parse(output).RootElement;
    }
}
