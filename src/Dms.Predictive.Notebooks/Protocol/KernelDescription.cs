using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>What the kernel says about itself.</summary>
internal static class KernelDescription
{
    public static JsonObject Create()
    {
        string version = typeof(KernelDescription).Assembly.GetName().Version?.ToString(3) ?? "0";
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = MessageComposer.ProtocolVersion,
            ["implementation"] = "dms",
            ["implementation_version"] = version,
            ["banner"] = $"Dms.Predictive {version}: C# cells beside the forecasting pipeline.",
            ["language_info"] = Language(),
            ["help_links"] = new JsonArray(),
        };
    }

    /// <summary>Description of the language, as it stands in notebooks too.</summary>
    public static JsonObject Language() => new()
    {
        ["name"] = "csharp",
        ["version"] = Environment.Version.ToString(),
        ["mimetype"] = "text/x-csharp",
        ["file_extension"] = ".cs",
        ["pygments_lexer"] = "csharp",
        ["codemirror_mode"] = "text/x-csharp",
    };
}
