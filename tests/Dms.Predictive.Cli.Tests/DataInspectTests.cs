using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Commands;

namespace Dms.Predictive.Cli.Tests;

public sealed class DataInspectTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private const string Rows = Header
        + "2024-03-01T00:00:00Z,100,101,99,100.5,2\n2024-03-01T00:01:00Z,100,101,99,100.5,0\n"
        + "2024-03-01T00:01:00Z,100,101,99,100.5,0\n2024-03-01T00:04:00Z,100,101,-9,100.5,2\n"
        + "2024-03-01T00:05:00Z,100,101,99,100.5,2\n2024-03-01T00:06:00Z,100,101,99,100.5,2\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("inspect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Inspect_Json_IsOneDocumentWithTheStatedFields()
    {
        (int code, string output) = await Run("data", "inspect", Write("BTC-X.csv", Rows), "--json");
        Assert.Equal(ExitCode.Done, code);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement root = document.RootElement;
        Assert.Equal("bars-csv", root.GetProperty("format").GetString());
        Assert.Equal("BTC-X", root.GetProperty("instrument").GetString());
        Assert.Equal("bars", root.GetProperty("kind").GetString());
        Assert.Equal(6, root.GetProperty("rows").GetInt32());
        Assert.Equal(4, root.GetProperty("bars").GetInt32());
        Assert.Equal("2024-03-01T00:00:00Z", root.GetProperty("first").GetString());
        Assert.Equal("2024-03-01T00:06:00Z", root.GetProperty("last").GetString());
        Assert.Equal("PT1M", root.GetProperty("step").GetString());
        JsonElement gaps = root.GetProperty("gaps");
        Assert.Equal(1, gaps.GetProperty("count").GetInt32());
        Assert.Equal(3, gaps.GetProperty("missing").GetInt32());
        Assert.Equal("PT3M", gaps.GetProperty("longest").GetString());
        Assert.Equal("2024-03-01T00:05:00Z", gaps.GetProperty("longestAt").GetString());
        Assert.Equal(1, root.GetProperty("duplicates").GetInt32());
        Assert.Equal(0, root.GetProperty("outOfOrder").GetInt32());
        Assert.Equal(1, root.GetProperty("zeroVolume").GetInt32());
        Assert.Equal(1, root.GetProperty("verdicts").GetProperty("NotPositive").GetInt32());
        Assert.True(root.GetProperty("clock").GetProperty("assumed").GetBoolean());
        Assert.Equal(64, root.GetProperty("sha256").GetString()!.Length);
        Assert.Contains(
            root.GetProperty("firstVerdicts").EnumerateArray(),
            v => v.GetProperty("line").GetInt32() == 5 && v.GetProperty("action").GetString() == "Quarantined");
    }

    [Fact]
    public async Task Inspect_NoGap_SaysWhyThereIsNoLongest()
    {
        string path = Write("A.csv", Header + "2024-01-01,1,2,1,2,1\n2024-01-02,1,2,1,2,1\n");
        (_, string output) = await Run("data", "inspect", path, "--json");
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement gaps = document.RootElement.GetProperty("gaps");
        Assert.Equal(JsonValueKind.Null, gaps.GetProperty("longestAt").ValueKind);
        Assert.Equal("no bar is absent", gaps.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Inspect_WithoutJson_ShowsTablesForPeople()
    {
        (int code, string output) = await Run("data", "inspect", Write("BTC-X.csv", Rows));
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("BTC-X", output, StringComparison.Ordinal);
        Assert.Contains("6 read, 4 bars, 2 quarantined", output, StringComparison.Ordinal);
        Assert.Contains("NotPositive", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_BadInput_EndsWithTheStatedExitCode()
    {
        string unsorted = Write("B.csv", Header + "2024-01-02,1,2,1,2,1\n2024-01-01,1,2,1,2,1\n");
        string empty = Write("C.csv", "");
        Assert.Equal(ExitCode.InputRefused, await CommandHost.RunAsync(Root(), ["data", "inspect", unsorted]));
        Assert.Equal(ExitCode.Done, (await Run("data", "inspect", unsorted, "--sort", "--json")).Code);
        Assert.Equal(ExitCode.InputRefused, await CommandHost.RunAsync(Root(), ["data", "inspect", empty]));
        string absent = Path.Combine(_folder, "absent.csv");
        Assert.Equal(ExitCode.OutsideWorld, await CommandHost.RunAsync(Root(), ["data", "inspect", absent]));
        Assert.Equal(ExitCode.Usage, await CommandHost.RunAsync(Root(), ["data", "inspect"]));
    }

    private static RootCommand Root() => new("test") { DataCommand.Create() };

    private static async Task<(int Code, string Output)> Run(params string[] args)
    {
        using StringWriter output = new();
        InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, Output = output };
        int code = await Root().Parse(args).InvokeAsync(configuration);
        return (code, output.ToString());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
