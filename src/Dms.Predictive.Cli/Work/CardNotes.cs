using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Work;

/// <summary>What a card says that the run itself cannot know.</summary>
internal sealed record CardNotes
{
    /// <summary>Who answers for the model; null = nobody was named.</summary>
    public string? Owner { get; init; }

    /// <summary>Name of the recipe; null = not one of the named ones.</summary>
    public string? Recipe { get; init; }

    /// <summary>Licence of each data file by name; files not in it are of unknown licence.</summary>
    public IReadOnlyDictionary<string, string> Licences { get; init; } = new Dictionary<string, string>();

    /// <summary>Days for which the card is good, from the end of training.</summary>
    public int Days { get; init; } = ModelLife.DefaultDays;

    /// <summary>The report of an evaluation of the same recipe; null = none was given.</summary>
    public JsonElement? Evaluation { get; init; }

    /// <summary>Reads <c>FILE=TEXT</c> licences.</summary>
    /// <exception cref="UsageException">One is not of this form, or names no training file.</exception>
    public static IReadOnlyDictionary<string, string> LicencesOf(IEnumerable<string> given, IReadOnlyCollection<string> files)
    {
        Dictionary<string, string> licences = [];
        foreach (string one in given)
        {
            int at = one.IndexOf('=', StringComparison.Ordinal);
            string file = at > 0 ? Path.GetFileName(one[..at]) : "";
            if (at <= 0 || at == one.Length - 1 || one.Any(char.IsControl) || !files.Contains(file))
            {
                throw new UsageException(
                    $"'{one}' is no licence of a training file; write FILE=TEXT with FILE one of {string.Join(", ", files)}.", "--data-licence");
            }

            licences[file] = one[(at + 1)..];
        }

        return licences;
    }

    /// <summary>Reads the report of an evaluation, and refuses one of another recipe.</summary>
    /// <param name="folder">Folder that <c>dms evaluate</c> wrote.</param>
    /// <param name="members">Canonical text of the members that are trained.</param>
    /// <exception cref="InputRefusedException"><c>evaluation</c>.</exception>
    public static JsonElement? EvaluationOf(string? folder, JsonElement members)
    {
        if (folder is null)
        {
            return null;
        }

        string path = Path.Combine(folder, "report.json");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement.Clone();
            if (root.GetProperty("schema").GetString() is "dms-evaluation/1" or "dms-evaluation/2"
                && root.GetProperty("horizons").ValueKind == JsonValueKind.Array)
            {
                return JsonElement.DeepEquals(root.GetProperty("protocol").GetProperty("members"), members) ? root : throw new InputRefusedException(
                    "evaluation", "The evaluation is of other members than those trained here. Evaluate with the same --recipe.", path);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            throw new InputRefusedException("evaluation", $"The evaluation cannot be read: {e.Message} Name a folder that dms evaluate wrote.", path, e);
        }

        throw new InputRefusedException("evaluation", "The file is no evaluation report. Name a folder that dms evaluate wrote.", path);
    }
}
