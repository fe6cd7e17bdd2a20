using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dms.Predictive.Core;
using Dms.Predictive.Serving;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Puts keys into a host's configuration file and leaves the rest of it alone.</summary>
internal static class KeyFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds an entry: the file is replaced whole or stays as it is.</summary>
    /// <exception cref="InputRefusedException">The file is no configuration, or has a key of that id.</exception>
    public static void Add(string path, ApiKeyOptions entry)
    {
        string full = Path.GetFullPath(path);
        JsonObject root = File.Exists(full) ? Read(full) : [];
        JsonArray keys = Child(Child(Child(root, "Dms", () => new JsonObject()), "Auth", () => new JsonObject()), "ApiKeys", () => new JsonArray());
        if (keys.Any(k => k?["Id"]?.GetValue<string>() == entry.Id))
        {
            throw new InputRefusedException("key-exists", $"The file has a key '{entry.Id}' already. Give another --id, or remove the old entry.", path);
        }

        keys.Add(new JsonObject
        {
            ["Id"] = entry.Id,
            ["Sha256"] = entry.Sha256,
            ["Roles"] = new JsonArray([.. entry.Roles.Select(r => (JsonNode)r)]),
            ["Accounts"] = new JsonArray([.. entry.Accounts.Select(a => (JsonNode)a)]),
        });
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string unfinished = full + ".tmp";
        File.WriteAllText(unfinished, root.ToJsonString(Readable) + "\n");
        File.Move(unfinished, full, overwrite: true);
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new InputRefusedException("configuration", "The file is no JSON object.", path);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("configuration", $"The file is no JSON: {e.Message}", path, e);
        }
    }

    private static T Child<T>(JsonObject parent, string name, Func<T> create)
        where T : JsonNode
    {
        if (parent[name] is T child)
        {
            return child;
        }

        T made = create();
        parent[name] = made;
        return made;
    }
}
