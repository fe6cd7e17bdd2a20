using System.Reflection;
using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Dms.Predictive.Training;

/// <summary>
/// Reads ML.NET's trees into the canonical form. The only file that uses reflection: ML.NET keeps the direction of
/// missing values, the columns of shape functions, the native parameters and its cancellation in non-public members.
/// </summary>
public static class MlNetTreeReader
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Reads a trained ensemble; node covers are 0 until they are counted on reference rows.</summary>
    /// <param name="ensemble">Trees of a regression model without categorical splits.</param>
    /// <param name="featureNames">One name per feature, in row order.</param>
    /// <exception cref="NotSupportedException">
    /// This version of ML.NET does not have the members that hold the missing-value direction.
    /// </exception>
    public static Forest Read(RegressionTreeEnsemble ensemble, IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(featureNames);
        Tree[] trees = new Tree[ensemble.Trees.Count];
        for (int i = 0; i < trees.Length; i++)
        {
            trees[i] = Read(ensemble.Trees[i], ensemble.TreeWeights[i]);
        }

        return new Forest(featureNames, ensemble.Bias, trees);
    }

    /// <summary>Shape functions of an additive model: the column each reads, the upper ends of its bins and their
    /// effects. A column that does not vary has none.</summary>
    /// <remarks>The public accessors refuse columns past the number of shape functions.</remarks>
    /// <exception cref="NotSupportedException">This version of ML.NET keeps them elsewhere.</exception>
    internal static IEnumerable<(int Column, double[] UpperBounds, double[] Effects)> Shapes(
        GamRegressionModelParameters model)
    {
        int[] columns = Member(model, "_shapeToInputMap") as int[] ?? throw Missing("GamModelParametersBase._shapeToInputMap");
        double[][] bounds = Member(model, "_binUpperBounds") as double[][] ?? throw Missing("GamModelParametersBase._binUpperBounds");
        double[][] effects = Member(model, "_binEffects") as double[][] ?? throw Missing("GamModelParametersBase._binEffects");
        return Enumerable.Range(0, columns.Length).Select(i => (columns[i], bounds[i], effects[i]));
    }

    /// <summary>Makes the native fit reproducible with parameters that ML.NET has no options for.</summary>
    /// <exception cref="NotSupportedException">This version of ML.NET keeps its parameters elsewhere.</exception>
    internal static void FixSummationOrder(LightGbmRegressionTrainer trainer)
    {
        object? parameters = Member(trainer, "GbmOptions");
        if (parameters is not IDictionary<string, object> options)
        {
            throw Missing("LightGbmTrainerBase.GbmOptions");
        }

        options["deterministic"] = "true";
        options["force_row_wise"] = "true";
    }

    /// <summary>Stops whatever the context is running at its next check; a no-op when nothing runs.</summary>
    /// <exception cref="NotSupportedException">This version of ML.NET has no such call.</exception>
    internal static Action CancelExecution(MLContext context)
    {
        MethodInfo cancel = typeof(MLContext).GetMethod("CancelExecution", Hidden, [])
            ?? throw Missing("MLContext.CancelExecution");
        return cancel.CreateDelegate<Action>(context);
    }

    private static Tree Read(RegressionTreeBase tree, double weight)
    {
        int inner = tree.NumberOfNodes;
        int count = inner + tree.NumberOfLeaves;
        if (tree.CategoricalSplitFlags.Any(c => c))
        {
            throw new NotSupportedException("A categorical split has no canonical form; train with numbers only.");
        }

        Tree result = new()
        {
            Feature = Filled(count, -1),
            Threshold = new double[count],
            Left = Filled(count, -1),
            Right = Filled(count, -1),
            DefaultLeft = new bool[count],
            Value = new double[count],
            Cover = new double[count],
        };
        float[]? missing = MissingValues(tree);
        for (int i = 0; i < inner; i++)
        {
            float threshold = tree.NumericalSplitThresholds[i];
            result.Feature[i] = tree.NumericalSplitFeatureIndexes[i];
            result.Threshold[i] = threshold;
            result.Left[i] = Child(tree.LeftChild[i], inner);
            result.Right[i] = Child(tree.RightChild[i], inner);
            // A missing value is replaced by this number and compared; without one it stays NaN and goes right.
            result.DefaultLeft[i] = missing is not null && missing[i] <= threshold;
        }

        for (int leaf = 0; leaf < tree.NumberOfLeaves; leaf++)
        {
            result.Value[inner + leaf] = tree.LeafValues[leaf] * weight;
        }

        return result;
    }

    private static float[]? MissingValues(RegressionTreeBase tree)
    {
        object inner = Member(tree, "_tree") ?? throw Missing("RegressionTreeBase._tree");
        const string Name = "DefaultValueForMissing";
        bool known = inner.GetType().GetProperty(Name, Hidden) is not null
            || inner.GetType().GetField(Name, Hidden) is not null;
        return known ? (float[]?)Member(inner, Name) : throw Missing("InternalRegressionTree." + Name);
    }

    private static object? Member(object owner, string name)
    {
        for (Type? type = owner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(name, Hidden) is { } field)
            {
                return field.GetValue(owner);
            }

            if (type.GetProperty(name, Hidden) is { } property)
            {
                return property.GetValue(owner);
            }
        }

        return null;
    }

    private static int Child(int child, int innerNodes) => child >= 0 ? child : innerNodes + ~child;

    private static int[] Filled(int count, int value)
    {
        int[] result = new int[count];
        Array.Fill(result, value);
        return result;
    }

    private static NotSupportedException Missing(string member) => new(
        $"ML.NET {typeof(MLContext).Assembly.GetName().Version} has no {member}; the trees cannot be read with "
        + "certainty. Use the version pinned in Directory.Packages.props.");
}
