using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Dms.Predictive.Serving;

/// <summary>Explains the change of an account's margin between two times, from the sealed record alone.</summary>
internal static class ExplanationRoute
{
    /// <summary>Answers <c>dms-margin-explain/1</c> with a notice in plain words. Reads the log once: seconds for millions of
    /// records.</summary>
    public static Task AnswerAsync(HttpContext context, HostContext host)
    {
        string account = AccountRoutes.Find(context, host).State.Id;
        Timestamp from = TimeOf(context, "from") ?? throw new RequestRefusedException(400, "from", "Query from is absent; send a time such as 2026-03-01T12:00:00Z.");
        Timestamp? to = TimeOf(context, "to");
        if (to < from)
        {
            throw new RequestRefusedException(400, "to", $"Query to, {to}, lies before from, {from}.");
        }

        string log = Path.Combine(host.StateFolder, HostFolders.Audit);
        SealedRecord? before = null, after = null;
        Dictionary<long, SealedRecord> forecasts = [];
        foreach (SealedRecord record in AuditLogReader.Read(log).TakeWhile(r => r.Sequence <= host.Records.Standing.Records))
        {
            if (record.Kind == RecordKind.ForecastIssued)
            {
                forecasts[record.Sequence] = record;
            }
            else if (record.Kind == RecordKind.MarginDecided && record.Body.Text("account") == account && !(record.At > to))
            {
                (before, after) = (record.At <= from ? record : before, record);
                Forget(forecasts, [before, after, record]);
            }
        }

        if (before is null || after is null)
        {
            throw new RequestRefusedException(409, "no-margin", $"The account had no margin at {from}; its first one came later.");
        }

        RecordedChange change = RecordedChange.Between(before, after, forecasts.GetValueOrDefault, host.Models);
        return Endpoint.JsonAsync(context, MarginExplainJson.Write(
            change.Explained, change.Before.Id, change.After.Id, MarginNotice.Of(change.Before, change.After, change.Explained)));
    }

    // Only what the two margins name is kept, and the newest, which the next margin may name.
    private static void Forget(Dictionary<long, SealedRecord> forecasts, SealedRecord?[] keepers)
    {
        HashSet<long> named = [.. keepers.OfType<SealedRecord>().SelectMany(k => RecordedMargin.Of(k)!.Forecasts)];
        foreach (long old in forecasts.Keys.Where(s => !named.Contains(s)).ToArray())
        {
            forecasts.Remove(old);
        }
    }

    private static Timestamp? TimeOf(HttpContext context, string name)
    {
        string text = context.Request.Query[name].ToString();
        try
        {
            return text.Length == 0 ? null : Timestamp.Parse(text);
        }
        catch (FormatException)
        {
            throw new RequestRefusedException(400, name, $"Query {name} is '{text}'; send a time such as 2026-03-01T12:00:00Z.");
        }
    }
}
