using System.Text;
using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Display;
using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Running;

/// <summary>Collects what cells put out, in the form a notebook file keeps it.</summary>
internal sealed class RecordingSink : ICellSink
{
    private readonly Dictionary<string, JsonObject> _shown = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private JsonArray _outputs = [];
    private string _name = "";

    /// <summary>Starts a cell; pictures of earlier cells can still be replaced.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _outputs = [];
        }
    }

    /// <summary>Ends a cell.</summary>
    /// <returns>Its outputs.</returns>
    public JsonArray End(CellOutcome outcome, int number)
    {
        lock (_lock)
        {
            CloseText();
            if (outcome.Error is { } error)
            {
                _outputs.Add((JsonNode)new JsonObject
                {
                    ["output_type"] = "error",
                    ["ename"] = error.Name,
                    ["evalue"] = error.Message,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(t => (JsonNode?)JsonValue.Create(t))]),
                });
            }
            else if (outcome.Result is { } result)
            {
                JsonObject output = Shown("execute_result", result);
                output["execution_count"] = number;
                _outputs.Add((JsonNode)output);
            }

            return _outputs;
        }
    }

    public void Stream(string name, string text)
    {
        lock (_lock)
        {
            if (name != _name)
            {
                CloseText();
                _name = name;
            }

            _text.Append(text);
        }
    }

    public void Display(MimeBundle bundle, string? displayId, bool update)
    {
        lock (_lock)
        {
            if (update)
            {
                if (displayId is not null && _shown.TryGetValue(displayId, out JsonObject? shown))
                {
                    shown["data"] = Mime(bundle);
                }

                return;
            }

            CloseText();
            JsonObject output = Shown("display_data", bundle);
            _outputs.Add((JsonNode)output);
            if (displayId is not null)
            {
                _shown[displayId] = output;
            }
        }
    }

    private static JsonObject Shown(string type, MimeBundle bundle) => new()
    {
        ["output_type"] = type,
        ["data"] = Mime(bundle),
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Mime(MimeBundle bundle) =>
        new(bundle.Entries.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Lines(e.Value))));

    private void CloseText()
    {
        if (_text.Length > 0)
        {
            _outputs.Add((JsonNode)new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = _name,
                ["text"] = Lines(_text.ToString()),
            });
            _text.Clear();
        }
    }

    /// <summary>A list of lines, as notebook files keep text, so that versions of a file can be compared.</summary>
    private static JsonArray Lines(string text)
    {
        JsonArray lines = [];
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)JsonValue.Create(text[start..next]));
            start = next;
        }

        return lines;
    }
}
