using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

public sealed class BacktestExchangeTests : IDisposable
{
    private readonly string _out = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_out))
        {
            Directory.Delete(_out, recursive: true);
        }
    }

    [RealDataFact("lean_bars", "exchange_margins_lean")]
    public async Task Exchange_StandardAndPoors_BreachesAndProcyclicalityAtMostTheExchanges()
    {
        CliRun run = await CliRun.Of(
            "backtest", "exchange", "--data", RealDataFactAttribute.Path("lean_bars/equity_usa_hour_spy.zip"),
            "--margins", RealDataFactAttribute.Path("exchange_margins_lean/cme/ES.csv"), "--out", _out, "--json");

        Assert.Equal(ExitCode.Done, run.Exit);
        JsonElement exchange = Row(run.Json, "exchange"), ours = Row(run.Json, "with forecast");
        Assert.Equal(Number(exchange, "averageRate"), Number(ours, "averageRate"), 1e-12);
        Assert.True(Number(ours, "breaches") <= Number(exchange, "breaches"));
        Assert.True(Number(ours, "peakToTrough") <= Number(exchange, "peakToTrough"));
        Assert.True(Number(ours, "largestFiveDayRise") <= Number(exchange, "largestFiveDayRise"));
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(_out, "exchange.svg")), StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(run.Json, JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_out, "exchange.json"))).RootElement));
    }

    [RealDataFact("lean_bars")]
    public async Task Exchange_HistoryWithoutHeader_IsRefusedWithItsPlaceAndNothingWritten()
    {
        Directory.CreateDirectory(_out);
        string margins = Path.Combine(_out, "margins.csv"), results = Path.Combine(_out, "results");
        await File.WriteAllTextAsync(margins, "20120326,4375,3500\n");

        CliRun run = await CliRun.Of(
            "backtest", "exchange", "--data", RealDataFactAttribute.Path("lean_bars/equity_usa_daily_spy.zip"), "--margins", margins, "--out", results);

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains(margins + ":1", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(results, "exchange.json")));
    }

    private static JsonElement Row(JsonElement document, string margin) =>
        document.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("margin").GetString() == margin);

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();
}
