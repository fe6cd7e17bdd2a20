using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The option <c>--series</c> as users meet it.</summary>
public sealed class SeriesOptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-series-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("vxi=FILE", "vxi")]
    [InlineData("vix", "KIND=FILE")]
    [InlineData("vix=", "KIND=FILE")]
    [InlineData("taker-buy=FILE", "taker-buy")]
    [InlineData("macro+1h=FILE", "macro")]
    [InlineData("vix+soon=FILE", "soon")]
    public async Task Evaluate_SeriesThatIsNone_UsageNamesIt(string option, string named)
    {
        CliRun run = await CliRun.Of(
            "evaluate", "--data", Bars(), "--horizons", "10m", "--out", Out, "--series", option.Replace("FILE", Vix(), StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Out));
    }

    [Fact]
    public async Task Evaluate_UnsortedSeries_RefusedWithItsLine()
    {
        string file = Write("bad.csv", "time,published_at,value\n2026-01-02,2026-01-03,1\n2026-01-01,2026-01-02,1\n");
        CliRun run = await CliRun.Of("evaluate", "--data", Bars(), "--horizons", "10m", "--out", Out, "--series", $"vix={file}");

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains("series-unsorted", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad.csv:3", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WithSeries_ManifestListsItsDigestAndBundleVerifies()
    {
        string vix = Vix();
        CliRun train = await CliRun.Of(
            "train", "--data", Bars(), "--horizons", "10m", "--train-end", "2026-02-09", "--out", Out, "--id", "with-vix", "--series",
            $"vix={vix}", "--json");
        Assert.True(train.Exit == 0, train.Error);
        string bundle = train.Json.GetProperty("bundle").GetString()!;
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(bundle, "manifest.json"))).RootElement;
        CliRun verify = await CliRun.Of("models", "verify", "--bundle", bundle, "--json");

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(vix))),
            manifest.GetProperty("dataDigests").GetProperty("vix=vix.csv").GetString());
        Assert.Equal(0, verify.Exit);
    }

    private string Out => Path.Combine(_folder, "out");

    private string Vix()
    {
        StringBuilder text = new("date,vix\n");
        for (DateTime day = new(2025, 12, 20, 0, 0, 0, DateTimeKind.Utc); day.Month != 3; day = day.AddDays(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{15 + (day.Day % 7)}\n");
        }

        return Write("vix.csv", text.ToString());
    }

    private string Bars()
    {
        StringBuilder text = new("timestamp,open,high,low,close,volume\n");
        Random random = new(3);
        double price = 100;
        DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 40 * 288; i++)
        {
            double open = price;
            price *= 1 + (0.002 * (random.NextDouble() - 0.5));
            text.Append(CultureInfo.InvariantCulture,
                $"{start.AddMinutes(5 * i):yyyy-MM-ddTHH:mm:ssZ},{open:F6},{Math.Max(open, price) + 0.01:F6},{Math.Min(open, price) - 0.01:F6},{price:F6},1\n");
        }

        return Write("FIVE.csv", text.ToString());
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
