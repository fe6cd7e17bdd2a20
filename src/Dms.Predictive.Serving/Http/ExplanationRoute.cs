using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Dms.Predictive.Serving;

/// <summary>Explains the change of an account's margin between two times, from the sealed record alone.</summary>
internal static class ExplanationRoute
{
    /// <summary>Answers <c>dms-margin-explain/1</c> with a notice in plain words. Reads the two margins and their forecasts,
    /// however long the log is.</summary>
    public static Task AnswerAsync(HttpContext context, HostContext host)
    {
        string account = AccountRoutes.Find(context, host).State.Id;
        Timestamp from = TimeOf(context, "from") ?? throw new RequestRefusedException(400, "from", "Query from is absent; send a time such as 2026-03-01T12:00:00Z.");
        Timestamp? to = TimeOf(context, "to");
        if (to < from)
        {
            throw new RequestRefusedException(400, "to", $"Query to, {to}, lies before from, {from}.");
        }

        (RecordIndex index, long records) = (host.Records.Index, host.Records.Standing.Records);
        if (index.LastMargin(account, from, records) is not long before || index.LastMargin(account, to, records) is not long after)
        {
            throw new RequestRefusedException(409, "no-margin", $"The account had no margin at {from}; its first one came later.");
        }

        RecordedChange change = RecordedChange.Between(index.Read(before), index.Read(after), index.Read, host.Models);
        return Endpoint.JsonAsync(context, MarginExplainJson.Write(
            change.Explained, change.Before.Id, change.After.Id, MarginNotice.Of(change.Before, change.After, change.Explained)));
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
