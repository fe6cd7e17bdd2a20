using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The JSON form of any member's model: a forest as <see cref="ForestJson"/> writes it, a linear model as
/// <see cref="LinearModelJson"/>, a network as <see cref="NetworkModelJson"/> does; the properties <c>trees</c> and <c>onnx</c> tell them apart.</summary>
public static class RowModelJson
{
    /// <summary>Reads one element of a larger document.</summary>
    /// <exception cref="InputRefusedException">Neither form, or one that its own reader refuses.</exception>
    public static IRowModel Read(JsonElement model, string where = "model") =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("trees", out _)
            ? ForestJson.Read(model, where)
            : model.ValueKind == JsonValueKind.Object && model.TryGetProperty("onnx", out _) ? NetworkModelJson.Read(model, where)
            : LinearModelJson.Read(model, where);

    /// <summary>Writes the model.</summary>
    /// <exception cref="NotSupportedException">A model of another kind.</exception>
    public static void Write(Utf8JsonWriter writer, IRowModel model)
    {
        switch (model)
        {
            case Forest forest:
                ForestJson.Write(writer, forest);
                break;
            case LinearModel linear:
                LinearModelJson.Write(writer, linear);
                break;
            case NetworkModel network:
                NetworkModelJson.Write(writer, network);
                break;
            default:
                throw new NotSupportedException($"A {model?.GetType().Name} has no JSON form.");
        }
    }
}
