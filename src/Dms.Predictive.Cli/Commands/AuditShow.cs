using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms audit show</c>.</summary>
internal static class AuditShow
{
    /// <summary>Prints one record: as it stands in the log, or in words.</summary>
    /// <exception cref="UsageException">There is no such record.</exception>
    public static int Run(string log, long sequence, bool json)
    {
        ShownRecord shown = ShownRecord.Find(log, sequence);
        if (json)
        {
            Console.Out.WriteLine(ToJson(shown));
            return ExitCode.Done;
        }

        SealedRecord record = shown.Record;
        Console.Out.WriteLine($"Record {record.Sequence} of {shown.Count}: {record.Kind} at {record.At}, by {record.Actor}.");
        Console.Out.WriteLine($"Chain hash {shown.ChainHash}");
        if (shown.Margin is not null)
        {
            AuditMarginTable.Print(shown);
        }
        else
        {
            FieldsOf(record).WriteTo(Console.Out);
        }

        Console.Out.WriteLine($"That it is in the log: dms audit prove --log {log} --sequence {sequence}");
        return ExitCode.Done;
    }

    private static TextTable FieldsOf(SealedRecord record)
    {
        TextTable table = new("", "");
        foreach (string key in record.Body.Keys)
        {
            table.Add(key, Shorten(Text(key, record.Body[key]!)));
        }

        return table;
    }

    private static string Text(string key, CanonicalValue value) => value switch
    {
        CanonicalText text => text.Value,
        CanonicalInteger time when CanonicalRules.IsTimeKey(key) => new Timestamp(time.Value).ToString(),
        CanonicalInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => InKey(key, value),
    };

    // Encoded under its key, because only a time key may hold nanoseconds; the key is then taken off again.
    private static string InKey(string key, CanonicalValue value)
    {
        string text = Encoding.UTF8.GetString(new CanonicalObjectBuilder().Add(key, value).Build().ToBytes());
        return text[(key.Length + 4)..^1];
    }

    private static string Shorten(string text) => text.Length <= 90 ? text : $"{text[..90]}… ({text.Length} characters)";

    private static string ToJson(ShownRecord shown)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", shown.Record.Sequence);
            writer.WriteString("kind", shown.Record.Kind);
            writer.WriteString("at", shown.Record.At.ToString());
            writer.WriteString("chain", shown.ChainHash);
            writer.WriteString("leafHash", Convert.ToHexStringLower(MerkleHash.Leaf(shown.Record.Canonical.Span)));
            writer.WritePropertyName("record");
            writer.WriteRawValue(shown.Record.Canonical.Span);
            WriteMargin(writer, shown);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteMargin(Utf8JsonWriter writer, ShownRecord shown)
    {
        if (shown.Margin is not { } margin)
        {
            return;
        }

        if (shown.Before is { } before)
        {
            writer.WriteNumber("previous", before.Record.Sequence);
            writer.WriteString("change", AuditText.Amount(margin.Initial - before.Initial));
        }

        if (margin.Residual is { } residual)
        {
            writer.WriteStartObject("reasons");
            writer.WriteString("mode", margin.ReasonsMode);
            writer.WriteString("sum", AuditText.Amount(margin.Reasons.Sum(r => r.Value)));
            writer.WriteString("residual", residual.ToString("F2", CultureInfo.InvariantCulture));
            writer.WriteBoolean("hashMatches", margin.ReasonsMatchTheirHash == true);
            writer.WriteEndObject();
        }
    }
}
