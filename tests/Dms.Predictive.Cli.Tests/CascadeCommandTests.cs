using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

public sealed class CascadeCommandTests
{
    private static readonly string[] Small = ["cascade", "--seeds", "3", "--training-seeds", "2", "--days", "1", "--adversaries", "2"];

    [Fact]
    public async Task Cascade_SmallRunTwice_SameBytesAndThePicture()
    {
        string folder = Directory.CreateTempSubdirectory("dms-cascade-").FullName;
        try
        {
            CliRun first = await CliRun.Of([.. Small, "--json", "--out", folder]);
            CliRun second = await CliRun.Of([.. Small, "--json"]);

            Assert.Equal((0, "", 0), (first.Exit, first.Error, second.Exit));
            Assert.Equal(first.Output, second.Output);
            Assert.Equal(first.Output.TrimEnd(), File.ReadAllText(Path.Combine(folder, "cascade.json")).TrimEnd());
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "cascade.svg")));
            Assert.Equal(6, first.Json.GetProperty("rules").GetArrayLength());
            JsonElement debt = first.Json.GetProperty("forecastAgainst")[0];
            Assert.Equal("badDebt", debt.GetProperty("measure").GetString());
            Assert.Equal(5, debt.GetProperty("plain").GetArrayLength());
            Assert.Equal(3, first.Json.GetProperty("rules")[0].GetProperty("withAdversaries").GetProperty("adversaries").GetArrayLength());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--adversaries", "3")]
    [InlineData("--seeds", "1")]
    [InlineData("--margin", "100")]
    [InlineData("--days", "0")]
    public async Task Cascade_OptionOutOfRange_IsWrongUsage(string option, string value)
    {
        CliRun run = await CliRun.Of("cascade", option, value);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(option, run.Error);
    }
}
