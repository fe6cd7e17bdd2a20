using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Dms.Predictive.Cli.Tests.Docs;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Margin changes of real bitcoin days under the shipped model, taken apart to the cent.</summary>
public sealed class ExplainRealDayTests : IDisposable
{
    private const string Hours = "crypto_1h_mit/binance_spot_BTCUSDT_1h_20200920_20250919.csv.gz";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-real-day-");

    public void Dispose() => _folder.Delete(recursive: true);

    [RealDataFact(Hours)]
    public async Task Model_BitcoinByTheHour_EveryChangeSumsAtEveryLevel()
    {
        string bars = Path.Combine(_folder.FullName, "BTCUSDT_1h.csv");
        string[] lines = Lines(RealDataFactAttribute.Path(Hours));
        await File.WriteAllLinesAsync(bars, [lines[0], .. lines[^4_000..]]);
        string report = Path.Combine(_folder.FullName, "report");
        CliRun run = await CliRun.Of(
            "explain", "model", "--bundle", Path.Combine(Repository.Root(), "models", "btc-1h", "1.0.0"),
            "--data", bars, "--rows", "300", "--out", report);
        Assert.True(run.Exit == ExitCode.Done, run.Error);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(report, "report.json")));
        JsonElement[] changes = [.. json.RootElement.GetProperty("marginExplain").EnumerateArray()];

        Assert.True(changes.Length >= 3);
        Assert.All(changes, change =>
        {
            JsonElement parts = change.GetProperty("booked").GetProperty("parts");
            Assert.Equal(Money(change.GetProperty("after")) - Money(change.GetProperty("before")), Money(change.GetProperty("delta")));
            Assert.Equal(Money(change.GetProperty("delta")), Sum(parts));
            Assert.Equal(Money(parts.GetProperty("ml")), Sum(change.GetProperty("features")));
        });
        Assert.Contains(changes, c => Sum(c.GetProperty("features")) != 0 && c.GetProperty("features").EnumerateObject().Count() > 10);
    }

    private static string[] Lines(string path)
    {
        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static decimal Sum(JsonElement named) => named.EnumerateObject().Sum(p => Money(p.Value));

    private static decimal Money(JsonElement value) => decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
