using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Cli.Commands;

namespace Dms.Predictive.Cli.Tests;

[Collection("console")]
public sealed class ExplainMarginTests : IDisposable
{
    private const string Request = """
        {"schema":"dms.margin/1","id":"ID","asOf":"2026-03-01T16:40:00Z",
         "account":{"id":"A-1","mode":"isolated","cash":1000000,"debt":0,"collateral":[],
           "positions":[{"instrument":"BTC","quantity":QTY,"unrealizedPnl":0,"accruedFunding":0}]},
         "market":{"assets":[],"expiries":[],
           "instruments":[{"id":"BTC","kind":"perpetual","underlying":"BTC","multiplier":1,"lot":0,"price":PRICE,"confidence":1}],
           "underlyings":[{"id":"BTC","spot":PRICE,"confidence":1}]},
         "policy":{"kind":"parametric","quantum":0.01,"parameters":{"measure":"es","confidence":0.99,"distribution":"normal",
           "horizonDays":1,"yearDays":365,"maintenanceRatio":0.75,"correlation":[[1]],
           "volatilities":[{"underlying":"BTC","annualized":0.6}]}},
         "overlay":{"cap":4,"maxStep":0.5,"stepSeconds":300,"halfLifeSeconds":3600,"weightMl":1,"killSwitch":false,
           "maintenanceMode":"ramped","noticeSeconds":14400,"rampSeconds":7200,
           "previous":{"at":"2026-03-01T16:35:00Z","multiplier":1.1,"maintenanceMultiplier":1},
           "forecast":{"sigmaReference":0.6,"sigmaGarch":GARCH,"sigmaMl":ML,"spikeProbability":0,"spikeMultiple":3,
             "issuedAt":"2026-03-01T16:40:00Z","validUntil":"2026-03-01T16:55:00Z","bundleVerified":true,"calibration":"ok",
             "outOfDistribution":false}}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-explain-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Margin_EverythingChanged_PartsSumToTheChangeToTheUnit()
    {
        Random random = new(9);
        for (int i = 0; i < 25; i++)
        {
            string At(int seed) => File(seed, Math.Round((random.NextDouble() - 0.5) * 20, 3), random.Next(20_000, 90_000),
                0.3 + random.NextDouble(), 0.3 + random.NextDouble());
            (int exit, JsonElement json) = await Run(At(1), At(2));
            Assert.Equal(ExitCode.Done, exit);
            decimal delta = Money(json.GetProperty("delta"));
            Assert.Equal(delta, json.GetProperty("booked").GetProperty("parts").EnumerateObject().Sum(p => Money(p.Value)));
            Assert.Equal(["position", "price", "garch", "ml"], json.GetProperty("order").EnumerateArray().Select(p => p.GetString()).Take(4));
            Assert.True(json.GetProperty("coalitions").EnumerateObject().Count() >= 16);
        }
    }

    [Fact]
    public async Task Margin_SameRequestTwice_NothingToExplain()
    {
        string file = File(1, 2, 50_000, 0.7, 0.8);
        (int exit, JsonElement json) = await Run(file, file);
        Assert.Equal((ExitCode.Done, 0m, 0), (exit, Money(json.GetProperty("delta")), json.GetProperty("order").GetArrayLength()));
        Assert.All(json.GetProperty("booked").GetProperty("parts").EnumerateObject(), p => Assert.Equal(0, Money(p.Value)));
    }

    [Fact]
    public async Task Margin_OnlyTheLearnedForecastRose_AllOfItIsMl()
    {
        (_, JsonElement json) = await Run(File(1, 2, 50_000, 0.7, 0.7), File(1, 2, 50_000, 0.7, 0.9));
        Assert.Equal(["ml"], json.GetProperty("order").EnumerateArray().Select(p => p.GetString()));
        Assert.True(Money(json.GetProperty("delta")) > 0);
        Assert.Equal(Money(json.GetProperty("delta")), Money(json.GetProperty("booked").GetProperty("parts").GetProperty("ml")));
    }

    private static decimal Money(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private string File(int seed, double quantity, int price, double garch, double learned)
    {
        string path = Path.Combine(_folder.FullName, $"{seed}-{Directory.GetFiles(_folder.FullName).Length}.json");
        string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        System.IO.File.WriteAllText(path, Request.Replace("ID", $"r{seed}", StringComparison.Ordinal)
            .Replace("QTY", Number(quantity), StringComparison.Ordinal).Replace("PRICE", Number(price), StringComparison.Ordinal)
            .Replace("GARCH", Number(garch), StringComparison.Ordinal).Replace("ML", Number(learned), StringComparison.Ordinal)
            .Replace("weight" + Number(learned), "weightMl", StringComparison.Ordinal));
        return path;
    }

    private static async Task<(int Exit, JsonElement Json)> Run(string before, string after)
    {
        TextWriter output = Console.Out;
        using StringWriter captured = new();
        Console.SetOut(captured);
        try
        {
            int exit = await CommandHost.RunAsync(
                [ExplainCommand.Create()], ["explain", "margin", "--before", before, "--after", after, "--json"]);
            return (exit, JsonDocument.Parse(captured.ToString()).RootElement);
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
