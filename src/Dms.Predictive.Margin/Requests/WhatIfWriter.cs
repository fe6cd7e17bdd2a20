using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Writes answers of <c>margin whatif</c>.</summary>
internal static class WhatIfWriter
{
    public static void Write(Utf8JsonWriter w, WhatIfAnswer answer)
    {
        w.WriteStartObject();
        w.WriteString("id", answer.Before.Id);
        w.WritePropertyName("before");
        MarginResponseWriter.Write(w, answer.Before);
        w.Rows("changes", answer.Changes, change =>
        {
            w.WriteString("name", change.Name);
            w.WritePropertyName("after");
            MarginResponseWriter.Write(w, change.After);
            w.WriteStartObject("delta");
            w.WriteNumber("initial", change.Delta.Initial);
            w.WriteNumber("maintenance", change.Delta.Maintenance);
            w.WriteNumber("equity", change.Delta.Equity);
            w.WriteEndObject();
        });
        w.WriteEndObject();
    }
}
