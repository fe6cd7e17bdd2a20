using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Tests.Running;

internal static class NotebookText
{
    /// <summary>A notebook with these code cells.</summary>
    public static string Of(params string[] cells) => new JsonObject
    {
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
        ["metadata"] = new JsonObject(),
        ["cells"] = new JsonArray([.. cells.Select((c, i) => (JsonNode?)new JsonObject
        {
            ["cell_type"] = "code", ["id"] = $"c{i}", ["metadata"] = new JsonObject(), ["execution_count"] = null, ["outputs"] = new JsonArray(), ["source"] = c,
        })]),
    }.ToJsonString();

    /// <summary>The outputs of a code cell, by its position.</summary>
    public static JsonArray Outputs(string notebook, int cell) => JsonNode.Parse(notebook)!["cells"]![cell]!["outputs"]!.AsArray();
}
