using System.Diagnostics;
using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Runs the built command as a process: exit codes and the two outputs are its contract.</summary>
public sealed class MarginComputeCommandTests
{
    private const string Good = """
        {"schema":"dms.margin/1","id":"e1","asOf":"2026-03-02T12:00:00Z",
        "account":{"id":"A","mode":"cross","cash":10000,
        "positions":[{"instrument":"ETH-PERP","quantity":-6,"entryPrice":2950.0}]},
        "market":{"underlyings":[{"id":"ETH","spot":3012.75}],
        "instruments":[{"id":"ETH-PERP","kind":"perpetual","underlying":"ETH","price":3012.75}]},
        "policy":{"kind":"static","quantum":0.01,
        "parameters":{"initialRate":0.1,"maintenanceRate":0.06,"rates":{}}}}
        """;

    private static readonly string Bad = Good.Replace("\"schema\"", "\"foo\":1,\"schema\"", StringComparison.Ordinal);

    [Fact]
    public void Compute_OneRequest_AnswersTheWorkedExample()
    {
        (int code, string output, string error) = Run(Good);
        JsonElement r = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("compliant", r.GetProperty("status").GetString());
        Assert.Equal("1807.65", r.GetProperty("initial").GetRawText());
        Assert.Equal("1084.59", r.GetProperty("maintenance").GetRawText());
        Assert.Equal("9623.50", r.GetProperty("equity").GetRawText());
        Assert.Equal(15, r.GetProperty("components").GetArrayLength());
        Assert.Equal(64, r.GetProperty("hashes").GetProperty("result").GetString()!.Length);
    }

    [Fact]
    public void Compute_OneRefusedRequest_SaysSoOnStandardErrorOnly()
    {
        (int code, string output, string error) = Run(Bad);
        JsonElement e = JsonDocument.Parse(error).RootElement.GetProperty("error");
        Assert.Equal((3, ""), (code, output));
        Assert.Equal(("UnknownField", "foo"), (e.GetProperty("code").GetString(), e.GetProperty("where").GetString()));
    }

    [Fact]
    public void Compute_ArrayWithARefusal_AnswersAllAndExitsThree()
    {
        (int code, string output, _) = Run($"[{Good},{Bad},{Good}]");
        JsonElement r = JsonDocument.Parse(output).RootElement;
        Assert.Equal((3, 3), (code, r.GetArrayLength()));
        Assert.Equal("UnknownField", r[1].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(r[0].GetRawText(), r[2].GetRawText());
    }

    [Fact]
    public void Compute_ArrayOfGoodRequests_ExitsZero() => Assert.Equal(0, Run($"[{Good},{Good}]").Code);

    [Fact]
    public void Compute_FileIsNoJson_IsRefused() => Assert.Equal(3, Run("{").Code);

    [Fact]
    public void Compute_FileIsAbsent_IsWrongUsage() => Assert.Equal(2, Run(null).Code);

    [Fact]
    public void Compute_WithoutJson_PrintsATable()
    {
        (int code, string output, _) = Run(Good, "");
        Assert.Equal(0, code);
        Assert.Contains("1807.65", output, StringComparison.Ordinal);
        Assert.Contains("liquidation prices", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string? request, string option = "--json")
    {
        string file = Path.Combine(
            Path.GetTempPath(), $"dms-margin-{Environment.ProcessId}-{Environment.TickCount64}.json");
        try
        {
            if (request is not null)
            {
                File.WriteAllText(file, request);
            }

            string program = Path.Combine(AppContext.BaseDirectory, "dms.dll");
            ProcessStartInfo start = new("dotnet", $"\"{program}\" margin compute --request \"{file}\" {option}")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
