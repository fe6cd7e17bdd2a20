using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Runs the built <c>dms garch fit</c> as a user would.</summary>
public sealed class GarchFitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-garch").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Fit_Json_HasTheAgreedFields()
    {
        (int code, string output, _) = Run("--input", Series(1200), "--horizon", "3", "--repeat", "2", "--json");
        JsonElement answer = JsonElement.Parse(output);
        Assert.Equal(0, code);
        Assert.Equal("garch", answer.GetProperty("model").GetString());
        Assert.Equal("normal", answer.GetProperty("distribution").GetString());
        Assert.Equal("constant", answer.GetProperty("mean").GetString());
        Assert.Equal("backcast", answer.GetProperty("start").GetString());
        Assert.Equal(1200, answer.GetProperty("n").GetInt32());
        Assert.Equal("Converged", answer.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("message").ValueKind);
        Assert.Equal(3, answer.GetProperty("forecastVariance").GetArrayLength());
        Assert.Equal(2, answer.GetProperty("timing").GetProperty("runs").GetInt32());
        Assert.True(answer.GetProperty("timing").GetProperty("medianMs").GetDouble() > 0);
        double likelihood = answer.GetProperty("logLikelihood").GetDouble();
        Assert.Equal(8 - (2 * likelihood), answer.GetProperty("aic").GetDouble(), 1e-9);
        Assert.Equal((4 * Math.Log(1200)) - (2 * likelihood), answer.GetProperty("bic").GetDouble(), 1e-9);
        foreach (string kind in (string[])["hessian", "opg", "robust"])
        {
            JsonElement errors = answer.GetProperty("standardErrors").GetProperty(kind);
            Assert.All(["mu", "omega", "alpha", "beta"], name => Assert.True(errors.GetProperty(name).GetDouble() > 0));
        }

        JsonElement beta = answer.GetProperty("robustInference").GetProperty("beta");
        double estimate = answer.GetProperty("parameters").GetProperty("beta").GetDouble();
        double error = answer.GetProperty("standardErrors").GetProperty("robust").GetProperty("beta").GetDouble();
        Assert.Equal(estimate / error, beta.GetProperty("t").GetDouble(), 1e-9);
        Assert.Equal(estimate + (1.959963984540054 * error), beta.GetProperty("upper95").GetDouble(), 1e-9);
        Assert.InRange(beta.GetProperty("p").GetDouble(), 0, 0.05);
    }

    [Theory]
    [InlineData("gjr", "t", "mu omega alpha gamma beta nu")]
    [InlineData("egarch", "normal", "mu omega alpha gamma beta")]
    [InlineData("aparch", "normal", "mu omega alpha gamma beta delta")]
    public void Fit_OtherModels_HaveTheirParameters(string model, string distribution, string names)
    {
        (int code, string output, _) = Run(
            "--input", Series(600), "--model", model, "--distribution", distribution, "--json");
        JsonElement answer = JsonElement.Parse(output);
        Assert.Equal(0, code);
        Assert.Equal((model, distribution), (answer.GetProperty("model").GetString(), answer.GetProperty("distribution").GetString()));
        Assert.Equal(names.Split(' '), answer.GetProperty("parameters").EnumerateObject().Select(p => p.Name));
        Assert.True(answer.GetProperty("forecastVariance")[0].GetDouble() > 0);
    }

    [Fact]
    public void Fit_Realgarch_ReadsTheRealizedColumn()
    {
        string[] returns = File.ReadAllLines(Series(400))[1..];
        string Row(string r, int i) => $"{r},{(0.2 + (0.1 * Math.Sin(i * 0.7)) + Math.Abs(double.Parse(r, CultureInfo.InvariantCulture))):R}";
        string path = Write("realized.csv", [.. returns.Select(Row)], "return,rv");
        string[] fit = ["--input", path, "--column", "return", "--model", "realgarch", "--mean", "zero", "--json"];
        (int code, string output, _) = Run([.. fit, "--realized", "rv"]);
        JsonElement answer = JsonElement.Parse(output);
        Assert.Equal(0, code);
        Assert.Equal(
            ["omega", "alpha", "beta", "xi", "delta", "eta1", "eta2", "lambda"],
            answer.GetProperty("parameters").EnumerateObject().Select(p => p.Name));
        Assert.True(answer.GetProperty("logLikelihood").GetDouble() < answer.GetProperty("returnLogLikelihood").GetDouble() + 400);
        Assert.Equal(2, Run(fit).Code);
        Assert.Equal(3, Run([.. fit, "--realized", "return"]).Code);
    }

    [Fact]
    public void Fit_ZeroMean_HasNoMu()
    {
        (_, string output, _) = Run("--input", Series(600), "--mean", "zero", "--start", "sample", "--json");
        JsonElement answer = JsonElement.Parse(output);
        Assert.False(answer.GetProperty("parameters").TryGetProperty("mu", out _));
        Assert.Equal("zero", answer.GetProperty("mean").GetString());
        Assert.Equal("sample", answer.GetProperty("start").GetString());
    }

    [Fact]
    public void Fit_WithoutJson_PrintsATable()
    {
        (int code, string output, _) = Run("--input", Series(600));
        Assert.Equal(0, code);
        Assert.Contains("Converged", output, StringComparison.Ordinal);
        Assert.Contains("omega", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ForeignColumns_AreIgnored()
    {
        string plain = Series(400);
        string[] values = File.ReadAllLines(plain)[1..];
        string path = Path.Combine(_folder, "quirks.csv");
        string Row(string value, int i) => $"1/{(i % 28) + 1}/1999,  {value} ,n/a";
        File.WriteAllLines(path, ["\uFEFFDate,\"Ret\",Note", .. values.Select(Row)]);
        (_, string expected, _) = Run("--input", plain, "--json");
        (int code, string output, _) = Run("--input", path, "--column", "Ret", "--json");
        Assert.Equal(0, code);
        Assert.Equal(expected, output);
        Assert.Equal(expected, Run("--input", path, "--json").Output);
    }

    [Fact]
    public void Fit_ConstantSeries_UndefinedNumbersAreNullWithReason()
    {
        string path = Write("constant.csv", Enumerable.Repeat("0.5", 500));
        (int code, string output, _) = Run("--input", path, "--json");
        JsonElement answer = JsonElement.Parse(output);
        Assert.Equal(0, code);
        Assert.Equal("DegenerateData", answer.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("logLikelihood").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("parameters").GetProperty("omega").ValueKind);
        Assert.False(string.IsNullOrEmpty(answer.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("NaN", "non-finite")]
    [InlineData("Infinity", "non-finite")]
    [InlineData("abc", "malformed")]
    [InlineData("", "malformed")]
    public void Fit_BadCell_RefusedWithItsLine(string cell, string code)
    {
        string path = Write("bad.csv", [.. Enumerable.Repeat("0.1,x", 100), $"{cell},x", "0.2,x"], "return,tag");
        (int exit, string output, string error) = Run("--input", path, "--column", "return", "--json");
        Assert.Equal((3, ""), (exit, output));
        JsonElement fault = JsonElement.Parse(error).GetProperty("error");
        Assert.Equal(code, fault.GetProperty("code").GetString());
        Assert.EndsWith("bad.csv:102", fault.GetProperty("where").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--model", "gjrr")]
    [InlineData(2, "--distribution", "cauchy")]
    [InlineData(2, "--start", "aparch-sample")]
    [InlineData(2, "--mean", "ar")]
    [InlineData(2, "--realized", "x")]
    [InlineData(2, "--column", "nope")]
    [InlineData(2, "--horizon", "0")]
    [InlineData(2, "--nonsense", "1")]
    public void Fit_WrongUsage_ExitsWithTwoAndSaysWhatIsAllowed(int expected, string option, string value)
    {
        (int code, string output, string error) = Run("--input", Series(100), option, value, "--json");
        Assert.Equal((expected, ""), (code, output));
        JsonElement fault = JsonElement.Parse(error).GetProperty("error");
        Assert.False(string.IsNullOrEmpty(fault.GetProperty("message").GetString()));
    }

    [Fact]
    public void Fit_MissingFile_ExitsWithFour() =>
        Assert.Equal(4, Run("--input", Path.Combine(_folder, "absent.csv"), "--json").Code);

    /// <summary>Returns with volatility that comes in waves, from a fixed formula.</summary>
    private string Series(int count)
    {
        uint state = 12345;
        double h = 1;
        List<string> lines = [];
        for (int t = 0; t < count; t++)
        {
            double sum = -6;
            for (int i = 0; i < 12; i++)
            {
                state = unchecked((state * 1664525) + 1013904223);
                sum += state / 4294967296.0;
            }

            double r = 0.03 + (Math.Sqrt(h) * sum);
            h = 0.08 + (0.15 * (r - 0.03) * (r - 0.03)) + (0.77 * h);
            lines.Add(r.ToString("R", CultureInfo.InvariantCulture));
        }

        return Write($"series{count}.csv", lines);
    }

    private string Write(string name, IEnumerable<string> lines, string header = "return")
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, [header, .. lines]);
        return path;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "dms.dll");
        ProcessStartInfo start = new("dotnet", ["exec", program, "garch", "fit", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
