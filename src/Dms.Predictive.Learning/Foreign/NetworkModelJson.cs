using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The JSON form of a <see cref="NetworkModel"/>: <c>featureNames</c>, <c>inputs</c>, the contract, golden rows, and the
/// ONNX file itself in base64, so that a bundle's hash and signature hold for it too.</summary>
public static class NetworkModelJson
{
    /// <summary>Reads one element of a larger document; the network is inspected and tried on its golden rows.</summary>
    /// <param name="model">The object that holds the model.</param>
    /// <param name="where">How error messages name the element.</param>
    /// <exception cref="InputRefusedException">A property is missing or wrong, or the network is refused.</exception>
    public static NetworkModel Read(JsonElement model, string where = "model")
    {
        ForestJsonField root = new(model, where);
        NetworkInput[] inputs =
        [
            .. root.Get("inputs").Items().Select(i => new NetworkInput(
                i.Get("feature").Text(), i.Get("offset").Number(), i.Get("scale").Number(), MissingOf(i))),
        ];
        ForeignContract contract = new(root.Get("columns").Integer(), root.Get("steps").Integer())
        {
            Input = root.Get("input").Text(),
            Output = root.Get("output").Text(),
            Tolerance = root.Get("tolerance").Number(),
            GoldenRows = [.. root.Get("goldenRows").Items().Select(r => r.Items().Select(v => v.Number()).ToArray())],
            GoldenScores = [.. root.Get("goldenScores").Items().Select(v => v.Number())],
        };
        try
        {
            return new NetworkModel(
                [.. root.Get("featureNames").Items().Select(f => f.Text())], inputs, Convert.FromBase64String(root.Get("onnx").Text()), contract);
        }
        catch (FormatException e)
        {
            throw new InputRefusedException("network-contract", $"The file is no base64: {e.Message}", $"{where}.onnx", e);
        }
    }

    /// <summary>Writes the model; equal models give equal bytes.</summary>
    public static void Write(Utf8JsonWriter writer, NetworkModel model)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(model);
        writer.WriteStartObject();
        Write(writer, "featureNames", model.FeatureNames, (w, n) => w.WriteStringValue(n));
        Write(writer, "inputs", model.Inputs, WriteInput);
        writer.WriteNumber("columns", model.Contract.Columns);
        writer.WriteNumber("steps", model.Contract.Steps);
        writer.WriteString("input", model.Contract.Input);
        writer.WriteString("output", model.Contract.Output);
        writer.WriteNumber("tolerance", model.Contract.Tolerance);
        Write(writer, "goldenRows", model.Contract.GoldenRows, (w, r) => Write(w, null, r, (x, v) => x.WriteNumberValue(v)));
        Write(writer, "goldenScores", model.Contract.GoldenScores, (w, v) => w.WriteNumberValue(v));
        writer.WriteBase64String("onnx", model.File.Span);
        writer.WriteEndObject();
    }

    private static double? MissingOf(ForestJsonField input) => input.TryGet("missing", out ForestJsonField missing) ? missing.Number() : null;

    private static void WriteInput(Utf8JsonWriter writer, NetworkInput input)
    {
        writer.WriteStartObject();
        writer.WriteString("feature", input.Feature);
        writer.WriteNumber("offset", input.Offset);
        writer.WriteNumber("scale", input.Scale);
        if (input.Missing is double missing)
        {
            writer.WriteNumber("missing", missing);
        }

        writer.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter writer, string? name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }

        writer.WriteStartArray();
        foreach (T value in values)
        {
            write(writer, value);
        }

        writer.WriteEndArray();
    }
}
