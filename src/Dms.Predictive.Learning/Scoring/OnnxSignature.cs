using Dms.Predictive.Core;
using Microsoft.ML.OnnxRuntime;

namespace Dms.Predictive.Learning;

/// <summary>The one shape of model that is served: features in, one score per output out.</summary>
internal static class OnnxSignature
{
    /// <summary>Name of the input tensor.</summary>
    public const string InputName = "features";

    /// <summary>Checks names, types and shapes.</summary>
    /// <returns>Number of features.</returns>
    /// <exception cref="InputRefusedException"><c>onnx-io</c>: something else goes in or comes out.</exception>
    public static int Columns(InferenceSession session)
    {
        if (session.InputNames.Count != 1 || session.InputNames[0] != InputName)
        {
            throw Refusal($"inputs are '{string.Join(", ", session.InputNames)}'; expected only '{InputName}'");
        }

        int columns = Matrix(session.InputMetadata[InputName], InputName);
        foreach ((string name, NodeMetadata output) in session.OutputMetadata)
        {
            if (Matrix(output, name) != 1)
            {
                throw Refusal($"output '{name}' is not float [rows, 1]");
            }
        }

        return columns;
    }

    private static int Matrix(NodeMetadata node, string name) =>
        node is { IsTensor: true, ElementDataType: Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float }
        && node.Dimensions is [-1, > 0 and var columns]
            ? columns
            : throw Refusal($"'{name}' is not a float matrix with a free number of rows");

    private static InputRefusedException Refusal(string found) =>
        new("onnx-io", $"The model's {found}.", "model.onnx");
}
