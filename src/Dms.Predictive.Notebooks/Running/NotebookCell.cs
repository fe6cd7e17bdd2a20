using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Running;

/// <summary>A code cell of a notebook file.</summary>
public sealed class NotebookCell
{
    private readonly JsonObject _node;

    internal NotebookCell(JsonObject node, string source, int place) =>
        (_node, Source, Place) = (node, source, place);

    /// <summary>The code.</summary>
    public string Source { get; }

    /// <summary>Position among all cells of the notebook, from 1.</summary>
    public int Place { get; }

    internal void Record(JsonArray outputs, int? number)
    {
        _node["outputs"] = outputs;
        _node["execution_count"] = number;
        _node["metadata"] ??= new JsonObject();
    }
}
