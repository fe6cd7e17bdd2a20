using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The JSON form of a <see cref="LinearModel"/>: <c>featureNames</c>, <c>intercept</c> and, per column,
/// <c>center</c>, <c>low</c>, <c>high</c>, <c>weight</c>, <c>present</c>, <c>missing</c>.</summary>
public static class LinearModelJson
{
    /// <summary>Reads one element of a larger document.</summary>
    /// <param name="model">The object that holds the model; properties not named here are ignored.</param>
    /// <param name="where">How error messages name the element.</param>
    /// <exception cref="InputRefusedException">A property missing or of another type, arrays of different lengths,
    /// or a number that is not finite.</exception>
    public static LinearModel Read(JsonElement model, string where = "model")
    {
        ForestJsonField root = new(model, where);
        return new LinearModel
        {
            FeatureNames = [.. root.Get("featureNames").Items().Select(f => f.Text())],
            Intercept = root.Get("intercept").Number(),
            Center = Numbers(root, "center"),
            Low = Numbers(root, "low"),
            High = Numbers(root, "high"),
            Weight = Numbers(root, "weight"),
            Present = Numbers(root, "present"),
            Missing = Numbers(root, "missing"),
        }.Checked(where);
    }

    /// <summary>Writes the model; equal models give equal bytes, and every double is read back bit for bit.</summary>
    public static void Write(Utf8JsonWriter writer, LinearModel model)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(model);
        writer.WriteStartObject();
        writer.WriteStartArray("featureNames");
        foreach (string name in model.FeatureNames)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteNumber("intercept", model.Intercept);
        Write(writer, "center", model.Center);
        Write(writer, "low", model.Low);
        Write(writer, "high", model.High);
        Write(writer, "weight", model.Weight);
        Write(writer, "present", model.Present);
        Write(writer, "missing", model.Missing);
        writer.WriteEndObject();
    }

    private static double[] Numbers(ForestJsonField root, string name) =>
        [.. root.Get(name).Items().Select(f => f.Number())];

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
