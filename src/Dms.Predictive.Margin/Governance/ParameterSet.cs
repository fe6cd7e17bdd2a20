using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>One version of a policy's parameters: any JSON object in its canonical spelling, named by its hash.</summary>
public sealed class ParameterSet
{
    private ParameterSet(string canonical, string hash, IReadOnlyDictionary<string, string> leaves) =>
        (Canonical, Hash, Leaves) = (canonical, hash, leaves);

    /// <summary>Sorted keys, shortest numbers, no blanks.</summary>
    public string Canonical { get; }

    /// <summary>SHA-256 of the canonical text, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>Every value by its path, such as <c>policy.parameters.confidence</c>; list items by <c>[index]</c>. Values are canonical JSON.</summary>
    public IReadOnlyDictionary<string, string> Leaves { get; }

    /// <summary>Reads a set.</summary>
    /// <param name="utf8">One JSON object with unique keys.</param>
    /// <param name="where">File or field, for messages.</param>
    /// <exception cref="InputRefusedException">Not a JSON object.</exception>
    public static ParameterSet Parse(ReadOnlyMemory<byte> utf8, string where)
    {
        try
        {
            byte[] canonical = CanonicalJson.Rewrite(utf8);
            using JsonDocument document = JsonDocument.Parse(canonical);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InputRefusedException("parameters-malformed", $"Found {document.RootElement.ValueKind}; expected one JSON object of parameters.", where);
            }

            SortedDictionary<string, string> leaves = new(StringComparer.Ordinal);
            Collect(document.RootElement, "", leaves);
            return new ParameterSet(Encoding.UTF8.GetString(canonical), CanonicalJson.Hash(canonical), leaves);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("parameters-malformed", $"The parameters are no JSON: {e.Message}", where, e);
        }
    }

    /// <summary>Paths whose values differ, in ordinal order; a value that is absent on one side differs.</summary>
    public static IReadOnlyList<string> Changed(ParameterSet before, ParameterSet after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return [.. before.Leaves.Keys.Union(after.Leaves.Keys).Where(k => before.Leaves.GetValueOrDefault(k) != after.Leaves.GetValueOrDefault(k)).Order(StringComparer.Ordinal)];
    }

    private static void Collect(JsonElement value, string path, SortedDictionary<string, string> leaves)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in value.EnumerateObject())
            {
                Collect(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}", leaves);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                Collect(item, $"{path}[{index++}]", leaves);
            }
        }
        else
        {
            leaves[path] = value.GetRawText();
        }
    }
}
