using System.Runtime.CompilerServices;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>
/// The brake that is built into cell code: every loop and every function body of a cell calls it, so that an endless
/// loop can be interrupted. One cell runs at a time in a process.
/// </summary>
public static class CellStop
{
    private static volatile bool _requested;

    /// <summary>Ends the cell when its interruption was requested. Called at the start of each loop body.</summary>
    /// <exception cref="CellInterruptedException">The cell is to stop.</exception>
    public static void Check()
    {
        if (_requested)
        {
            throw new CellInterruptedException();
        }
    }

    /// <summary>As <see cref="Check"/>, at the start of a function; a runaway recursion becomes an exception.</summary>
    /// <exception cref="CellInterruptedException">The cell is to stop.</exception>
    /// <exception cref="InsufficientExecutionStackException">The calls are nested too deeply.</exception>
    public static void Enter()
    {
        Room();
        Check();
    }

    /// <summary>Turns a runaway recursion into an exception, at the start of a callback.</summary>
    /// <exception cref="InsufficientExecutionStackException">The calls are nested too deeply.</exception>
    public static void Room() => RuntimeHelpers.EnsureSufficientExecutionStack();

    internal static void Request() => _requested = true;

    internal static void Clear() => _requested = false;
}
