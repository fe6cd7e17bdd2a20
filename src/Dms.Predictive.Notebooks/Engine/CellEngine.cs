using Dms.Predictive.Notebooks.Display;
using Microsoft.CodeAnalysis.CSharp;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>
/// Runs cells one after another; each sees the variables of those before. A cell that fails changes nothing in that
/// chain. One engine runs at a time in a process, because the console belongs to the process.
/// </summary>
public sealed class CellEngine
{
    private readonly CellCompiler _compiler;
    private readonly NotebookGlobals _globals = new();
    private readonly Lock _lock = new();
    private CSharpCompilation _previous;
    private object?[] _states;
    private CancellationTokenSource? _running;

    /// <summary>Makes an engine without variables.</summary>
    /// <param name="baseDirectory">Absolute folder that relative paths of <c>#r</c> and <c>#load</c> start from.</param>
    public CellEngine(string baseDirectory)
    {
        StrayExceptions.Survive();
        _compiler = new CellCompiler(baseDirectory);
        _previous = _compiler.Start;
        _states = [_globals];
    }

    /// <summary>Answers about code behind the cells that ran so far.</summary>
    internal CodeInsight Insight => new(_compiler, Volatile.Read(ref _previous));

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="code">Text of the cell.</param>
    /// <param name="number">Number under which errors name it, from 1.</param>
    /// <param name="sink">Takes its output while it runs.</param>
    /// <returns>Its result or its error; never throws for what the cell does.</returns>
    public CellOutcome Run(string code, int number, ICellSink sink)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(sink);
        using CancellationTokenSource stop = new();
        Begin(stop);
        using CellConsole console = new(sink);
        _globals.Begin(sink, console.Flush, stop.Token);
        try
        {
            return Run(code, number);
        }
        catch (CellRefusedException e)
        {
            return CellOutcome.Failed(e.Error);
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            return CellOutcome.Failed(CellError.Interrupted(e, code, number));
        }
        catch (Exception e)
        {
            return CellOutcome.Failed(CellError.FromException(e, code, number));
        }
        finally
        {
            End();
        }
    }

    /// <summary>Asks the running cell to stop: its loops end at the next turn, <c>Cancellation</c> is cancelled.</summary>
    /// <returns>False when no cell is running.</returns>
    public bool Interrupt()
    {
        lock (_lock)
        {
            if (_running is null)
            {
                return false;
            }

            CellStop.Request();
            // Callbacks that the cell registered may block: they must not hold up whoever interrupts.
            _ = _running.CancelAsync();
            return true;
        }
    }

    private CellOutcome Run(string code, int number)
    {
        CompiledCell cell = _compiler.Compile(code, number, _previous);
        object?[] states = [.. _states, null];
        object? value = cell.Start(states).GetAwaiter().GetResult();
        MimeBundle? result = value is null ? null : MimeFormatter.Format(value);
        Volatile.Write(ref _previous, cell.Compilation);
        _states = states;
        return new CellOutcome(result, null);
    }

    private void Begin(CancellationTokenSource stop)
    {
        lock (_lock)
        {
            CellStop.Clear();
            _running = stop;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            _running = null;
        }
    }
}
