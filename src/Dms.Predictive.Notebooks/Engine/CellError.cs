using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">Short name: the exception's type, <c>CompilationError</c> or <c>Interrupted</c>.</param>
/// <param name="Message">One sentence or more.</param>
/// <param name="Traceback">Lines for people, each naming cell and line where known.</param>
/// <param name="Line">Line in the cell, from 1; null when the failure has no line in it.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, int? Line)
{
    internal static CellError FromDiagnostics(IReadOnlyList<Diagnostic> errors, string code, int number)
    {
        string[] source = Lines(code);
        List<string> traceback = [];
        foreach (Diagnostic error in errors)
        {
            FileLinePositionSpan span = error.Location.GetLineSpan();
            LinePosition start = span.StartLinePosition;
            string path = span.Path is { Length: > 0 } p ? p : CellCompiler.PathOf(number);
            traceback.Add(
                $"{path}, line {start.Line + 1}, column {start.Character + 1}: error {error.Id}: {error.GetMessage()}");
            if (path == CellCompiler.PathOf(number) && start.Line < source.Length)
            {
                traceback.Add("    " + source[start.Line]);
                traceback.Add("    " + new string(' ', start.Character) + "^");
            }
        }

        int line = errors[0].Location.GetLineSpan().StartLinePosition.Line + 1;
        return new CellError("CompilationError", traceback[0], traceback, line);
    }

    internal static CellError FromException(Exception exception, string code, int number)
    {
        string[] source = Lines(code);
        List<string> traceback = [];
        int? line = null;
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            traceback.Add((e == exception ? "" : "caused by ") + $"{e.GetType().FullName}: {e.Message}");
            foreach (StackFrame frame in CellFrames(e))
            {
                string path = Path.GetFileName(frame.GetFileName()!);
                int at = frame.GetFileLineNumber();
                bool here = path == CellCompiler.PathOf(number);
                line ??= here ? at : null;
                string text = here && at >= 1 && at <= source.Length ? ": " + source[at - 1].Trim() : "";
                traceback.Add($"   at {path}, line {at}{text}");
            }
        }

        return new CellError(exception.GetType().Name, exception.Message, traceback, line);
    }

    internal static CellError Interrupted(Exception exception, string code, int number) =>
        FromException(exception, code, number) with
        {
            Name = "Interrupted",
            Message = "The cell was interrupted; variables of earlier cells are kept.",
        };

    /// <summary>Frames of cell code and of loaded scripts; files of the product would name the machine it was built on.</summary>
    private static IEnumerable<StackFrame> CellFrames(Exception e) =>
        new StackTrace(e, fNeedFileInfo: true).GetFrames().Where(f => f.GetFileName() is { } file
            && (CellCompiler.IsCell(file) || file.EndsWith(".csx", StringComparison.Ordinal)));

    private static string[] Lines(string code) => code.ReplaceLineEndings("\n").Split('\n');
}
