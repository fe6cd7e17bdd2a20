using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Writes answers to calculator requests.</summary>
internal static class CalculatorWriter
{
    public static void Write(Utf8JsonWriter w, string? id, IReadOnlyList<CalculatorResult> results)
    {
        w.WriteStartObject();
        if (id is not null)
        {
            w.WriteString("id", id);
        }

        w.WriteStartArray("results");
        foreach (CalculatorResult result in results)
        {
            result.Write(w);
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }
}
