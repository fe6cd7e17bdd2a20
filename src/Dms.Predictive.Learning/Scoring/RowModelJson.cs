using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The JSON form of any member's model: a forest as <see cref="ForestJson"/> writes it, or a linear model as
/// <see cref="LinearModelJson"/> does; the property <c>trees</c> tells them apart.</summary>
public static class RowModelJson
{
    /// <summary>Reads one element of a larger document.</summary>
    /// <exception cref="InputRefusedException">Neither form, or one that its own reader refuses.</exception>
    public static IRowModel Read(JsonElement model, string where = "model") =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("trees", out _)
            ? ForestJson.Read(model, where)
            : LinearModelJson.Read(model, where);

    /// <summary>Writes the model.</summary>
    /// <exception cref="NotSupportedException">A model of another kind, such as a network: its file is its
    /// form.</exception>
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
            default:
                throw new NotSupportedException($"A {model?.GetType().Name} has no JSON form.");
        }
    }
}
