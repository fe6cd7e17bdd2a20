namespace Dms.Predictive.MarketData.Tests;

/// <summary>A fact that needs files beside the repository; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string folder)
    {
        Folder = folder;
        if (!Directory.Exists(Find(folder) ?? ""))
        {
            Skip = $"needs ../shared/{folder}, which is absent";
        }
    }

    public string Folder { get; }

    public static string Path(string relative) =>
        Find(relative) ?? throw new FileNotFoundException($"../shared/{relative} is absent");

    private static string? Find(string relative)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = System.IO.Path.Combine(at.FullName, "shared", relative);
            if (System.IO.Path.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
