namespace Dms.Predictive.Margin.Tests.Cases;

/// <summary>A test that needs reference files which live beside the repository; skipped where they are
/// absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedVectors.Folder is null)
        {
            Skip = "needs ../shared/vectors/margin, which is absent";
        }
    }
}

internal static class SharedVectors
{
    public static string? Folder { get; } = Find();

    public static ReadOnlyMemory<byte> Read(string name) => File.ReadAllBytes(Path.Combine(Folder!, name));

    private static string? Find()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            foreach (string shared in new[] { Path.Combine(at, "..", "shared"), Path.Combine(at, "shared") })
            {
                string folder = Path.Combine(shared, "vectors", "margin");
                if (Directory.Exists(folder))
                {
                    return Path.GetFullPath(folder);
                }
            }
        }

        return null;
    }
}
