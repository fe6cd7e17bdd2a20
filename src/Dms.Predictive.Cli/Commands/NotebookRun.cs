using System.Diagnostics;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Notebooks;
using Dms.Predictive.Notebooks.Running;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms notebook run</c>.</summary>
internal static class NotebookRun
{
    /// <summary>Runs the notebook and writes it with its outputs, those of a failing cell included.</summary>
    /// <param name="file">The notebook.</param>
    /// <param name="output">Where to write; null = over the notebook.</param>
    /// <param name="json">One JSON document on standard output.</param>
    /// <param name="cancellation">Ctrl-C: nothing is written.</param>
    /// <returns><see cref="ExitCode.Done"/>, or <see cref="ExitCode.CheckFailed"/> when a cell failed.</returns>
    /// <exception cref="InputRefusedException">The file is not a notebook for C#; exit code 3.</exception>
    public static int Run(string file, string? output, bool json, CancellationToken cancellation)
    {
        string target = Path.GetFullPath(output ?? file);
        NotebookFile notebook = Read(file);
        OutputFolder.Prepare(Path.GetDirectoryName(target)!);
        Stopwatch watch = Stopwatch.StartNew();
        NotebookFailure? failure;
        using (ProgressLine line = new("cells"))
        {
            failure = NotebookRunner.Run(
                notebook,
                Path.GetDirectoryName(Path.GetFullPath(file))!,
                cell => line.Show(cell, notebook.CodeCells.Count),
                cancellation);
        }

        AtomicFile.Write(target, stream => stream.Write(notebook.ToBytes()));
        Print(new Finding(target, notebook.CodeCells.Count, watch.Elapsed.TotalSeconds, failure), json);
        return failure is null ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static NotebookFile Read(string file)
    {
        try
        {
            return NotebookFile.Parse(File.ReadAllBytes(file), file);
        }
        catch (NotebookRefusedException e)
        {
            throw new InputRefusedException("notebook", e.Message, e.Where, e);
        }
    }

    private static void Print(Finding finding, bool json)
    {
        NotebookFailure? failure = finding.Failure;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                ok = failure is null,
                file = finding.Target,
                cells = finding.Cells,
                executed = failure?.Cell ?? finding.Cells,
                seconds = finding.Seconds,
                error = failure is null ? null : new
                {
                    cell = failure.Cell,
                    place = failure.Place,
                    line = failure.Error.Line,
                    name = failure.Error.Name,
                    message = failure.Error.Message,
                },
            }));
            return;
        }

        if (failure is null)
        {
            Console.WriteLine($"Ran {finding.Cells} cells in {finding.Seconds:0.0} s; outputs are in {finding.Target}");
            return;
        }

        string line = failure.Error.Line is { } at ? $", line {at}" : "";
        Console.Error.WriteLine($"error [{failure.Error.Name}] cell {failure.Cell} (number {failure.Place} in the file){line}:");
        foreach (string text in failure.Error.Traceback)
        {
            Console.Error.WriteLine("  " + text);
        }

        Console.Error.WriteLine($"The cells after it did not run. Outputs up to here are in {finding.Target}");
    }

    private sealed record Finding(string Target, int Cells, double Seconds, NotebookFailure? Failure);
}
