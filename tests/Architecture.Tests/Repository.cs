using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Finds the repository's files from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> SourceProjects { get; } = Projects("src");

    public static IReadOnlyList<string> TestProjects { get; } = Projects("tests");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string Relative(string path) => System.IO.Path.GetRelativePath(Root, path);

    /// <summary>Files below a folder, without what the build leaves there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(Path(folder))
        ? Directory.EnumerateFiles(Path(folder), pattern, SearchOption.AllDirectories)
            .Where(f => !IsBuildOutput(Relative(f)))
            .Order(StringComparer.Ordinal)
        : [];

    public static IReadOnlyList<string> References(string project, string element) =>
    [
        .. XDocument.Load(project).Descendants(element)
            .Select(e => e.Attribute("Include")!.Value)
            .Select(v => v.EndsWith(".csproj", StringComparison.Ordinal) ? System.IO.Path.GetFileNameWithoutExtension(v) : v),
    ];

    private static bool IsBuildOutput(string relative) =>
        relative.Split(System.IO.Path.DirectorySeparatorChar) is var parts
        && (parts.Contains("bin") || parts.Contains("obj") || parts.Contains("TestResults") || parts.Contains("node_modules"));

    private static List<string> Projects(string folder) => [.. Files(folder, "*.csproj")];

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Dms.Predictive.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No Dms.Predictive.sln above {AppContext.BaseDirectory}.");
    }
}
