using System.Reflection;
using System.Runtime.Loader;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Where compiled cells and the assemblies of <c>#r</c> are loaded; everything else comes from the process.</summary>
internal sealed class CellLoadContext() : AssemblyLoadContext("dms-cells")
{
    private readonly Dictionary<string, Assembly> _cells = new(StringComparer.Ordinal);
    private readonly HashSet<string> _allowed = new(StringComparer.Ordinal);

    /// <summary>Lets cells use this file, and the assemblies that lie beside it.</summary>
    public void Allow(string path) => _allowed.Add(path);

    /// <summary>Loads a compiled cell with its line numbers.</summary>
    public Assembly LoadCell(string name, Stream image, Stream symbols) =>
        _cells[name] = LoadFromStream(image, symbols);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        if (_cells.TryGetValue(name, out Assembly? cell))
        {
            return cell;
        }

        // What the process already has wins: a second copy would have types of its own.
        if (Default.Assemblies.Any(a => a.GetName().Name == name))
        {
            return null;
        }

        string? path = _allowed.Where(p => Path.GetFileNameWithoutExtension(p) == name)
            .Concat(_allowed.Select(p => Path.Combine(Path.GetDirectoryName(p)!, name + ".dll")).Where(File.Exists))
            .FirstOrDefault();
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
