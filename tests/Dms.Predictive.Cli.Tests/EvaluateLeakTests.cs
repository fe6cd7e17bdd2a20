using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>What leaks look like on a year of real minutes. The numbers are those of the page on evaluations.</summary>
public sealed class EvaluateLeakTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-leak-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LongBitcoinFact]
    public async Task DemonstrateLeak_BitcoinYear_ShuffledFoldsFlatterAndPlacebosStaySilent()
    {
        CliRun run = await CliRun.Of(
            "evaluate", "--data", LongBitcoinFactAttribute.Folder!, "--test-start", "2019-01-01", "--test-end", "2019-03-01",
            "--horizons", "60m", "--demonstrate-leak", "--json", "--out", _folder);
        Assert.True(run.Exit == 0, run.Error);
        JsonElement leak = run.Json.GetProperty("leak");
        double[] r2 = [.. leak.GetProperty("schemes").EnumerateArray().Select(s => s.GetProperty("logRSquared").GetDouble())];
        double[] areas = [.. leak.GetProperty("schemes").EnumerateArray().Select(s => s.GetProperty("prAuc").GetDouble())];
        Assert.True(r2[0] > r2[1] + 0.1 && r2[1] > r2[2] + 0.1, string.Join(' ', r2));
        Assert.True(areas[0] > areas[1] + 0.1 && areas[0] > 4 * areas[2], string.Join(' ', areas));
        Assert.True(leak.GetProperty("placeboPasses").GetBoolean());
        Assert.True(leak.GetProperty("freshness").GetProperty("low").GetDouble() > 0);
        Assert.True(leak.GetProperty("trueLabels").GetProperty("low").GetDouble() > 0);
        Assert.True(leak.GetProperty("plantedLeakCaught").GetBoolean());
        Assert.Empty(leak.GetProperty("lookingAhead").EnumerateArray());
    }
}
