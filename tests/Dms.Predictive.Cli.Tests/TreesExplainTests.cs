using System.Diagnostics;
using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The command as users run it: its answers and its exit codes.</summary>
public sealed class TreesExplainTests : IDisposable
{
    private const string Stump = """
        {"model":{"numFeatures":2,"featureNames":["x","unused"],"baseScore":0.5,"trees":[{"feature":[0,-1,-1],
         "threshold":[2,0,0],"left":[1,-1,-1],"right":[2,-1,-1],"defaultLeft":[true,false,false],
         "value":[0,-1,3],"cover":[4,3,1]}]},"background":[[1,0],[5,null]],"rows":[{"x":[2,7]},{"x":[null,null]}]}
        """;

    private readonly string _file = Path.Combine(AppContext.BaseDirectory, $"trees-{Environment.ProcessId}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Explain_PathMode_GivesExactNumbers()
    {
        (int exit, string output, _) = await Run(Stump, "--mode", "path", "--interactions", "--json");
        Assert.Equal(ExitCode.Done, exit);
        Assert.Equal(
            """{"rows":[{"prediction":-0.5,"expectedValue":0.5,"phi":[-1,0],"interactions":[[-1,0],[0,0]]},"""
            + """{"prediction":-0.5,"expectedValue":0.5,"phi":[-1,0],"interactions":[[-1,0],[0,0]]}]}""",
            output.Trim());
    }

    [Fact]
    public async Task Explain_InterventionalMode_AveragesTheBackground()
    {
        (int exit, string output, _) = await Run(Stump, "--mode", "interventional", "--json");
        Assert.Equal(ExitCode.Done, exit);
        JsonElement row = JsonDocument.Parse(output).RootElement.GetProperty("rows")[0];
        Assert.Equal(1.5, row.GetProperty("expectedValue").GetDouble());
        Assert.Equal([-2.0, 0.0], row.GetProperty("phi").EnumerateArray().Select(p => p.GetDouble()));
        Assert.False(row.TryGetProperty("interactions", out _));
    }

    [Theory]
    [InlineData("\"left\":[1", "\"left\":[0")]
    [InlineData("\"left\":[1", "\"left\":[1000000")]
    [InlineData("\"feature\":[0", "\"feature\":[2")]
    [InlineData("\"cover\":[4,3,1]", "\"cover\":[4,3,-1]")]
    [InlineData("\"x\":[2,7]", "\"x\":[2]")]
    [InlineData("\"x\":[2,7]", "\"x\":[2,1e400]")]
    [InlineData("\"x\":[2,7]", "\"x\":7")]
    [InlineData("\"x\":[2,7]", "\"y\":[2,7]")]
    [InlineData("\"value\":[0,-1,3]", "\"value\":[0,NaN,3]")]
    [InlineData("\"value\":[0,-1,3]", "\"value\":[0,null,3]")]
    [InlineData("[[1,0],[5,null]]", "[[1,0],[5]]")]
    [InlineData("[[1,0],[5,null]]", "[]")]
    [InlineData("{\"x\":[null,null]}]}", "")]
    public async Task Explain_DamagedInput_IsRefusedWithAPlace(string healthy, string damaged)
    {
        string text = Stump.Replace(healthy, damaged, StringComparison.Ordinal);
        Assert.NotEqual(Stump, text);
        (int exit, string output, string error) = await Run(text, "--mode", "interventional", "--json");
        Assert.Equal(ExitCode.InputRefused, exit);
        Assert.Empty(output);
        JsonElement said = JsonDocument.Parse(error).RootElement.GetProperty("error");
        Assert.All(["code", "message", "where"], name => Assert.NotEmpty(said.GetProperty(name).GetString()!));
    }

    [Fact]
    public async Task Explain_LeavesThatCancelBeyondDouble_IsWithheldAsAFailedCheck()
    {
        string text = Stump.Replace("[0,-1,3]", "[0,-1e308,1.5e308]", StringComparison.Ordinal)
            .Replace("\"baseScore\":0.5", "\"baseScore\":1.7e308", StringComparison.Ordinal);
        (int exit, string output, string error) = await Run(text, "--mode", "interventional", "--json");
        Assert.Equal(ExitCode.CheckFailed, exit);
        Assert.Empty(output);
        Assert.Contains("additivity", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_UnknownModeOrNoFile_SaysWhoseFaultItIs()
    {
        Assert.Equal(ExitCode.Usage, (await Run(Stump, "--mode", "shap", "--json")).Exit);
        Assert.Equal(ExitCode.Usage, (await Run(Stump, "--json")).Exit);
        Assert.Equal(ExitCode.OutsideWorld, (await Run(null, "--mode", "path", "--json")).Exit);
    }

    // A process of its own: the console of the test runner is shared by all tests.
    private async Task<(int Exit, string Output, string Error)> Run(string? vector, params string[] options)
    {
        File.Delete(_file);
        if (vector is not null)
        {
            await File.WriteAllTextAsync(_file, vector);
        }

        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string program = Path.Combine(AppContext.BaseDirectory, "dms.dll");
        foreach (string argument in (string[])[program, "trees", "explain", "--vector", _file, .. options])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
