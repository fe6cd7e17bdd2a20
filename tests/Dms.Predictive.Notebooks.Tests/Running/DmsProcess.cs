using System.Diagnostics;

namespace Dms.Predictive.Notebooks.Tests.Running;

/// <summary>Programs run as a user runs them, with a time limit.</summary>
internal static class DmsProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task<(int ExitCode, string Out, string Error)> Dms(params string[] arguments) =>
        Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "dms.dll"), .. arguments], []);

    public static async Task<(int ExitCode, string Out, string Error)> Run(
        string program, string[] arguments, Dictionary<string, string> environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Limit}.");
        }
    }
}
