using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// report.json, schema <c>dms-report/1</c>. Doubles round-trip; a number that is absent is <c>null</c> with its reason
/// beside it; money is a string with the digits of its quantum.
/// </summary>
internal static class ReportJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Write(ReportDocument document, IReadOnlyList<Section> sections)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", "dms-report/1");
            json.WriteString("id", document.Id);
            json.WriteString("title", document.Title);
            json.WriteString("model", document.Model);
            json.WriteString("version", document.Version);
            json.WriteString("asOf", document.AsOf.ToString());
            json.WriteString("headline", StorySentences.Headline(document));
            WriteVerdicts(json, document.Verdicts.Count > 0 ? document.Verdicts : document.Checks);
            WriteSections(json, sections);
            json.WriteStartArray("marginExplain");
            foreach (MarginExplanation explanation in document.MarginExplanations)
            {
                WriteExplanation(json, explanation);
            }

            json.WriteEndArray();
            WriteAttribution(json, document);
            WriteFigures(json, sections);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteVerdicts(Utf8JsonWriter json, IReadOnlyList<Verdict> verdicts)
    {
        json.WriteStartArray("verdict");
        foreach (Verdict verdict in verdicts)
        {
            json.WriteStartObject();
            json.WriteString("check", verdict.Check);
            json.WriteString("status", StatusWords.Word(verdict.Status));
            json.WritePropertyName("value");
            WriteNumber(json, verdict.Value);
            json.WriteString("unit", verdict.Unit == "%" ? "fraction" : verdict.Unit);
            json.WriteString("limit", verdict.Limit);
            json.WriteString("reason", verdict.Reason.Length > 0 ? verdict.Reason : verdict.Value.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, Measured value)
    {
        if (value.IsPresent)
        {
            json.WriteNumberValue(value.Value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteSections(Utf8JsonWriter json, IReadOnlyList<Section> sections)
    {
        json.WriteStartObject("sections");
        foreach (Section section in sections)
        {
            json.WriteStartObject(section.Id);
            json.WriteStartArray("text");
            foreach (string text in section.Blocks.SelectMany(Texts))
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
            foreach (FactsBlock facts in section.Blocks.OfType<FactsBlock>())
            {
                json.WriteStartObject(facts.Id);
                foreach (NamedText fact in facts.Facts)
                {
                    json.WriteString(fact.Name, fact.Text);
                }

                json.WriteEndObject();
            }

            json.WriteStartObject("tables");
            foreach ((string id, Table table) in section.Blocks.SelectMany(Tables))
            {
                JsonTables.Write(json, id, table);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static IEnumerable<string> Texts(Block block) => block switch
    {
        ParagraphBlock paragraph => [paragraph.Text],
        ListBlock list => list.Items,
        CommandBlock commands => commands.Lines,
        AnswersBlock answers => answers.Answers.Select(a => $"{a.Question} {a.Key}. {a.Text}"),
        _ => [],
    };

    private static IEnumerable<(string Id, Table Table)> Tables(Block block) => block switch
    {
        TableBlock table => [(table.Table.Id, table.Table)],
        FigureBlock figure => [(figure.Id, figure.Table)],
        _ => [],
    };

    private static void WriteAttribution(Utf8JsonWriter json, ReportDocument document)
    {
        json.WriteStartObject("attribution");
        if (document.Global is not { Features.Count: > 0 } global)
        {
            json.WriteNull("mode");
            json.WriteNumber("rows", 0);
            json.WriteNull("baseValue");
            json.WriteNull("maxAdditivityError");
            json.WriteString("reason", "no attributions were computed");
            json.WriteStartArray("features");
            json.WriteEndArray();
            json.WriteEndObject();
            return;
        }

        json.WriteString("mode", global.Mode);
        json.WriteNumber("rows", global.Rows);
        json.WriteNumber("baseValue", global.BaseValue);
        json.WriteNumber("maxAdditivityError", global.MaxAdditivityError);
        json.WriteString("unit", global.ScoreUnit);
        json.WriteStartArray("features");
        foreach (FeatureWeight feature in global.Features)
        {
            json.WriteStartObject();
            json.WriteString("name", feature.Name);
            json.WriteNumber("meanAbs", feature.MeanAbsolute);
            json.WriteNumber("share", AttributionSections.Share(global, feature.MeanAbsolute));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, IReadOnlyList<Section> sections)
    {
        json.WriteStartArray("figures");
        foreach (FigureBlock figure in sections.SelectMany(s => s.Blocks).OfType<FigureBlock>())
        {
            json.WriteStartObject();
            json.WriteString("id", figure.Id);
            json.WriteString("says", HtmlText.Plain(figure.Says));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExplanation(Utf8JsonWriter json, MarginExplanation explanation)
    {
        string format = "F" + Math.Max(Numerals.Digits(explanation.Quantum), 0).ToString(CultureInfo.InvariantCulture);
        string Money(decimal value) => (value == 0 ? 0 : value).ToString(format, CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("schema", "dms-margin-explain/1");
        json.WriteString("name", explanation.Name);
        json.WriteString("currency", explanation.Currency);
        json.WriteString("before", Money(explanation.Before));
        json.WriteString("after", Money(explanation.After));
        json.WriteString("delta", Money(explanation.After - explanation.Before));
        json.WriteString("quantum", Money(explanation.Quantum));
        JsonTables.WriteTexts(json, "order", explanation.Order);
        JsonTables.WriteNumbers(json, "coalitions", explanation.Coalitions);
        JsonTables.WriteNumbers(json, "shapley", Beside(explanation.Order, explanation.Shapley));
        JsonTables.WriteNumbers(json, "sequential", Beside(explanation.Order, explanation.Sequential));
        JsonTables.WriteNumbers(json, "reverseSequential", Beside(explanation.Order, explanation.ReverseSequential));
        json.WriteStartObject("booked");
        json.WriteStartObject("parts");
        for (int k = 0; k < explanation.Order.Count; k++)
        {
            json.WriteString(explanation.Order[k], Money(explanation.BookedParts[k]));
        }

        json.WriteEndObject();
        json.WriteString("residual", Money(explanation.RoundingResidual));
        json.WriteString("residualOn", explanation.RoundingResidualOn);
        json.WriteEndObject();
        json.WriteStartObject("features");
        foreach ((string name, decimal value) in explanation.Features)
        {
            json.WriteString(name, Money(value));
        }

        json.WriteEndObject();
        JsonTables.WriteTexts(json, "dropped", explanation.Dropped);
        json.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, double>> Beside(
        IReadOnlyList<string> names, IReadOnlyList<double> values) => names.Zip(values, KeyValuePair.Create);
}
