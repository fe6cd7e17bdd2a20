using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Protocol;

namespace Dms.Predictive.Notebooks.Running;

/// <summary>A notebook file of format 4; what this program does not know in it is kept.</summary>
public sealed class NotebookFile
{
    private const int Format = 4;
    private const int MinorFormat = 5;

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _root;

    private NotebookFile(JsonObject root, IReadOnlyList<NotebookCell> cells) => (_root, CodeCells) = (root, cells);

    /// <summary>The code cells, in their order.</summary>
    public IReadOnlyList<NotebookCell> CodeCells { get; }

    /// <summary>Reads a notebook.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="where">Name of the file, for messages.</param>
    /// <exception cref="NotebookRefusedException">Not a notebook of format 4, or not one for C#.</exception>
    public static NotebookFile Parse(ReadOnlySpan<byte> utf8, string where)
    {
        JsonNode? parsed;
        try
        {
            parsed = JsonNode.Parse(utf8);
        }
        catch (JsonException e)
        {
            throw new NotebookRefusedException($"Not JSON: {e.Message} A notebook is a JSON file; was it cut short?", where, e);
        }

        if (parsed is not JsonObject root || root["nbformat"] is not JsonValue format
            || !format.TryGetValue(out int version) || version != Format)
        {
            throw new NotebookRefusedException(
                $"nbformat is {Found(parsed)}; format {Format} is read. Convert it with jupyter nbconvert --to notebook.", where);
        }

        RefuseOtherLanguages(root, where);
        return root["cells"] is JsonArray cells
            ? new NotebookFile(root, ReadCells(cells, where))
            : throw new NotebookRefusedException("cells is missing or not a list.", where);
    }

    /// <summary>The notebook with the outputs as they are now, as a file of format 4.5.</summary>
    public byte[] ToBytes()
    {
        JsonNode? minor = _root["nbformat_minor"];
        _root["nbformat_minor"] = minor is JsonValue v && v.TryGetValue(out int n) ? Math.Max(n, MinorFormat) : MinorFormat;
        JsonObject metadata = _root["metadata"] as JsonObject ?? [];
        if (metadata.Parent is null)
        {
            _root["metadata"] = metadata;
        }

        metadata["kernelspec"] ??= new JsonObject
        {
            ["display_name"] = KernelSpecification.DisplayName,
            ["language"] = "csharp",
            ["name"] = KernelSpecification.Name,
        };
        metadata["language_info"] = KernelDescription.Language();
        return Encoding.UTF8.GetBytes(_root.ToJsonString(Layout) + "\n");
    }

    private static void RefuseOtherLanguages(JsonObject root, string where)
    {
        if (root["metadata"] is JsonObject metadata && metadata["kernelspec"] is JsonObject kernel
            && kernel["language"] is JsonValue value && value.TryGetValue(out string? language)
            && !language.Equals("csharp", StringComparison.OrdinalIgnoreCase)
            && !language.Equals("C#", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotebookRefusedException(
                $"metadata.kernelspec.language is \"{language}\"; only csharp can be run.", where);
        }
    }

    private static List<NotebookCell> ReadCells(JsonArray cells, string where)
    {
        List<NotebookCell> code = [];
        HashSet<string> ids = [.. cells.OfType<JsonObject>().Select(c => Text(c["id"])).OfType<string>()];
        for (int i = 0; i < cells.Count; i++)
        {
            string place = $"{where}, cells[{i}]";
            if (cells[i] is not JsonObject cell || Text(cell["cell_type"]) is not { } type)
            {
                throw new NotebookRefusedException("Not a cell: cell_type is missing or not a text.", place);
            }

            // Format 4.5 wants a name for every cell; the same file always gets the same ones.
            cell["id"] ??= FreeId(ids, i);
            if (type == "code")
            {
                code.Add(new NotebookCell(cell, Source(cell["source"], place), i + 1));
            }
        }

        return code;
    }

    private static string FreeId(HashSet<string> ids, int index)
    {
        string id = $"cell-{index + 1}";
        while (!ids.Add(id))
        {
            id += "x";
        }

        return id;
    }

    private static string Source(JsonNode? source, string place)
    {
        if (Text(source) is { } whole)
        {
            return whole;
        }

        return source is JsonArray lines && lines.All(l => Text(l) is not null)
            ? string.Concat(lines.Select(Text))
            : throw new NotebookRefusedException("source is missing, or neither a text nor a list of texts.", place);
    }

    private static string? Text(JsonNode? node) => node is JsonValue v && v.TryGetValue(out string? text) ? text : null;

    private static string Found(JsonNode? parsed) => parsed is JsonObject root
        ? root["nbformat"]?.ToJsonString() ?? "missing"
        : "missing: the file is not a JSON object";
}
