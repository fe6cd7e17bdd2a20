namespace Dms.Predictive.Cli.Tests;

/// <summary>A fact on real data beside the repository; skipped, with the reason, where a folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(params string[] folders)
    {
        Folders = folders;
        string? absent = Array.Find(folders, f => Find(f) is null);
        Skip = absent is null ? null : $"needs ../shared/data/{absent}, which is absent";
    }

    public IReadOnlyList<string> Folders { get; }

    public static string Path(string relative) =>
        Find(relative) ?? throw new FileNotFoundException($"../shared/data/{relative} is absent");

    private static string? Find(string relative)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = System.IO.Path.Combine(at.FullName, "shared", "data", relative);
            if (System.IO.Path.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
