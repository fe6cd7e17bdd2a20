using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

public sealed class MarginCompareTests : IDisposable
{
    private readonly string _out = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_out))
        {
            Directory.Delete(_out, recursive: true);
        }
    }

    [Fact]
    public async Task Compare_EveryShippedBook_RaisedIsNeverBelowCalm()
    {
        string[] books = Directory.GetFiles(Path.Combine(Docs.Repository.Root(), "data", "samples", "books"), "*.json");
        CliRun run = await CliRun.Of(["margin", "compare", "--request", .. books, "--out", _out, "--json"]);

        Assert.Equal(ExitCode.Done, run.Exit);
        JsonElement[] rows = [.. run.Json.GetProperty("rows").EnumerateArray()];
        Assert.True(rows.Length > books.Length, "Accounts with options have a second row without them.");
        Assert.All(rows, r =>
        {
            decimal[] raised = [.. r.GetProperty("raised").EnumerateArray().Select(x => x.GetProperty("initial").GetDecimal())];
            Assert.Equal(r.GetProperty("calm").GetProperty("initial").GetDecimal(), raised[0]);
            Assert.Equal(raised.Order(), raised);
        });
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(_out, "compare.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_RefusedRequest_IsNamedAndNothingIsWritten()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, "{\"schema\":\"dms.margin/1\"}");

        CliRun run = await CliRun.Of("margin", "compare", "--request", file, "--out", _out);
        File.Delete(file);

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.False(File.Exists(Path.Combine(_out, "compare.json")));
    }
}
