using System.Text.Json;
using Dms.Predictive.Cli.Tests.Docs;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Cli.Tests;

public sealed class CalibrateSensitivitiesTests : IDisposable
{
    private static readonly string Sample = Path.Combine(Repository.Root(), "data", "samples", "SIM-BTC.csv.gz");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-weights-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Calibrate_TwoFactorsOfOneFile_WritesAPolicyThatTheEngineReads()
    {
        CliRun run = await CliRun.Of(
            "calibrate", "sensitivities", "--factor", $"crypto/major/BTC={Sample}", "--factor", $"crypto/major/TWIN={Sample}",
            "--out", _folder.FullName);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "policy.json")));
        SensitivitiesPolicy policy = (SensitivitiesPolicy)PolicyReader.Read(document.RootElement, "policy");
        RiskBucket bucket = policy.Parameters.RiskClasses.Single().Buckets.Single();
        Assert.InRange(bucket.RiskWeight, 0.05, 1);
        Assert.InRange(bucket.VegaRiskWeight, 0.01, 3);
        Assert.Equal(1, bucket.Correlation, 1e-9);
    }

    [Theory]
    [InlineData("BTC=x.csv", "--factor")]
    [InlineData("crypto/major/BTC", "--factor")]
    public async Task Calibrate_FactorOfAnotherForm_IsRefused(string factor, string where)
    {
        CliRun run = await CliRun.Of("calibrate", "sensitivities", "--factor", factor, "--out", _folder.FullName, "--json");
        Assert.NotEqual(0, run.Exit);
        Assert.Contains(where, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--confidence", "1")]
    [InlineData("--horizon-days", "0")]
    [InlineData("--horizon-days", "100")]
    [InlineData("--maintenance-ratio", "1.5")]
    public async Task Calibrate_OptionOutOfRange_IsRefused(string option, string value)
    {
        CliRun run = await CliRun.Of(
            "calibrate", "sensitivities", "--factor", $"crypto/major/BTC={Sample}", "--out", _folder.FullName, option, value);
        Assert.NotEqual(0, run.Exit);
        Assert.NotEqual("", run.Error);
    }
}
