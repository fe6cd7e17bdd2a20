using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms audit search</c>.</summary>
internal static class AuditSearch
{
    /// <summary>Lists the records that a query finds.</summary>
    /// <param name="log">Folder of the log.</param>
    /// <param name="query">What to look for.</param>
    /// <param name="limit">How many to list at most; all are counted.</param>
    /// <param name="json">One JSON document instead of a table.</param>
    public static int Run(string log, RecordQuery query, int limit, bool json)
    {
        if (limit < 1)
        {
            throw new UsageException($"--limit is {limit}; 1 or more is allowed.", "--limit");
        }

        long found = 0;
        List<SealedRecord> shown = [];
        foreach (SealedRecord record in query.Find(AuditLogReader.Read(log)))
        {
            found++;
            if (shown.Count < limit)
            {
                shown.Add(record);
            }
        }

        if (json)
        {
            Console.Out.WriteLine(ToJson(found, shown));
            return ExitCode.Done;
        }

        if (found == 0)
        {
            Console.Out.WriteLine("No record fits.");
            return ExitCode.Done;
        }

        TextTable table = new("record", "time", "kind", "actor", "account or instrument", "");
        foreach (SealedRecord r in shown)
        {
            table.Add($"{r.Sequence}", r.At.ToString(), r.Kind, r.Actor, Subject(r), InWords(r));
        }

        table.WriteTo(Console.Out);
        Console.Out.WriteLine(found > shown.Count
            ? $"The first {shown.Count} of {found}; --limit lists more."
            : $"All of one: dms audit show --log {log} --sequence {shown[0].Sequence}");
        return ExitCode.Done;
    }

    private static string Subject(SealedRecord r) => r.Body.Text("account") ?? r.Body.Text("instrument") ?? r.Body.Text("what") ?? "";

    private static string InWords(SealedRecord r) => r.Kind switch
    {
        RecordKind.OverrideSet => $"× {r.Body.Text("value")} until {Time(r, "until")}: {r.Body.Text("why")}",
        RecordKind.OverrideExpired => $"override {r.Body.Text("id")} {Reasons(r)}",
        RecordKind.KillOn or RecordKind.KillOff or RecordKind.QualityVerdict => Reasons(r),
        RecordKind.MarginDecided => $"initial {r.Body.Text("initial")}, maintenance {r.Body.Text("maintenance")}",
        RecordKind.ForecastIssued => $"by {r.Body.Text("model")}",
        RecordKind.ModelRegistered => $"{r.Body.Text("model")} {r.Body.Text("version")}: {r.Body.Text("reason")}",
        RecordKind.PolicyChanged => r.Body.Text("id") ?? "",
        RecordKind.AlertRaised => r.Body.Text("level") ?? "",
        _ => "",
    };

    private static string Reasons(SealedRecord r) =>
        string.Join(", ", (r.Body.Items("reasons") ?? []).OfType<CanonicalText>().Select(t => t.Value));

    private static string Time(SealedRecord r, string field) =>
        r.Body.Integer(field) is { } at ? new Core.Timestamp(at).ToString() : "";

    private static string ToJson(long found, List<SealedRecord> shown)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("found", found);
            writer.WriteStartArray("records");
            foreach (SealedRecord record in shown)
            {
                writer.WriteRawValue(record.Canonical.Span);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
