using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Dms.Predictive.Serving;

/// <summary>
/// Keeps a training process running beside the host: starts it, starts it again after it died, waits longer each time.
/// Whatever happens to it never reaches the host; what it makes reaches the host through the registry alone.
/// </summary>
/// <param name="options">Arguments and waits.</param>
/// <param name="program">Program and first arguments that start <c>dms</c>.</param>
/// <param name="time">Clock of the waits.</param>
internal sealed class TrainingChild(RetrainingOptions options, IReadOnlyList<string> program, TimeProvider time)
{
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(10);

    /// <summary>Runs until the host stops; the process ends with it.</summary>
    public async Task RunAsync(ILogger log, CancellationToken stop)
    {
        await Task.Yield();
        TimeSpan wait = options.BackOff;
        while (!stop.IsCancellationRequested)
        {
            long began = time.GetTimestamp();
            int? exit = await OnceAsync(log, stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            wait = time.GetElapsedTime(began) > Steady ? options.BackOff : wait;
            ChildLog.Ended(log, exit ?? -1, wait);
            try
            {
                await Task.Delay(wait, time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 2 < options.BackOffAtMost ? wait * 2 : options.BackOffAtMost;
        }
    }

    private async Task<int?> OnceAsync(ILogger log, CancellationToken stop)
    {
        ProcessStartInfo start = new(program[0], [.. program.Skip(1), "train", .. options.Arguments, "--end-with", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            ChildLog.Started(log, process.Id);
            process.StandardInput.Close();
            process.OutputDataReceived += (_, line) => Say(log, line.Data);
            process.ErrorDataReceived += (_, line) => Say(log, line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(stop).ConfigureAwait(false);
                return process.ExitCode;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            ChildLog.Failed(log, e.Message);
            return null;
        }
    }

    private static void Say(ILogger log, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            ChildLog.Says(log, line);
        }
    }
}

/// <summary>Log lines of the training process.</summary>
internal static partial class ChildLog
{
    [LoggerMessage(EventId = 3301, Level = LogLevel.Information, Message = "Training started as process {Process}")]
    public static partial void Started(ILogger log, int process);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Warning, Message = "Training ended with {Exit}; started again in {Wait}")]
    public static partial void Ended(ILogger log, int exit, TimeSpan wait);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Warning, Message = "Training cannot be started: {Fault}")]
    public static partial void Failed(ILogger log, string fault);

    [LoggerMessage(EventId = 3304, Level = LogLevel.Information, Message = "Training: {Line}")]
    public static partial void Says(ILogger log, string line);
}
