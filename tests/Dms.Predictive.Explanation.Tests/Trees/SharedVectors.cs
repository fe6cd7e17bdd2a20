namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>Finds the shared reference numbers beside an ancestor of the test's folder.</summary>
internal static class SharedVectors
{
    public static string? Folder(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "shared", "vectors", name);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}

/// <summary>A test that reads the shared reference numbers; skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string folder) =>
        Skip = SharedVectors.Folder(folder) is null ? $"needs ../shared/vectors/{folder}, which is absent" : null;
}
