using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Running;

/// <summary>What tells Jupyter how to start the kernel.</summary>
public static class KernelSpecification
{
    /// <summary>Name under which notebooks ask for the kernel.</summary>
    public const string Name = "dms-csharp";

    /// <summary>Name shown to people.</summary>
    public const string DisplayName = "C# (dms)";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    /// <summary>Folder of the specification.</summary>
    /// <param name="prefix">Installation prefix such as <c>/usr/local</c>; null = the user's own Jupyter folder.</param>
    public static string Folder(string? prefix) => Path.GetFullPath(Path.Combine(
        prefix is null ? UserFolder() : Path.Combine(prefix, "share", "jupyter"), "kernels", Name));

    /// <summary>The text of <c>kernel.json</c>.</summary>
    /// <param name="command">Command line of the kernel; <c>{connection_file}</c> is added at its end.</param>
    public static string Text(IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        JsonObject specification = new()
        {
            ["argv"] = new JsonArray([.. command.Append("{connection_file}").Select(a => (JsonNode?)JsonValue.Create(a))]),
            ["display_name"] = DisplayName,
            ["language"] = "csharp",
            ["interrupt_mode"] = "message",
        };
        return specification.ToJsonString(Layout) + "\n";
    }

    private static string UserFolder() => Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "jupyter");
}
