using System.Globalization;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Reads LightGBM's text of a fit before anyone else does: LightGBM believes the counts in it and reads beyond its
/// arrays when they lie. Every count must be that of its array, every tree a tree.
/// </summary>
/// <remarks>Numeric splits and constant leaves only; categories and <c>linear_tree</c> are refused.</remarks>
public static class LightGbmTextInspection
{
    private const int MostTrees = 100_000;
    private const int MostLeaves = 65_536;

    /// <summary>Refuses a text that is not such.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <exception cref="InputRefusedException"><c>tree-structure</c> or <c>tree-value</c>.</exception>
    public static void Refuse(ReadOnlySpan<byte> utf8)
    {
        const string FirstTree = "\nTree=0\n";
        string text = Encoding.UTF8.GetString(utf8);
        int first = text.IndexOf(FirstTree, StringComparison.Ordinal);
        int end = text.IndexOf("\nend of trees\n", StringComparison.Ordinal);
        if (!text.StartsWith("tree\n", StringComparison.Ordinal) || first < 0 || end < first)
        {
            throw Structure("It does not begin with 'tree', hold 'Tree=0' and end in 'end of trees'.");
        }

        if (text.AsSpan(end).Contains("[linear_tree: 1]", StringComparison.Ordinal))
        {
            throw Structure("It was trained with linear_tree; leaves must be constants.");
        }

        Dictionary<string, string> head = Fields(text[..first], "header");
        int columns = Whole(head, "max_feature_idx", "header") + 1;
        if (Items(head, "feature_names").Length != columns || columns > MostLeaves)
        {
            throw Structure($"The header names another number of features than {columns}.");
        }

        RefuseTrees(text, first + 1, end + 1, new Header(columns, Integers(head, "tree_sizes", "header")));
    }

    // LightGBM cuts the text at the header's sizes, so they must be where the trees are.
    private static void RefuseTrees(string text, int at, int end, Header header)
    {
        if (header.Sizes.Length is 0 or > MostTrees)
        {
            throw Structure($"The header gives {header.Sizes.Length} tree sizes; expected 1 … {MostTrees}.");
        }

        for (int i = 0; i < header.Sizes.Length; i++)
        {
            int size = header.Sizes[i];
            string mark = string.Create(CultureInfo.InvariantCulture, $"Tree={i}\n");
            if (size < mark.Length || size > end - at || string.CompareOrdinal(text, at, mark, 0, mark.Length) != 0)
            {
                throw Structure($"Tree {i} is not {size} characters long where the header's tree_sizes put it.");
            }

            RefuseTree(text.Substring(at, size), i, header.Columns);
            at += size;
        }

        if (at != end)
        {
            throw Structure($"{end - at} characters lie behind the last tree of tree_sizes.");
        }
    }

    private static void RefuseTree(string text, int index, int columns)
    {
        string where = $"{BundleFiles.LightGbmText}: Tree={index}";
        Dictionary<string, string> fields = Fields(text, where);
        int leaves = Whole(fields, "num_leaves", where);
        if (leaves is < 1 or > MostLeaves || Whole(fields, "num_cat", where) != 0
            || (fields.TryGetValue("is_linear", out string? linear) && linear != "0"))
        {
            throw Structure("Expected 1 … 65,536 leaves, no categories and is_linear=0.", where);
        }

        int splits = leaves - 1;
        TextTree tree = new(
            Sized(Integers(fields, "split_feature", where), splits, "split_feature", where),
            Sized(Numbers(fields, "threshold", where), splits, "threshold", where),
            Sized(Integers(fields, "left_child", where), splits, "left_child", where),
            Sized(Integers(fields, "right_child", where), splits, "right_child", where),
            Sized(Numbers(fields, "leaf_value", where), leaves, "leaf_value", where));
        foreach ((string name, int count) in new[]
        {
            ("split_gain", splits), ("decision_type", splits), ("internal_value", splits), ("internal_weight", splits),
            ("internal_count", splits), ("leaf_weight", leaves), ("leaf_count", leaves),
        })
        {
            // A tree of one leaf leaves some of them out.
            int found = Items(fields, name).Length;
            if (found != count && !(leaves == 1 && found == 0))
            {
                throw Structure($"{name} has {found} values for {count} places.", where);
            }
        }

        TreeStructure.Refuse(tree.ToTree(where), columns, where);
    }

    private static Dictionary<string, string> Fields(string text, string where)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n').Where(l => l.Contains('=', StringComparison.Ordinal)))
        {
            int at = line.IndexOf('=', StringComparison.Ordinal);
            if (!fields.TryAdd(line[..at], line[(at + 1)..]))
            {
                throw Structure($"{line[..at]} is there twice.", where);
            }
        }

        return fields;
    }

    private static string[] Items(Dictionary<string, string> fields, string name) =>
        fields.GetValueOrDefault(name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Whole(Dictionary<string, string> fields, string name, string where) =>
        Integers(fields, name, where) is [var only]
            ? only
            : throw Structure($"{name} must be one whole number.", where);

    private static int[] Integers(Dictionary<string, string> fields, string name, string where) =>
        [.. Items(fields, name).Select(t => int.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int v) && v < int.MaxValue
            ? v
            : throw Structure($"{name} holds '{Short(t)}' instead of a whole number.", where))];

    private static double[] Numbers(Dictionary<string, string> fields, string name, string where) =>
        [.. Items(fields, name).Select(t => Number(t, out double v)
            ? v
            : throw new InputRefusedException("tree-value", $"{name} holds '{Short(t)}' instead of a number.", where))];

    private static bool Number(string text, out double value)
    {
        (value, bool named) = text switch
        {
            "inf" => (double.PositiveInfinity, true),
            "-inf" => (double.NegativeInfinity, true),
            "nan" or "-nan" => (double.NaN, true),
            _ => (0.0, false),
        };
        return named || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static T[] Sized<T>(T[] values, int count, string name, string where) => values.Length == count
        ? values
        : throw Structure($"{name} has {values.Length} values for {count} places.", where);

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static InputRefusedException Structure(string message, string? where = null) =>
        new("tree-structure", message, where ?? BundleFiles.LightGbmText);

    private readonly record struct Header(int Columns, int[] Sizes);

    private sealed record TextTree(int[] Feature, double[] Threshold, int[] Left, int[] Right, double[] Leaf)
    {
        /// <summary>The tree with its leaves behind its splits; a child ≥ 0 is a split, otherwise leaf −1 − child.</summary>
        public Tree ToTree(string where)
        {
            int splits = Feature.Length;
            int Child(int child) => child >= 0
                ? child < splits ? child : throw Structure($"Child {child} of {splits} splits.", where)
                : -1L - child < Leaf.Length ? splits + (-1 - child) : throw Structure($"Child {child} of {Leaf.Length} leaves.", where);
            int[] none = [.. Enumerable.Repeat(-1, Leaf.Length)];
            double[] zeros = new double[Leaf.Length];
            if (Feature.Any(f => f < 0))
            {
                throw Structure("A split has a negative feature.", where);
            }

            return new Tree
            {
                Feature = [.. Feature, .. none],
                Threshold = [.. Threshold, .. zeros],
                Left = [.. Left.Select(Child), .. none],
                Right = [.. Right.Select(Child), .. none],
                DefaultLeft = new bool[splits + Leaf.Length],
                Value = [.. new double[splits], .. Leaf],
                Cover = new double[splits + Leaf.Length],
            };
        }
    }
}
