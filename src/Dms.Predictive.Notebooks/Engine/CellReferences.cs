using Microsoft.CodeAnalysis;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>What every cell may use: the platform and the product, without the compiler itself.</summary>
internal static class CellReferences
{
    private const string CompilerPrefix = "Microsoft.CodeAnalysis";

    /// <summary>References shared by all cells of the process, made at first use.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = [.. Paths().Select(Open)];

    /// <summary>A reference that also finds the documentation file beside the assembly.</summary>
    public static PortableExecutableReference Open(string path) =>
        MetadataReference.CreateFromFile(path, documentation: new DocumentationFile(Path.ChangeExtension(path, ".xml")));

    private static IEnumerable<string> Paths()
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        IEnumerable<string> product = Directory.EnumerateFiles(AppContext.BaseDirectory, "Dms.Predictive.*.dll")
            .Append(Path.Combine(AppContext.BaseDirectory, "dms.dll"));
        return trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(product)
            .Where(File.Exists)
            .Where(p => !Path.GetFileName(p).StartsWith(CompilerPrefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal);
    }
}
