using System.Text.Json;

namespace Architecture.Tests;

/// <summary>A package as one lock file resolved it.</summary>
internal sealed record Resolved(string Name, string Version, string File);

/// <summary>Every package that any project of the solution resolves.</summary>
internal static class LockFiles
{
    public static IReadOnlyList<Resolved> All { get; } =
        [.. Repository.Files(".", "packages.lock.json").SelectMany(Read)];

    private static List<Resolved> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return
        [
            .. document.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(p => p.Value.GetProperty("type").GetString() != "Project")
                .Select(p => new Resolved(p.Name, p.Value.GetProperty("resolved").GetString()!, Repository.Relative(file))),
        ];
    }
}
