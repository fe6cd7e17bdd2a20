using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Writes the parts of an answer that only some requests ask for.</summary>
internal static class ResponseOptionsWriter
{
    public static void Write(Utf8JsonWriter w, MarginRequirement r)
    {
        if (r.Overlays is not null)
        {
            w.WriteStartObject("overlays");
            foreach ((string id, OverlayOutcome outcome) in r.Overlays.OrderBy(o => o.Key, StringComparer.Ordinal))
            {
                w.WriteStartObject(id);
                MarginResponseWriter.WriteOutcome(w, outcome);
            }

            w.WriteEndObject();
        }

        if (r.Quality is null)
        {
            w.WriteNull("quality");
        }
        else
        {
            WriteQuality(w, r.Quality);
        }

        if (r.Operators.Count > 0)
        {
            w.Rows("operators", r.Operators, o =>
            {
                w.WriteString("operator", o.Operator);
                w.WriteNumber("effect", o.Effect);
            });
        }
    }

    public static void WriteQuality(Utf8JsonWriter w, IReadOnlyList<FeedQuality> quality) =>
        w.Rows("quality", quality, q =>
        {
            w.WriteString("feed", q.Feed);
            w.WriteString("verdict", q.Verdict.ToString());
            w.WriteStartArray("reasons");
            foreach (FeedReason reason in q.Reasons)
            {
                w.WriteStringValue(reason.ToString());
            }

            w.WriteEndArray();
        });
}
