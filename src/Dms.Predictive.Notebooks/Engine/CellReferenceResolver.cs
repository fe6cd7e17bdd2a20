using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Finds the assemblies named by <c>#r "path"</c>, relative to the file that names them or to the notebook.</summary>
internal sealed class CellReferenceResolver(string baseDirectory, CellLoadContext loader) : MetadataReferenceResolver
{
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        string folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : baseDirectory;
        string path = Path.GetFullPath(reference, folder);
        if (File.Exists(path))
        {
            loader.Allow(path);
            return [CellReferences.Open(path)];
        }

        // Assemblies of the platform and the product may be named without a path; they are referenced already.
        PortableExecutableReference? known = CellReferences.All.OfType<PortableExecutableReference>().FirstOrDefault(r =>
            Path.GetFileName(r.FilePath) is { } file && (file == reference || file == reference + ".dll"));
        return known is null ? [] : [known];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => baseDirectory.GetHashCode(StringComparison.Ordinal);
}
