using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>Answers to questions about code that is being written.</summary>
internal static class CodeAnswers
{
    public static JsonObject Complete(CodeInsight insight, KernelRequest request)
    {
        string code = request.Text("code");
        (IReadOnlyList<string> matches, int start, int end) = insight.Complete(code, Cursor(request));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. matches.Select(m => (JsonNode?)JsonValue.Create(m))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject(),
        };
    }

    public static JsonObject Inspect(CodeInsight insight, KernelRequest request)
    {
        JsonObject representations = [];
        (string Signature, string? Summary)? found = insight.Inspect(request.Text("code"), Cursor(request));
        if (found is { } symbol)
        {
            string summary = symbol.Summary is null ? "" : "\n\n" + symbol.Summary;
            representations["text/plain"] = symbol.Signature + summary;
            representations["text/markdown"] = $"```csharp\n{symbol.Signature}\n```{summary}";
        }

        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = representations,
            ["metadata"] = new JsonObject(),
        };
    }

    public static JsonObject IsComplete(KernelRequest request)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(request.Text("code"), CellCompiler.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            int depth = tree.GetRoot().DescendantTokens().Sum(t =>
                t.IsMissing ? 0 : t.IsKind(SyntaxKind.OpenBraceToken) ? 1 : t.IsKind(SyntaxKind.CloseBraceToken) ? -1 : 0);
            return new JsonObject { ["status"] = "incomplete", ["indent"] = new string(' ', 4 * Math.Max(0, depth)) };
        }

        bool invalid = tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);
        return new JsonObject { ["status"] = invalid ? "invalid" : "complete" };
    }

    private static int Cursor(KernelRequest request) => request.Number("cursor_pos", int.MaxValue);
}
