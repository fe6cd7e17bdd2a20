using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

public sealed class SurfaceCommandTests : IDisposable
{
    private readonly string _out = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_out))
        {
            Directory.Delete(_out, recursive: true);
        }
    }

    [RealDataFact("deribit_options_2026")]
    public async Task Fit_RecordedChains_PassLiquidQuotesWithoutArbitrage()
    {
        CliRun run = await CliRun.Of(
            "surface", "fit", "--data", RealDataFactAttribute.Path("deribit_options_2026/deribit_chain_202512.csv.gz"), "--json");

        Assert.Equal(ExitCode.Done, run.Exit);
        JsonElement total = run.Json.GetProperty("total");
        Assert.Equal(2_058, total.GetProperty("quotes").GetInt32());
        Assert.True(total.GetProperty("liquid").GetInt32() > 1_000);
        Assert.InRange(total.GetProperty("liquidInsideShare").GetDouble(), 0.95, 1);
        JsonElement[] snapshots = [.. run.Json.GetProperty("snapshots").EnumerateArray()];
        Assert.Equal(4, snapshots.Length);
        Assert.All(snapshots, s => Assert.True(s.GetProperty("arbitrageFree").GetBoolean()));
    }

    [RealDataFact("deribit_options_2026")]
    public async Task Study_RecordedMonth_ComparesAllRulesAtOneAverage()
    {
        CliRun run = await CliRun.Of(
            "surface", "study", "--svi-only", "--data", RealDataFactAttribute.Path("deribit_options_2026/deribit_chain_202601.csv.gz"),
            "--out", _out, "--json");

        Assert.Equal(ExitCode.Done, run.Exit);
        JsonElement[] rows = [.. run.Json.GetProperty("rows").EnumerateArray()];
        Assert.Equal(18, rows.Length);
        Assert.All(rows.Where(r => r.GetProperty("rule").GetString() == "Flat" && !r.GetProperty("forecast").GetBoolean()), r =>
            Assert.Equal(0, r.GetProperty("avoided").GetProperty("mean").GetDouble()));
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(_out, "surface.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_FileThatIsNoChain_IsRefusedWithItsPlace()
    {
        Directory.CreateDirectory(_out);
        string path = Path.Combine(_out, "chain.csv");
        await File.WriteAllTextAsync(path, "time,price\n");

        CliRun run = await CliRun.Of("surface", "fit", "--data", path, "--json");

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains(path + ":1", run.Error, StringComparison.Ordinal);
    }
}
