using System.Diagnostics;
using System.Text;

namespace Dms.Predictive.Cli.Tests.Docs;

/// <summary>
/// Walks a page in a folder of its own that holds copies of data, models and notebooks. Blocks share folder and
/// environment as in one terminal; what a line ending in <c>&amp;</c> leaves running is killed at the end.
/// </summary>
internal sealed class DoorWalk : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private static readonly string[] Copied = ["data", "models", "notebooks", "docs"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-walk-");

    public DoorWalk(string root)
    {
        foreach (string name in Copied.Where(n => Directory.Exists(Path.Combine(root, n))))
        {
            Copy(Path.Combine(root, name), Path.Combine(Work, name));
        }

        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Path.Combine(State, "home"));
        File.WriteAllText(Path.Combine(State, "dms"), $"#!/bin/sh\nexec dotnet '{Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Path.Combine(State, "dms"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Work => Path.Combine(_folder.FullName, "work");

    private static string Program => Path.Combine(AppContext.BaseDirectory, "dms.dll");

    private string State => Path.Combine(_folder.FullName, "state");

    private string Groups => Path.Combine(State, "groups");

    /// <summary>Runs the blocks of a page.</summary>
    /// <returns>What is wrong, with line and output, or null.</returns>
    public async Task<string?> FirstFaultAsync(IReadOnlyList<DoorBlock> blocks)
    {
        foreach (DoorBlock block in blocks.Where(b => b.NotRun is null))
        {
            (int exit, string output) = await RunAsync(block);
            if (exit != 0)
            {
                return $"line {block.Line}: exit {exit}.\n{block.Commands}\n--- printed:\n{output}";
            }

            if (DoorPage.FirstMissing(block.Shown, output) is { } missing)
            {
                return $"line {block.Line}: the page shows a line that was not printed (or not in this order):\n"
                    + $"{missing}\n--- printed:\n{output}";
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (string group in File.Exists(Groups) ? File.ReadAllLines(Groups) : [])
        {
            using Process kill = Process.Start(new ProcessStartInfo("kill", ["-KILL", "--", $"-{group}"])
            {
                RedirectStandardError = true,
            })!;
            kill.StandardError.ReadToEnd();
            kill.WaitForExit();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<(int Exit, string Output)> RunAsync(DoorBlock block)
    {
        string script = Path.Combine(State, "block.sh");
        string printed = Path.Combine(State, "printed");
        await File.WriteAllTextAsync(script, Script(block.Commands, printed));

        // Everything goes to a file: what stays in the background must not hold a pipe open.
        ProcessStartInfo start = new("setsid", ["--wait", "bash", script]) { WorkingDirectory = Work };
        start.Environment["HOME"] = Path.Combine(State, "home");
        start.Environment["PATH"] = State + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["NO_COLOR"] = "1";
        start.Environment["TERM"] = "dumb";
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return (124, $"No end within {Limit.TotalMinutes} minutes.\n{await File.ReadAllTextAsync(printed)}");
        }

        return (process.ExitCode, File.Exists(printed) ? await File.ReadAllTextAsync(printed) : "");
    }

    private string Script(string commands, string printed)
    {
        string remembered = Path.Combine(State, "environment");
        StringBuilder script = new();
        script.Append($"exec >'{printed}' 2>&1 </dev/null\n");
        script.Append($"echo $$ >>'{Groups}'\n");
        script.Append($"[ -f '{remembered}' ] && . '{remembered}'\n");
        script.Append("set -e -a -o pipefail\n");
        script.Append(commands);
        script.Append($"\nset +e\n{{ declare -px | grep -vE '^declare -x (SHLVL|_|BASHPID)'; ");
        script.Append($"echo \"cd '$PWD'\"; }} >'{remembered}'\n");
        return script.ToString();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
