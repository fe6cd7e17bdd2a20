namespace Dms.Predictive.Learning.Tests;

/// <summary>A model text as LightGBM writes it, and ways to spoil it.</summary>
internal static class LightGbmText
{
    private const string Body =
        "num_leaves=3\nnum_cat=0\nsplit_feature=0 2\nsplit_gain=4 1\nthreshold=0.5 -1.25\ndecision_type=2 2\n"
        + "left_child=1 -1\nright_child=-2 -3\nleaf_value=0.1 -0.2 0.3\nleaf_weight=3 4 5\nleaf_count=3 4 5\n"
        + "internal_value=0 0.1\ninternal_weight=12 8\ninternal_count=12 8\nis_linear=0\nshrinkage=0.1\n\n\n";

    public static byte[] Sound => Of(Body);

    /// <summary>One change in the tree; the header's sizes follow unless a size is given.</summary>
    public static byte[] With(string healthy, string spoilt) => Of(Body.Replace(healthy, spoilt, StringComparison.Ordinal) is { } changed && changed != Body
        ? changed
        : throw new InvalidOperationException($"'{healthy}' is not in the text."));

    public static byte[] WithSize(int size) => Of(Body, size);

    public static byte[] WithParameters(string line) => Of(Body, null, line);

    private static byte[] Of(string body, int? size = null, string parameters = "[linear_tree: 0]")
    {
        string tree = "Tree=0\n" + body;
        return Proto.Utf8(
            "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=2\nobjective=regression\n"
            + $"feature_names=a b c\nfeature_infos=[0:1] [0:1] [0:1]\ntree_sizes={size ?? tree.Length}\n\n{tree}end of trees\n\n"
            + $"feature_importances:\na=1\n\nparameters:\n[boosting: gbdt]\n{parameters}\nend of parameters\n");
    }
}
