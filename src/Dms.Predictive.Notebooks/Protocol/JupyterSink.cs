using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Display;
using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>Publishes what a cell puts out, under the request that started it.</summary>
internal sealed class JupyterSink(byte[] parent, MessageComposer composer, KernelSockets sockets) : ICellSink
{
    public void Stream(string name, string text) => Publish("stream", new JsonObject { ["name"] = name, ["text"] = text });

    public void Display(MimeBundle bundle, string? displayId, bool update)
    {
        JsonObject transient = displayId is null ? [] : new JsonObject { ["display_id"] = displayId };
        Publish(update ? "update_display_data" : "display_data", new JsonObject
        {
            ["data"] = Mime(bundle),
            ["metadata"] = new JsonObject(),
            ["transient"] = transient,
        });
    }

    public void Input(string code, int number) =>
        Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number });

    public void Result(MimeBundle bundle, int number) => Publish("execute_result", new JsonObject
    {
        ["execution_count"] = number,
        ["data"] = Mime(bundle),
        ["metadata"] = new JsonObject(),
    });

    public void Error(JsonObject error) => Publish("error", error);

    public void Status(string state) => Publish("status", new JsonObject { ["execution_state"] = state });

    private static JsonObject Mime(MimeBundle bundle) =>
        new(bundle.Entries.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)JsonValue.Create(e.Value))));

    private void Publish(string type, JsonObject content) => sockets.Publish(composer.Publish(parent, type, content));
}
