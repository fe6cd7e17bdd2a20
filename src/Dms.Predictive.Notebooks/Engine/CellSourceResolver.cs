using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Reads the files named by <c>#load "path"</c> and builds the brake into them too.</summary>
internal sealed class CellSourceResolver(string baseDirectory) : SourceFileResolver([], baseDirectory)
{
    public override string? ResolveReference(string path, string? baseFilePath) =>
        base.ResolveReference(path, Path.IsPathRooted(baseFilePath) ? baseFilePath : null);

    // A cell is no file: without this, stack traces would name it as one in the base directory.
    public override string? NormalizePath(string path, string? baseFilePath) =>
        CellCompiler.IsCell(path) ? path : base.NormalizePath(path, baseFilePath);

    public override SourceText ReadText(string resolvedPath)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(base.ReadText(resolvedPath), CellCompiler.ParseOptions, resolvedPath);
        return SourceText.From(CellBrakes.Build(tree), Encoding.UTF8);
    }
}
