using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What a bundle's card says, as the purpose section of a report.</summary>
internal static class ExplainCard
{
    /// <summary>Reads purpose, owner, expiry and limits from the card.</summary>
    public static ModelPurpose Purpose(ModelBundle bundle, ExplainGovernance governance)
    {
        string[] lines = bundle.Card.Split('\n', StringSplitOptions.TrimEntries);
        List<string> limits = [.. Bullets(lines, "## Limits")];
        if (Bold(lines, "Limits.") is { Length: > 0 } sentence)
        {
            limits.AddRange(sentence.Split(". ").Select(s => s.TrimEnd('.') + "."));
        }

        limits.AddRange(Bullets(lines, "## Known failures"));
        return new()
        {
            Purpose = Bold(lines, "Purpose.") is { Length: > 0 } purpose ? purpose : "The bundle's card states no purpose.",
            Uses = ["Raise initial margin above the policy's baseline; never lower it."],
            Limits = limits,
            Assumptions = ["Bars arrive as they did in the file: this report replays them through the code that serves."],
            Governance =
            [
                new("Owner", Bold(lines, "Owner.") is { Length: > 0 } owner ? owner.Split("**")[0].Trim() : "not named in the card"),
                new("Recipe seed", bundle.Manifest.Description.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("Signing key", bundle.KeyId),
                .. governance.Facts,
            ],
        };
    }

    private static string Bold(string[] lines, string name)
    {
        string mark = $"**{name}**";
        return lines.FirstOrDefault(l => l.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..].Trim() ?? "";
    }

    private static IEnumerable<string> Bullets(string[] lines, string heading) => lines
        .SkipWhile(l => l != heading).Skip(1).TakeWhile(l => !l.StartsWith('#'))
        .Where(l => l.StartsWith("- ", StringComparison.Ordinal)).Select(l => l[2..]);
}
