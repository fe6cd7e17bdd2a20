using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms train --schedule</c>.</summary>
internal static class TrainSchedule
{
    /// <summary>Trains once, or until it is stopped or its parent has ended.</summary>
    /// <param name="plan">What and when.</param>
    /// <param name="how">One training or many, JSON, the process with which to end.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<int> RunAsync(ScheduledPlan plan, (bool Once, bool Json, int? EndWith) how, CancellationToken cancellation)
    {
        OutputFolder.Prepare(plan.Root);
        ScheduledTraining training = new(plan, TimeProvider.System, Console.Out.WriteLine);
        if (!how.Once)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task parent = how.EndWith is int id ? WithAsync(id, end) : Task.CompletedTask;
            await training.RunAsync(end.Token).ConfigureAwait(false);
            await parent.ConfigureAwait(false);
            return ExitCode.Done;
        }

        ScheduledOutcome outcome = training.Once(cancellation);
        string? state = outcome.State is ModelState found ? ModelStateNames.Of(found) : null;
        if (how.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { version = outcome.Version, state, reasons = outcome.Reasons }));
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"{outcome.Version}: {state ?? "nothing trained"}");
        foreach (string reason in outcome.Reasons)
        {
            Console.Out.WriteLine("  " + reason);
        }

        return ExitCode.Done;
    }

    // A host that is killed cannot end its training; the training sees it and ends itself.
    private static async Task WithAsync(int process, CancellationTokenSource end)
    {
        try
        {
            using Process parent = Process.GetProcessById(process);
            await parent.WaitForExitAsync(end.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or OperationCanceledException)
        {
            // It has ended already, or this training has.
        }

        await end.CancelAsync().ConfigureAwait(false);
    }
}
