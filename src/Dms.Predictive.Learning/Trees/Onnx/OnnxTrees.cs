using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Reads the tree operators of an ONNX file into canonical forests: <c>TreeEnsembleRegressor</c> and
/// <c>TreeEnsembleClassifier</c> (ai.onnx.ml 1 … 4) and <c>TreeEnsemble</c> (5).
/// </summary>
/// <remarks>
/// ONNX operator specification, domain ai.onnx.ml. Refused by name: <c>BRANCH_EQ</c>, <c>BRANCH_NEQ</c>,
/// <c>BRANCH_MEMBER</c>, the aggregates MIN and MAX, and links other than NONE and LOGISTIC. Covers are the file's hit rates;
/// where it has none, count them with <see cref="Forest.WithCoversFrom"/>.
/// </remarks>
public static class OnnxTrees
{
    private const string Domain = "ai.onnx.ml";
    private const int MostTargets = 1_024;

    /// <summary>Reads all tree operators in graph order.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="featureNames">Names of the columns that the operators read.</param>
    /// <exception cref="InputRefusedException">What <see cref="OnnxInspection"/> or <see cref="Forest"/> refuses,
    /// <c>onnx-trees</c> for lists that do not fit together, <c>onnx-mode</c>, <c>onnx-aggregate</c>,
    /// <c>onnx-link</c>, <c>onnx-threshold</c> for what the canonical form cannot say.</exception>
    public static IReadOnlyList<OnnxEnsemble> Read(ReadOnlySpan<byte> model, IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        OnnxInspection.Refuse(model);
        try
        {
            List<OnnxEnsemble> found = [];
            foreach (OnnxOperator node in Operators(model))
            {
                switch (node.Type)
                {
                    case "TreeEnsembleRegressor" or "TreeEnsembleClassifier":
                        found.Add(OnnxTreeLists.Read(node, featureNames));
                        break;
                    case "TreeEnsemble":
                        found.Add(OnnxTreeTensors.Read(node, featureNames));
                        break;
                }
            }

            return found;
        }
        catch (FormatException e)
        {
            throw new InputRefusedException("onnx-malformed", $"Not an ONNX file: {e.Message}", "model", e);
        }
    }

    /// <summary>Forests from shapes: the base value and an average's division go into each.</summary>
    internal static OnnxEnsemble Assemble(OnnxOperator node, IReadOnlyList<string> names, OnnxParts parts)
    {
        if (parts.PostTransform is not ("NONE" or "LOGISTIC"))
        {
            throw node.Refusal($"the link {parts.PostTransform} is not read; scores before it have no single meaning.", "onnx-link");
        }

        double divisor = parts.Aggregate switch
        {
            "SUM" => 1.0,
            "AVERAGE" => Math.Max(1, parts.Trees.Count),
            _ => throw node.Refusal($"the aggregate {parts.Aggregate} is no sum over trees.", "onnx-aggregate"),
        };
        if (parts.BaseValues.Count > 0 && parts.BaseValues.Count != parts.Targets.Count)
        {
            throw node.Refusal($"{parts.BaseValues.Count} base values for {parts.Targets.Count} targets.");
        }

        return new(node.Output,
            [.. parts.Targets.Select((t, i) => new Forest(
                names, parts.BaseValues.Count > 0 ? parts.BaseValues[i] : 0.0, [.. parts.Trees.Select(s => s.For(t, divisor))]))],
            parts.ComparesFloat32, parts.PostTransform);
    }

    /// <summary>Targets 0 … n − 1.</summary>
    internal static int[] Targets(OnnxOperator node) => node.IntegerOr("n_targets", 1) is >= 1 and <= MostTargets and long n
        ? [.. Enumerable.Range(0, (int)n)]
        : throw node.Refusal($"n_targets is not 1 … {MostTargets}.");

    private static List<OnnxOperator> Operators(ReadOnlySpan<byte> model)
    {
        List<OnnxOperator> nodes = [];
        ProtobufCursor field = new(model);
        while (field.MoveNext())
        {
            if (field.Field != 7)
            {
                continue;
            }

            ProtobufCursor part = new(field.Content);
            while (part.MoveNext())
            {
                if (part.Field == 1 && OnnxOperator.Read(part.Content) is { Domain: Domain } node)
                {
                    nodes.Add(node);
                }
            }
        }

        return nodes;
    }
}
