using System.Globalization;
using System.Text;
using Dms.Predictive.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>Root over all records of the log, as it stands now.</summary>
internal sealed record AuditCheckpoint(long Records, string Root, long VerifiedAtStart);

/// <summary>The audit log over HTTP: records as they were sealed, and the root over them.</summary>
internal static class AuditRoutes
{
    private static readonly Access Readers = Access.For(Roles.Auditor, Roles.Approver);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host)
    {
        routes.Route("GET", "/v1/audit/state", Access.Market, c => Endpoint.JsonAsync(c, Answers.Text(Checkpoint(host))))
            .Says<AuditCheckpoint>("getAuditState", "Number of sealed records, and the root over them");
        routes.Route("GET", "/v1/audit/checkpoints", Readers, c => Endpoint.JsonAsync(c, Answers.Text(
                new PageResource<AuditCheckpoint>([Checkpoint(host)], null))))
            .Says<PageResource<AuditCheckpoint>>("listCheckpoints", "Newest root over all records");
        routes.Route("GET", "/v1/audit/records/{sequence}", Access.For(Roles.Auditor, Roles.Approver, Roles.RiskEngine), c => RecordAsync(c, host))
            .Says<object>("getRecord", "A record as it was sealed; a risk engine sees those of its own accounts").ProducesProblem(404);
    }

    private static AuditCheckpoint Checkpoint(HostContext host) =>
        new(host.Records.Standing.Records, host.Records.Standing.Root, host.Records.Standing.Verified);

    private static Task RecordAsync(HttpContext context, HostContext host)
    {
        string text = (string)context.Request.RouteValues["sequence"]!;
        SealedRecord? record = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) && sequence >= 1 && sequence <= host.Records.Standing.Records
            ? host.Records.Index.Read(sequence)
            : null;
        Principal who = AccessGate.Of(context)!;
        bool isOwn = record?.Body.Text("account") is string account && who.MaySee(account);
        return record is not null && (isOwn || who.HasAny(Roles.Auditor, Roles.Approver))
            ? Endpoint.JsonAsync(context, Encoding.UTF8.GetString(record.Canonical.Span))
            : throw new RequestRefusedException(404, "unknown-record", "There is no such record in this key's scope.");
    }
}
