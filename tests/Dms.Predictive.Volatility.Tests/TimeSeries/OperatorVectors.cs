using System.Text.Json;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>The reference numbers of the time-series operators.</summary>
internal static class OperatorVectors
{
    public static JsonElement Load()
    {
        using JsonDocument document =
            JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("vectors", "volatility", "operators.json")));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
