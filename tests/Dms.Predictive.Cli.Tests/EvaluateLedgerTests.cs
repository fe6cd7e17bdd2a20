using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The ledger of openings and the report, as users run them.</summary>
public sealed class EvaluateLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-ledger-").FullName;

    private string Ledger => Path.Combine(_folder, "ledger.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Evaluate_KilledThenRunAgain_TheFirstOpeningStaysCounted()
    {
        await KillOnceOpened();
        string[] lines = File.ReadAllLines(Ledger);
        Assert.Single(lines);
        Assert.Equal("opened", Event(lines[0]));

        CliRun run = await Evaluate("--json", "--demonstrate-leak");
        Assert.True(run.Exit == 0, run.Error);
        JsonElement opening = run.Json.GetProperty("opening");
        Assert.Equal(2, opening.GetProperty("ofThisConfiguration").GetInt32());
        lines = File.ReadAllLines(Ledger);
        Assert.Equal(["opened", "opened", "closed"], lines.Select(Event));
        Assert.Equal(Sha256(lines[1]), opening.GetProperty("lineSha256").GetString());
        Assert.Equal(Sha256(lines[0]), Field(lines[1], "previous"));
        Assert.Equal(run.Json.GetProperty("protocolHash").GetString(), Field(lines[0], "protocolHash"));
        Assert.Equal(Field(lines[2], "forecasts"), run.Json.GetProperty("forecastsSha256").GetString());
        AssertReport(run.Json);
        string page = File.ReadAllText(Path.Combine(_folder, "out", "report.html"));
        Assert.Contains("Opened twice by this configuration", page, StringComparison.Ordinal);
        Assert.Contains("the strongest baseline", page, StringComparison.Ordinal);
        Assert.Contains("shuffled 4-fold", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_DamagedLedger_RefusedBeforeAnythingIsOpened()
    {
        File.WriteAllText(Ledger, """{"line":1,"event":"opened"}""" + "\n");
        CliRun run = await Evaluate();
        Assert.Equal(3, run.Exit);
        Assert.Contains("ledger-damaged", run.Error, StringComparison.Ordinal);
        Assert.Contains("ledger.jsonl:1", run.Error, StringComparison.Ordinal);
        Assert.Contains("--ledger", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "out")));
    }

    private static void AssertReport(JsonElement report)
    {
        foreach (JsonElement h in report.GetProperty("horizons").EnumerateArray())
        {
            JsonElement first = h.GetProperty("gains")[0];
            double best = h.GetProperty("models").EnumerateArray()
                .Where(m => m.GetProperty("model").GetString() is "ewma" or "garch" or "har").Min(m => m.GetProperty("qlike").GetDouble());
            JsonElement named = h.GetProperty("models").EnumerateArray()
                .Single(m => m.GetProperty("model").GetString() == first.GetProperty("baseline").GetString());
            Assert.Equal(best, named.GetProperty("qlike").GetDouble());
        }

        JsonElement leak = report.GetProperty("leak");
        Assert.True(leak.GetProperty("plantedLeakCaught").GetBoolean());
        Assert.True(leak.GetProperty("placeboPasses").GetBoolean());
        Assert.Empty(leak.GetProperty("lookingAhead").EnumerateArray());
        double[] r2 = [.. leak.GetProperty("schemes").EnumerateArray().Select(s => s.GetProperty("logRSquared").GetDouble())];
        Assert.True(r2[0] > r2[^1] + 0.2, string.Join(' ', r2));
    }

    private async Task KillOnceOpened()
    {
        using FileSystemWatcher watcher = new(_folder, "ledger.jsonl");
        TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Changed += (_, _) => opened.TrySetResult();
        watcher.EnableRaisingEvents = true;
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "dms.dll"), .. Arguments()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        await opened.Task.WaitAsync(TimeSpan.FromMinutes(2));
        process.Kill();
        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "out")));
    }

    private Task<CliRun> Evaluate(params string[] more) => CliRun.Of([.. Arguments(), .. more]);

    private string[] Arguments() =>
    [
        "evaluate", "--data", Sample(), "--test-start", "2026-02-24", "--refit", "7d", "--out", Path.Combine(_folder, "out"),
        "--ledger", Ledger,
    ];

    private static string Event(string line) => Field(line, "event");

    private static string Field(string line, string name)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty(name).GetString()!;
    }

    private static string Sha256(string line) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(line)));

    private static string Sample()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "data", "samples", "SIM-BTC.csv.gz")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, "data", "samples", "SIM-BTC.csv.gz");
    }
}
