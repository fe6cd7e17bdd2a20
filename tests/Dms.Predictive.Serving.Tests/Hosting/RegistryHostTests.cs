using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Real processes: a host that follows a registry, and a training beside it that is killed.</summary>
public sealed partial class RegistryHostTests
{
    [Fact]
    public async Task Challenger_OfTheRegistry_IsScoredRecordedAndTheSameAfterARestart()
    {
        using HostProcess host = new(bars: 13_000, speed: "max");
        string models = CopyOfModels(host);
        Assert.Equal(0, (await RunAsync("models", "register", "--bundle", Path.Combine(models, "sim-btc", "1.0.0"), "--actor", "sam")).Exit);
        host.Settings["DMS__REGISTRY__MODELS"] = models;
        host.Settings["DMS__REGISTRY__ID"] = "sim-btc";
        await host.StartAsync();
        JsonElement before = await ModelsWhenEndedAsync(host);
        Assert.Equal(0, host.Terminate());
        await host.StartAsync();
        JsonElement after = await ModelsWhenEndedAsync(host);
        Assert.Equal(0, host.Terminate());

        JsonElement challenger = before.GetProperty("items")[0];
        Assert.Equal("challenger", challenger.GetProperty("alias").GetString());
        Assert.True(challenger.GetProperty("decisions").GetInt64() > 100 && challenger.GetProperty("qlike").GetDouble() > 0, challenger.ToString());
        Assert.Equal(before.ToString(), after.ToString());
        (_, JsonElement verified) = await RunAsync("audit", "verify", "--log", Path.Combine(host.State, "audit"), "--json");
        Assert.True(verified.GetProperty("ok").GetBoolean(), verified.ToString());
        (_, JsonElement replay) = await RunAsync("audit", "replay", "--log", Path.Combine(host.State, "audit"), "--data", Path.Combine(host.State, "models"), "--json");
        JsonElement forecasts = replay.GetProperty("forecasts");
        Assert.True(forecasts.GetProperty("figures").GetInt64() > 200, replay.ToString());
        Assert.Equal(forecasts.GetProperty("figures").GetInt64(), forecasts.GetProperty("identical").GetInt64());

        (int exit, JsonElement gate) = await RunAsync(
            "models", "gate", "--models", models, "--id", "sim-btc", "--model-version", "1.0.0", "--shadow", host.State,
            "--out", Path.Combine(host.Folder, "gate.json"), "--json");
        JsonElement evidence = gate.GetProperty("evidence");
        Assert.Equal((1, "shadow", 0), (exit, evidence.GetProperty("kind").GetString(), evidence.GetProperty("shadowDifferences").GetInt32()));
        Assert.True(evidence.GetProperty("shadowRecords").GetInt32() > 200 && evidence.GetProperty("raiseOnly").GetProperty("below").GetInt32() == 0, evidence.ToString());
        Assert.Equal("evidence-short", gate.GetProperty("findings").EnumerateArray().First(f => !f.GetProperty("passed").GetBoolean()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Training_KilledAgainAndAgain_IsStartedAgainAndTheHostGoesOn()
    {
        using HostProcess host = new();
        string[] arguments = ["--schedule", "7d", "--data", host.Bars, "--out", Path.Combine(host.Folder, "models"), "--id", "m", "--actor", "bot"];
        for (int i = 0; i < arguments.Length; i++)
        {
            host.Settings[$"DMS__RETRAINING__ARGUMENTS__{i.ToString(CultureInfo.InvariantCulture)}"] = arguments[i];
        }

        host.Settings["DMS__RETRAINING__BACKOFF"] = "00:00:00.2";
        host.Settings["DMS__RETRAINING__BACKOFFATMOST"] = "00:00:00.4";
        await host.StartAsync();
        int last = 0;
        for (int kills = 0; kills < 2; kills++)
        {
            last = await KillNextAsync(host, last);
        }

        last = await NextChildAsync(host, last);
        Assert.Contains("Training ended with", host.Output);
        Assert.Equal(200, (await host.CallAsync("GET", "/health/ready")).Code);
        Assert.Equal(201, (await host.CallAsync("PUT", $"/v1/accounts/{HostProcess.Account}", "risk", new { mode = "cross" }, "open")).Code);

        // A host that is killed leaves no training behind.
        host.Process.Kill();
        await host.Process.WaitForExitAsync();
        await UntilAsync(() => !IsAlive(last), $"Training {last} outlived its host.");
    }

    // One that ends between being named and being killed is not the one that this test is about: the next one is.
    private static async Task<int> KillNextAsync(HostProcess host, int last)
    {
        while (true)
        {
            last = await NextChildAsync(host, last);
            try
            {
                using Process child = Process.GetProcessById(last);
                child.Kill();
                await child.WaitForExitAsync();
                return last;
            }
            catch (ArgumentException)
            {
            }
        }
    }

    private static string CopyOfModels(HostProcess host)
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent!;
        }

        string target = Path.Combine(host.Folder, "models", "sim-btc", "1.0.0");
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(at.FullName, "models", "sim-btc", "1.0.0")))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return Path.Combine(host.Folder, "models");
    }

    private static async Task<JsonElement> ModelsWhenEndedAsync(HostProcess host)
    {
        string verdict = "";
        await UntilAsync(
            async () => (verdict = (await host.CallAsync("GET", $"/v1/instruments/{HostProcess.Instrument}", "risk")).Json.GetProperty("quality").GetString()!) == "Ended",
            $"The feed did not end: {verdict}");
        return (await host.CallAsync("GET", "/v1/models", "risk")).Json;
    }

    private static async Task<int> NextChildAsync(HostProcess host, int before)
    {
        int found = 0;
        await UntilAsync(
            () => (found = Started().Matches(host.Output).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).LastOrDefault()) != 0 && found != before,
            $"No training was started: {host.Output}");
        return found;
    }

    private static Task UntilAsync(Func<bool> holds, string otherwise) => UntilAsync(() => Task.FromResult(holds()), otherwise);

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), otherwise);
            await Task.Delay(50);
        }
    }

    // A dead child whose parent is dead too may stay a zombie where nobody reaps; its stat says so.
    private static bool IsAlive(int process)
    {
        string stat = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat";
        try
        {
            return File.Exists(stat) && !File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<(int Exit, JsonElement Json)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [HostProcess.Dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, arguments.Contains("--json") ? output.Length > 0 ? JsonDocument.Parse(output).RootElement
            : throw new InvalidOperationException(await error) : default);
    }

    [GeneratedRegex(@"Training started as process (\d+)")]
    private static partial Regex Started();
}
