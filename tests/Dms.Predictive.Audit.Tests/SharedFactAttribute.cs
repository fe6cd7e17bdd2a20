namespace Dms.Predictive.Audit.Tests;

/// <summary>A test that reads shared vectors; it is skipped, not failed, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string file)
    {
        if (SharedVectors.Find(file) is null)
        {
            Skip = $"needs ../shared/vectors/{file}, which is absent";
        }
    }
}

/// <summary>Finds the vectors beside the repository or above it.</summary>
internal static class SharedVectors
{
    public static string? Find(string file)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "vectors", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    public static System.Text.Json.JsonElement Read(string file)
    {
        using System.Text.Json.JsonDocument document =
            System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Find(file)!));
        return document.RootElement.Clone();
    }
}
