using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Runs <c>dms garch forecast</c> and the pictures of <c>dms garch fit</c> as a user would.</summary>
public sealed class GarchForecastCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-forecast").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("garch", "normal", "Analytic")]
    [InlineData("gjr", "skewt", "Analytic")]
    [InlineData("egarch", "t", "Simulation")]
    [InlineData("tarch", "ged", "Simulation")]
    [InlineData("aparch", "normal", "Simulation")]
    [InlineData("figarch", "normal", "Analytic")]
    public void Forecast_EveryModel_HasEveryBar(string model, string distribution, string method)
    {
        JsonElement answer = Json(
            "forecast", "--input", Series(400), "--model", model, "--distribution", distribution, "--horizon", "7", "--paths", "500", "--json");
        JsonElement variance = answer.GetProperty("variance"), returns = answer.GetProperty("returns");
        Assert.Equal(method, variance.GetProperty("method").GetString());
        Assert.Equal("Simulation", returns.GetProperty("method").GetString());
        double[] values = [.. variance.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(7, values.Length);
        Assert.All(values, v => Assert.True(v > 0));
        Assert.Equal(values.Sum(), variance.GetProperty("total").GetDouble(), 1e-12);
        Assert.Equal(400, variance.GetProperty("originBar").GetInt64());
        Assert.All(returns.GetProperty("tail").EnumerateArray(), t => Assert.True(
            t.GetProperty("expectedShortfall").GetDouble() > t.GetProperty("valueAtRisk").GetDouble()));
        if (model is not ("egarch" or "figarch"))
        {
            return;
        }

        double[] fitted = [.. Json("fit", "--input", Series(400), "--model", model, "--distribution", distribution, "--horizon", "7", "--json")
            .GetProperty("forecastVariance").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(7, fitted.Length);
        Assert.Equal(values[0], fitted[0]);
    }

    [Fact]
    public void Forecast_Threads_SameBytes()
    {
        string[] arguments =
            ["forecast", "--input", Series(400), "--model", "egarch", "--horizon", "5", "--antithetic", "--method", "historical", "--paths", "3000", "--json"];
        (int one, string text, _) = Run([.. arguments, "--threads", "1"]);
        (int two, string again, _) = Run([.. arguments, "--threads", "2"]);
        Assert.Equal((0, 0), (one, two));
        Assert.Equal(text, again);
        Assert.Contains("FilteredHistorical", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_Bootstrap_SurroundsTheVariance()
    {
        JsonElement answer = Json(
            "forecast", "--input", Series(600), "--horizon", "3", "--bootstrap", "50", "--unit", "percent", "--json");
        JsonElement interval = answer.GetProperty("interval");
        Assert.Equal(50, interval.GetProperty("draws").GetInt32());
        Assert.Equal("percent", answer.GetProperty("variance").GetProperty("unit").GetString());
        double middle = answer.GetProperty("variance").GetProperty("values")[0].GetDouble();
        Assert.InRange(middle, interval.GetProperty("lower")[0].GetDouble(), interval.GetProperty("upper")[0].GetDouble());
    }

    [Fact]
    public void Forecast_ConstantSeries_NullWithReason()
    {
        JsonElement answer = Json("forecast", "--input", Write("constant.csv", Enumerable.Repeat("0.5", 300)), "--json");
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("variance").ValueKind);
        Assert.Equal("DegenerateData", answer.GetProperty("status").GetString());
        Assert.False(string.IsNullOrEmpty(answer.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("--method", "guess")]
    [InlineData("--paths", "1")]
    [InlineData("--confidence", "1.5")]
    [InlineData("--bootstrap", "5")]
    [InlineData("--threads", "0")]
    [InlineData("--unit", "bps")]
    public void Forecast_WrongUsage_ExitsWithTwo(string option, string value)
    {
        (int code, string output, string error) = Run("forecast", "--input", Series(400), option, value, "--json");
        Assert.Equal((2, ""), (code, output));
        Assert.False(string.IsNullOrEmpty(JsonElement.Parse(error).GetProperty("error").GetProperty("message").GetString()));
    }

    [Fact]
    public void Forecast_AnalyticWithoutClosedForm_ExitsWithTwo()
    {
        string[] arguments = ["forecast", "--input", Series(400), "--model", "egarch", "--method", "analytic", "--json", "--horizon"];
        Assert.Equal(2, Run([.. arguments, "2"]).Code);
        Assert.Equal(0, Run([.. arguments, "1"]).Code);
    }

    [Fact]
    public void Fit_Figures_WritesFourPictures()
    {
        string figures = Path.Combine(_folder, "figures");
        Assert.Equal(0, Run("fit", "--input", Series(400), "--model", "gjr", "--horizon", "20", "--figures", figures, "--json").Code);
        string[] names = [.. Directory.GetFiles(figures).Select(f => Path.GetFileName(f)).Order()];
        Assert.Equal(["fan.png", "innovations.png", "news-impact.png", "volatility.png"], names);
        byte[] signature = [0x89, 0x50, 0x4E, 0x47];
        Assert.All(Directory.GetFiles(figures), f =>
        {
            byte[] bytes = File.ReadAllBytes(f);
            Assert.True(bytes.Length > 5_000, $"{f}: {bytes.Length} bytes");
            Assert.Equal(signature, bytes[..4]);
        });
    }

    private JsonElement Json(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.True(code == 0, error);
        return JsonElement.Parse(output);
    }

    private string Series(int count) => Write($"series{count}.csv", Waves(count).Select(
        r => r.ToString("R", CultureInfo.InvariantCulture)));

    private string Write(string name, IEnumerable<string> lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, ["return", .. lines]);
        return path;
    }

    /// <summary>Returns with volatility that comes in waves, from the seeded generator.</summary>
    private static IEnumerable<double> Waves(int count)
    {
        SeededGenerator generator = new(12);
        double h = 1;
        for (int t = 0; t < count; t++)
        {
            double r = 0.03 + (Math.Sqrt(h) * InnovationLaw.Create(GarchDistribution.StudentT, 9).Sample(generator));
            h = 0.08 + (0.15 * (r - 0.03) * (r - 0.03)) + (0.77 * h);
            yield return r;
        }
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        CliRun run = CliRun.Of(["garch", .. arguments]).GetAwaiter().GetResult();
        return (run.Exit, run.Output, run.Error);
    }
}
