using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Reads one tree of a LightGBM text: inner nodes first, then the leaves in LightGBM's own numbering.</summary>
internal static class LightGbmTree
{
    private const double LargestZero = 1e-35f;
    private const int Categorical = 1;
    private const int DefaultLeft = 2;
    private const int MissingNan = 2;
    private const int MissingNone = 0;

    public static Tree Read(LightGbmBlock block, LightGbmMissing missing, double divisor)
    {
        if (block.IntegerOr("is_linear", 0) != 0)
        {
            throw block.Refusal("Leaves with linear models are not read; train with linear_tree=false.", "is_linear", "lightgbm-linear");
        }

        int leaves = block.Integer("num_leaves");
        if (leaves is < 1 or > 1 << 20)
        {
            throw block.Refusal($"Found {leaves} leaves; expected 1 … {1 << 20}.", "num_leaves");
        }

        int inner = leaves - 1;
        Tree tree = Empty(inner + leaves);
        double[] value = block.Numbers("leaf_value", leaves);
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            tree.Value[inner + leaf] = value[leaf] / divisor;
        }

        if (inner > 0)
        {
            ReadSplits(block, missing, tree, inner);
            ReadCovers(block, tree, inner);
        }

        return tree;
    }

    private static void ReadSplits(LightGbmBlock block, LightGbmMissing missing, Tree tree, int inner)
    {
        int[] feature = block.Integers("split_feature", inner);
        double[] threshold = block.Numbers("threshold", inner);
        int[] decision = block.Integers("decision_type", inner);
        int[] left = block.Integers("left_child", inner);
        int[] right = block.Integers("right_child", inner);
        for (int i = 0; i < inner; i++)
        {
            if ((decision[i] & Categorical) != 0)
            {
                throw block.Refusal("A categorical split has no canonical form; train with numbers only.", "decision_type",
                    "lightgbm-categorical");
            }

            if (feature[i] < 0 || feature[i] >= missing.Features)
            {
                throw block.Refusal($"Feature {feature[i]} is outside 0 … {missing.Features - 1}.", "split_feature");
            }

            int kind = (decision[i] >> 2) & 3;
            if (kind > MissingNan)
            {
                throw block.Refusal($"Missing values of kind {kind} are unknown.", "decision_type");
            }

            missing.Note(block, feature[i], kind);
            tree.Feature[i] = feature[i];
            tree.Threshold[i] = Snapped(threshold[i]);

            // Training saw no missing value: LightGBM then reads one as 0.
            tree.DefaultLeft[i] = kind == MissingNone ? tree.Threshold[i] >= 0.0 : (decision[i] & DefaultLeft) != 0;
            (tree.Left[i], tree.Right[i]) = (Child(left[i], inner), Child(right[i], inner));
        }
    }

    // Counts where the text has them, else the sums of Hessians.
    private static void ReadCovers(LightGbmBlock block, Tree tree, int inner)
    {
        string kind = block.Has("leaf_count") ? "count" : "weight";
        double[] leaf = block.Numbers($"leaf_{kind}", inner + 1);
        double[] node = block.Numbers($"internal_{kind}", inner);
        node.CopyTo(tree.Cover, 0);
        leaf.CopyTo(tree.Cover, inner);
    }

    // Values within ±LargestZero are 0 before they are compared.
    private static double Snapped(double threshold) => threshold switch
    {
        >= -LargestZero and < 0 => Math.BitDecrement(-LargestZero),
        >= 0 and < LargestZero => LargestZero,
        _ => threshold,
    };

    private static int Child(int child, int inner) => child >= 0 ? child : inner + ~child;

    private static Tree Empty(int count)
    {
        Tree tree = new()
        {
            Feature = new int[count],
            Threshold = new double[count],
            Left = new int[count],
            Right = new int[count],
            DefaultLeft = new bool[count],
            Value = new double[count],
            Cover = new double[count],
        };
        Array.Fill(tree.Feature, -1);
        Array.Fill(tree.Left, -1);
        Array.Fill(tree.Right, -1);
        return tree;
    }
}
