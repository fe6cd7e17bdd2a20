using System.Runtime.ExceptionServices;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>
/// Keeps the process alive when code of a cell fails where nobody waits for it: on a timer, or on a thread of its own.
/// Without this such a failure, or an interruption that reaches such code, would end the kernel with all its state.
/// </summary>
internal static class StrayExceptions
{
    private static int _registered;

    /// <summary>Puts the handler in place, once per process.</summary>
    public static void Survive()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
        {
            ExceptionHandling.SetUnhandledExceptionHandler(IsOfACell);
        }
    }

    // An interruption is no failure; another exception is a cell's when a submission stands in its trace.
    private static bool IsOfACell(Exception e) =>
        e is CellInterruptedException || e.StackTrace?.Contains("Submission#", StringComparison.Ordinal) == true;
}
