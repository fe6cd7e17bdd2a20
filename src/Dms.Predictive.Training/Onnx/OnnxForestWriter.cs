using Dms.Predictive.Learning;
using Dms.Predictive.Training.Onnx.Messages;
using Google.Protobuf;

namespace Dms.Predictive.Training;

/// <summary>Writes forests as one ONNX model: input <c>features</c> float [rows, F], and per forest one output
/// float [rows, 1].</summary>
/// <remarks>IR 8, default operator set 17, ai.onnx.ml 3. Equal forests and descriptions give equal bytes. The
/// runtime adds leaf values in float32, so scores agree with the canonical forest to about 1e-6 relative.</remarks>
public static class OnnxForestWriter
{
    /// <summary>Name of the input tensor.</summary>
    public const string InputName = "features";

    /// <summary>Serializes the model.</summary>
    /// <param name="outputs">At least one; all forests over the same features, names distinct.</param>
    /// <param name="description">Name, version and notes.</param>
    /// <returns>The bytes of an <c>.onnx</c> file.</returns>
    /// <exception cref="ArgumentException">No output, names that clash, or forests of different features.</exception>
    public static byte[] Write(IReadOnlyList<OnnxForest> outputs, OnnxModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(description);
        RefuseMismatch(outputs);
        GraphProto graph = new() { Name = description.Name };
        graph.Input.Add(OnnxDocument.FloatMatrix(InputName, outputs[0].Forest.FeatureNames.Count));
        foreach (OnnxForest output in outputs)
        {
            graph.Node.Add(TreeEnsembleNode.From(output));
            graph.Output.Add(OnnxDocument.FloatMatrix(output.Name, 1));
        }

        return OnnxDocument.Of(graph, description).ToByteArray();
    }

    private static void RefuseMismatch(IReadOnlyList<OnnxForest> outputs)
    {
        if (outputs.Count == 0)
        {
            throw new ArgumentException("At least one forest is needed.", nameof(outputs));
        }

        if (outputs.Select(o => o.Name).Append(InputName).Distinct(StringComparer.Ordinal).Count() <= outputs.Count
            || outputs.Any(o => string.IsNullOrEmpty(o.Name)))
        {
            throw new ArgumentException(
                $"Output names must be given, distinct and not '{InputName}'.", nameof(outputs));
        }

        IReadOnlyList<string> names = outputs[0].Forest.FeatureNames;
        if (outputs.Any(o => !o.Forest.FeatureNames.SequenceEqual(names)))
        {
            throw new ArgumentException("All forests of a model must read the same features.", nameof(outputs));
        }
    }
}
