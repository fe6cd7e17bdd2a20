using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Turns the text of a cell into code that sees the declarations of the cells before it.</summary>
internal sealed class CellCompiler
{
    // ScottPlot comes by alias: its namespace has a Bar, a Range and a Version of its own.
    private const string Prelude = """
        using System; using System.Collections.Generic; using System.Globalization; using System.IO; using System.Linq;
        using System.Threading; using System.Threading.Tasks; using Microsoft.Data.Analysis;
        using Plot = ScottPlot.Plot; using Color = ScottPlot.Color; using Colors = ScottPlot.Colors;
        """;

    // Files that a cell loads are compiled beside it and do not see the prelude.
    private static readonly string[] LoadedImports =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];

    private const string CellPrefix = "cell ";

    private readonly CellLoadContext _loader = new();
    private readonly CSharpCompilationOptions _options;
    private int _attempts;

    public CellCompiler(string baseDirectory)
    {
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithAllowUnsafe(true)
            .WithUsings(LoadedImports)
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithMetadataReferenceResolver(new CellReferenceResolver(baseDirectory, _loader))
            .WithSourceReferenceResolver(new CellSourceResolver(baseDirectory));
        Start = Create(Parse(Prelude, "prelude"), null);
    }

    /// <summary>How cells are read.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>What stands before the first cell: the imports.</summary>
    public CSharpCompilation Start { get; }

    /// <summary>The name under which a cell appears in errors and stack traces.</summary>
    public static string PathOf(int number) => $"{CellPrefix}{number}";

    /// <summary>True for the name of a cell, false for the path of a file.</summary>
    public static bool IsCell(string path) => path.StartsWith(CellPrefix, StringComparison.Ordinal);

    /// <summary>Binds a cell behind another without running it, for completion and inspection.</summary>
    public CSharpCompilation Bind(string code, CSharpCompilation previous) => Create(Parse(code, "cell"), previous);

    /// <summary>Compiles and loads a cell.</summary>
    /// <exception cref="CellRefusedException">The code has errors, or asks for what is not supported.</exception>
    public CompiledCell Compile(string code, int number, CSharpCompilation previous)
    {
        _attempts++;
        SyntaxTree tree = Parse(code, PathOf(number));
        RefusePackages(tree, number);
        CSharpCompilation plain = Create(tree, previous);
        Diagnostic[] errors = Errors(plain.GetDiagnostics());
        if (errors.Length > 0)
        {
            throw new CellRefusedException(CellError.FromDiagnostics(errors, code, number));
        }

        // Errors are reported from the text as written; what runs is the text with brakes.
        string braked = CellBrakes.Build(tree);
        CSharpCompilation compilation = braked == code ? plain : Create(Parse(braked, PathOf(number)), previous);
        return Load(compilation, code, number);
    }

    private static SyntaxTree Parse(string code, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, path);

    private static Diagnostic[] Errors(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];

    private static void RefusePackages(SyntaxTree tree, int number)
    {
        foreach (ReferenceDirectiveTriviaSyntax directive in tree.GetCompilationUnitRoot().GetReferenceDirectives())
        {
            if (directive.File.ValueText.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            {
                int line = directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                string message = $"#r \"{directive.File.ValueText}\" asks for a package from a feed; this kernel fetches "
                    + "none. Name an assembly file: #r \"path/to/library.dll\".";
                throw new CellRefusedException(new CellError(
                    "PackageReferenceRefused", message, [$"{PathOf(number)}, line {line}: {message}"], line));
            }
        }
    }

    private CSharpCompilation Create(SyntaxTree tree, CSharpCompilation? previous) =>
        CSharpCompilation.CreateScriptCompilation(
            $"dms-cell-{_attempts}",
            tree,
            CellReferences.All,
            _options.WithScriptClassName($"Submission#{_attempts}"),
            previous,
            typeof(object),
            typeof(NotebookGlobals));

    private CompiledCell Load(CSharpCompilation compilation, string code, int number)
    {
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        EmitResult emitted = compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success)
        {
            // Comments and using directives alone emit nothing: there is nothing to run, only something to build on.
            Diagnostic[] errors = Errors(emitted.Diagnostics);
            return errors.Length == 0
                ? new CompiledCell(compilation, _ => Task.FromResult<object?>(null))
                : throw new CellRefusedException(CellError.FromDiagnostics(errors, code, number));
        }

        image.Position = 0;
        symbols.Position = 0;
        Assembly assembly = _loader.LoadCell(compilation.AssemblyName!, image, symbols);
        IMethodSymbol entry = compilation.GetEntryPoint(default)
            ?? throw new InvalidOperationException($"{PathOf(number)} compiled to an assembly without an entry point.");
        MethodInfo factory = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!.GetMethod(
            entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return new CompiledCell(compilation, factory.CreateDelegate<Func<object?[], Task<object?>>>());
    }
}
