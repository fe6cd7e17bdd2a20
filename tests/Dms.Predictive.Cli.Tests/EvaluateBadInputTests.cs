using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Dms.Predictive.Cli.Tests;

/// <summary>What the command says about bad input, and that it leaves nothing behind.</summary>
public sealed class EvaluateBadInputTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private const string Row = "2026-01-01T00:00:00Z,100,101,99,100,1\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("dms-bad-input-").FullName;

    private string OutFolder => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "bars-empty")]
    [InlineData("time,price\n1,2\n", "bars-header")]
    [InlineData(Header + Row + "2026-01-01T00:01:00Z,100,101,99,abc,1\n", "bars-malformed")]
    [InlineData(Header + "2026-01-01T00:05:00Z,100,101,99,100,1\n" + Row, "bars-unsorted")]
    public void Evaluate_BadBars_RefusedWithFileAndCode(string content, string code)
    {
        string file = Path.Combine(_folder, "bars.csv");
        File.WriteAllText(file, content);
        (int exit, string error) = Run("evaluate", "--data", file, "--out", OutFolder);

        Assert.Equal(3, exit);
        Assert.Contains(code, error, StringComparison.Ordinal);
        Assert.Contains("bars.csv", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(OutFolder));
    }

    [Fact]
    public void Evaluate_TruncatedGzip_Refused()
    {
        string file = Path.Combine(_folder, "bars.csv.gz");
        using (MemoryStream memory = new())
        {
            using (GZipStream gzip = new(memory, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Repeat(Row, 500))));
            }

            File.WriteAllBytes(file, memory.ToArray()[..^20]);
        }

        (int exit, string error) = Run("evaluate", "--data", file, "--out", OutFolder);
        Assert.Equal(3, exit);
        Assert.Contains("bars.csv.gz", error, StringComparison.Ordinal);
    }

    [Fact]
    public void DataInspect_DuplicatesAndNegativePrices_AreVerdictsThatAreCounted()
    {
        string file = Path.Combine(_folder, "bars.csv");
        File.WriteAllText(file, Header + Row + Row
            + "2026-01-01T00:01:00Z,100,101,99,100,1\n2026-01-01T00:01:00Z,100,102,99,101,1\n"
            + "2026-01-01T00:02:00Z,-5,101,-5,100,1\n2026-01-01T00:03:00Z,100,101,99,100,1\n");
        (int exit, string output) = Run("data", "inspect", file, "--json");

        Assert.Equal(0, exit);
        Assert.Contains("\"identicalDuplicate\":1", output.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"duplicate\":1", output.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"notPositive\":1", output.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Evaluate_OutputIsAFile_FailsBeforeAnyWork()
    {
        string blocked = Path.Combine(_folder, "blocked");
        File.WriteAllText(blocked, "mine");
        (int exit, string error) = Run("evaluate", "--data", Sample(), "--out", blocked);

        Assert.Equal(4, exit);
        Assert.Contains("--out", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(blocked));
    }

    [Fact]
    public void BacktestMargin_UnknownPolicyKey_RefusedByPath()
    {
        string policy = Path.Combine(_folder, "policy.json");
        File.WriteAllText(policy, """{"policy":{"kind":"parametric","parameters":{"leverage":3}}}""");
        (int exit, string error) = Run("backtest", "margin", "--data", Sample(), "--policy", policy, "--out", OutFolder);

        Assert.Equal(3, exit);
        Assert.Contains("policy.parameters.leverage", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_Interrupted_StopsAndLeavesNothing()
    {
        // A shell's background jobs start with Ctrl-C ignored, and their children inherit that; env gives it back.
        using Process process = StartWith("env", "--default-signal=INT", "dotnet", Dll, "demo", "--out", OutFolder);
        await Task.Delay(TimeSpan.FromSeconds(4));
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
        await kill.WaitForExitAsync();
        // Against a hang, not a promise of speed: other test projects share the cores.
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(OutFolder));
    }

    private static string Sample()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "data", "samples", "SIM-BTC.csv.gz")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, "data", "samples", "SIM-BTC.csv.gz");
    }

    private static (int Exit, string Text) Run(params string[] args)
    {
        using Process process = Start(args);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "dms.dll");

    private static Process Start(params string[] args) => StartWith("dotnet", [Dll, .. args]);

    private static Process StartWith(string program, params string[] args) => Process.Start(
        new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
