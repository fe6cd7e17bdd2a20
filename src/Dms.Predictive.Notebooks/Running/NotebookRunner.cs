using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Running;

/// <summary>Runs a notebook from its first cell to its last, without Jupyter.</summary>
public static class NotebookRunner
{
    /// <summary>Runs the code cells in order until one fails; outputs are put into the notebook in memory.</summary>
    /// <param name="notebook">The notebook; the cells after a failure are left without output.</param>
    /// <param name="baseDirectory">Absolute folder that relative paths of <c>#r</c> and <c>#load</c> start from.</param>
    /// <param name="progress">Told before each cell: its number, from 1.</param>
    /// <param name="cancellation">Interrupts the running cell.</param>
    /// <returns>The first failure; null when every cell ran.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static NotebookFailure? Run(
        NotebookFile notebook, string baseDirectory, Action<int> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(progress);
        CellEngine engine = new(baseDirectory);
        RecordingSink sink = new();
        foreach (NotebookCell cell in notebook.CodeCells)
        {
            cell.Record([], null);
        }

        for (int i = 0; i < notebook.CodeCells.Count; i++)
        {
            NotebookCell cell = notebook.CodeCells[i];
            int number = i + 1;
            progress(number);
            cancellation.ThrowIfCancellationRequested();
            CellOutcome outcome = RunCell(engine, cell, number, sink, cancellation);
            cancellation.ThrowIfCancellationRequested();
            cell.Record(sink.End(outcome, number), number);
            if (outcome.Error is { } error)
            {
                return new NotebookFailure(number, cell.Place, error);
            }
        }

        return null;
    }

    private static CellOutcome RunCell(
        CellEngine engine, NotebookCell cell, int number, RecordingSink sink, CancellationToken cancellation)
    {
        sink.Begin();
        using CancellationTokenRegistration registration = cancellation.Register(() => engine.Interrupt());
        return engine.Run(cell.Source, number, sink);
    }
}
