using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Reads LightGBM's model text into canonical forests; every number comes over bit for bit.</summary>
/// <remarks>
/// Versions 3 and 4 of the text. A missing value goes where LightGBM sends it: by the split's default side, or as 0
/// where training saw none (<c>missing_type</c> None). Values within ±1e-35 are read as 0 before they are compared.
/// Refused by name: categorical splits, linear leaves, and a feature whose splits disagree on whether 0 is missing.
/// </remarks>
public static class LightGbmText
{
    private const int MostOutputs = 1_024;

    /// <summary>Reads a model.</summary>
    /// <param name="text">What LightGBM saved; the part from <c>parameters:</c> on is not read.</param>
    /// <exception cref="InputRefusedException"><c>lightgbm-text</c> for a text that is damaged,
    /// <c>lightgbm-categorical</c>, <c>lightgbm-linear</c>, <c>lightgbm-missing</c> for what the canonical form cannot
    /// say, or what <see cref="Forest"/> refuses.</exception>
    public static LightGbmModel Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (LightGbmBlock header, List<LightGbmBlock> trees) = Blocks(text);
        string[] names = header.Text("feature_names").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int width = header.Integer("max_feature_idx");
        if (width != names.Length - 1)
        {
            throw header.Refusal($"Found {names.Length} names for columns 0 … {width}.", "feature_names");
        }

        int outputs = header.Integer("num_tree_per_iteration");
        if (outputs is < 1 or > MostOutputs || trees.Count % outputs != 0)
        {
            throw header.Refusal($"{trees.Count} trees do not make whole rounds of {outputs}.", "num_tree_per_iteration");
        }

        LightGbmMissing missing = new(names);
        double divisor = header.Has("average_output") ? Math.Max(1, trees.Count / outputs) : 1.0;
        List<Tree>[] byOutput = [.. Enumerable.Range(0, outputs).Select(_ => new List<Tree>())];
        for (int i = 0; i < trees.Count; i++)
        {
            byOutput[i % outputs].Add(LightGbmTree.Read(trees[i], missing, divisor));
        }

        return new([.. byOutput.Select(t => new Forest(names, 0.0, t))], header.TextOr("objective", ""), missing.ZeroIsMissing());
    }

    private static (LightGbmBlock Header, List<LightGbmBlock> Trees) Blocks(string text)
    {
        LightGbmBlock header = new("header");
        List<LightGbmBlock> trees = [];
        LightGbmBlock current = header;
        bool ended = false;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd('\r');
            if (line == "end of trees")
            {
                ended = true;
                break;
            }

            if (line.StartsWith("Tree=", StringComparison.Ordinal))
            {
                current = new($"tree {trees.Count}");
                trees.Add(current);
            }

            if (line.Length > 0)
            {
                current.Add(line);
            }
        }

        return ended && header.Has("tree")
            ? (header, trees)
            : throw header.Refusal("The text does not run from 'tree' to 'end of trees'.", "tree");
    }
}
