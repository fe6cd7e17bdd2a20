using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Pipeline;

/// <summary>Writes an explained change as <c>dms-margin-explain/1</c>. Equal explanations give equal text.</summary>
public static class MarginExplainJson
{
    /// <summary>The object as text.</summary>
    /// <param name="explained">The explanation.</param>
    /// <param name="before">Id of the request at t0.</param>
    /// <param name="after">Id of the request at t1.</param>
    /// <param name="notice">The same in plain words, or null.</param>
    public static string Write(ExplainedMargin explained, string before, string after, string? notice = null)
    {
        ArgumentNullException.ThrowIfNull(explained);
        MarginChange change = explained.Change;
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter w = new(buffer))
        {
            w.WriteStartObject();
            w.WriteString("schema", "dms-margin-explain/1");
            w.WriteString("before", before);
            w.WriteString("after", after);
            w.WriteString("delta", Text(change.BookedDelta));
            w.WriteString("quantum", Text(change.Quantum));
            Texts(w, "order", change.Players);
            Numbers(w, "coalitions", change.CoalitionMargins);
            Numbers(w, "shapley", change.Shapley);
            Numbers(w, "sequential", change.Sequential);
            Numbers(w, "reverseSequential", change.ReverseSequential);
            w.WriteStartObject("booked");
            Amounts(w, "parts", change.Order, change.Booked.Parts);
            w.WriteString("residual", Text(change.Booked.Residual));
            w.WriteString("residualOn", change.Order[change.Booked.ResidualOn]);
            w.WriteEndObject();
            Parts(w, "positions", explained.Position);
            Parts(w, "learned", explained.Learned);
            Parts(w, "features", explained.Features);
            if (explained.FeaturesMode is { } mode)
            {
                w.WriteString("featuresMode", mode);
            }

            Texts(w, "dropped", change.Order.Except(change.Players).Except(explained.Merged.Values.SelectMany(m => m)));
            if (explained.Merged.Count > 0)
            {
                w.WriteStartObject("merged");
                foreach ((string leader, IReadOnlyList<string> others) in explained.Merged)
                {
                    Texts(w, leader, others);
                }

                w.WriteEndObject();
            }

            w.WriteString("unexplained", Text(change.BookedDelta - change.Booked.Parts.Sum()));
            if (notice is not null)
            {
                w.WriteString("notice", notice);
            }

            w.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Parts(Utf8JsonWriter w, string name, MarginChangeParts? parts)
    {
        if (parts is not null)
        {
            Amounts(w, name, parts.Names, parts.Booked.Parts);
        }
    }

    private static void Amounts(Utf8JsonWriter w, string name, IReadOnlyList<string> names, IReadOnlyList<decimal> amounts)
    {
        w.WriteStartObject(name);
        foreach ((string part, decimal amount) in names.Zip(amounts))
        {
            w.WriteString(part, Text(amount));
        }

        w.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter w, string name, IEnumerable<KeyValuePair<string, double>> values)
    {
        w.WriteStartObject(name);
        foreach ((string key, double value) in values)
        {
            w.WriteNumber(key, value);
        }

        w.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter w, string name, IEnumerable<string> texts)
    {
        w.WriteStartArray(name);
        foreach (string text in texts)
        {
            w.WriteStringValue(text);
        }

        w.WriteEndArray();
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
