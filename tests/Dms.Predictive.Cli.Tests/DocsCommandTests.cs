using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Every command that README and docs show exists: its help opens under that very name.</summary>
public sealed partial class DocsCommandTests
{
    private const string ThroughRun = "dotnet run -c Release --project src/Dms.Predictive.Cli -- ";

    public static TheoryData<string> Commands => [.. Shown().Select(c => c.Command).Distinct()];

    [Fact]
    public void Readme_CodeBlocks_ShowTheTwoFirstCommands()
    {
        string readme = File.ReadAllText(Path.Combine(Root(), "README.md"));

        Assert.Contains(ThroughRun + "demo", readme);
        Assert.Contains("dotnet test -c Release", readme);
        Assert.True(Shown().Count() >= 10, "Hardly any command was found in README and docs.");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task ShownCommand_AskedForHelp_IsKnown(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] path = [.. words.TakeWhile(w => CommandWord().IsMatch(w))];
        (int code, string output, string error) = await HelpAsync(path);
        string usage = UsageLine().Match(output).Groups[1].Value;
        string[] known = [.. usage.Split(' ').Skip(1).TakeWhile(w => CommandWord().IsMatch(w))];

        Assert.True(code == 0 && known.Length > 0, $"'dms {command}': exit {code}. {error}");
        Assert.Equal(known, path.Take(known.Length));
        Assert.True(known.Length == path.Length || !usage.Contains("[command]", StringComparison.Ordinal), $"No such command: dms {command}");
        Assert.True(
            words.Length == path.Length || usage.Contains('<', StringComparison.Ordinal) || words[path.Length].StartsWith('-'),
            $"dms {string.Join(' ', path)} takes no '{words[^1]}'.");
        Assert.All(words.Where(w => w.StartsWith("--", StringComparison.Ordinal)), o => Assert.Contains(o.Split('=')[0], output));
    }

    private static IEnumerable<(string File, string Command)> Shown() =>
        from file in Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Root(), "README.md")).Order(StringComparer.Ordinal)
        from Match block in BashBlock().Matches(File.ReadAllText(file))
        from line in block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let text = line.Trim()
        where text.StartsWith("dms ", StringComparison.Ordinal) || text.StartsWith(ThroughRun, StringComparison.Ordinal)
        select (file, Regex.Replace(text[(text.StartsWith("dms ", StringComparison.Ordinal) ? 4 : ThroughRun.Length)..].Split(" #")[0], @"\s+", " ").Trim());

    private static async Task<(int Code, string Output, string Error)> HelpAsync(string[] path)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "dms.dll"), .. path, "--help"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output, await error);
    }

    private static string Root()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("No Dms.Predictive.sln above the tests.");
        }

        return at.FullName;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex("^[a-z][a-z-]*$")]
    private static partial Regex CommandWord();

    [GeneratedRegex(@"Usage:\s*\n\s*(dms[^\n]*)")]
    private static partial Regex UsageLine();
}
