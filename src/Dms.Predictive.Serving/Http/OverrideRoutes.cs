using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>Body of an override: exactly one of instrument and account.</summary>
internal sealed record OverrideBody(string? Instrument, string? Account, string Factor, string Why, DateTimeOffset Until);

/// <summary>An override as it is shown.</summary>
internal sealed record OverrideResource(
    string Id, long Sequence, string State, string? Instrument, string? Account, string Factor, string Why, DateTimeOffset Until,
    bool WaitsForSecondPerson, IReadOnlyList<string> SignedBy, IReadOnlyList<string> EndedBy)
{
    /// <summary>Shows an override.</summary>
    public static OverrideResource Of(HeldOverride held, long sequence) => new(
        held.Id, sequence, JsonNamingPolicy.CamelCase.ConvertName(held.State.ToString()), held.Order.Scope.Instrument, held.Order.Scope.Account,
        StateText.Plain(held.Order.Factor), held.Order.Why, held.Order.Until.ToDateTimeOffset(), held.WaitsForSecondPerson,
        [.. held.Approvals.Select(a => a.Actor)], [.. held.EndedBy.Select(a => a.Actor)]);
}

/// <summary>Overrides by approvers.</summary>
internal static class OverrideRoutes
{
    private static readonly Access Approvers = Access.For(Roles.Approver);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host)
    {
        routes.Route("GET", "/v1/overrides", Access.For(Roles.Approver, Roles.Auditor), c => ListAsync(c, host))
            .Says<PageResource<OverrideResource>>("listOverrides", "Overrides that hold or wait for a second approver; the past is in the audit log");
        routes.Route("POST", "/v1/overrides", Approvers, c => ProposeAsync(c, host))
            .Accepts<OverrideBody>("application/json")
            .Says<OverrideResource>("setOverride", "Multiply initial margin until a time at most seven days ahead; a factor below 1 waits for a second approver (202)", 201)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        Sign(routes, host, "approvals", "approveOverride", "Sign an override that waits, as the second approver", ends: false);
        Sign(routes, host, "withdrawals", "withdrawOverride", "End an override before its time; ending a raise waits for a second approver (202)", ends: true);
    }

    private static void Sign(IEndpointRouteBuilder routes, HostContext host, string tail, string name, string summary, bool ends) =>
        routes.Route("POST", "/v1/overrides/{id}/" + tail, Approvers, async c =>
        {
            byte[] body = c.Request.ContentLength is > 0 ? await JsonBody.ReadAsync(c).ConfigureAwait(false) : [];
            string id = (string)c.Request.RouteValues["id"]!;
            await Endpoint.SubmitAsync(c, host, new OverrideSigned(Endpoint.CallerOf(c, body), id, ends)).ConfigureAwait(false);
        }).Says<OverrideResource>(name, summary, 201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);

    private static async Task ListAsync(HttpContext context, HostContext host)
    {
        Reply reply = await host.Engine.LookAsync(core => Answers.Text(new PageResource<OverrideResource>(
            [.. core.Overrides.Select(o => OverrideResource.Of(o, core.Sequence))], null)), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.JsonAsync(context, reply.Answer.Body).ConfigureAwait(false);
    }

    private static async Task ProposeAsync(HttpContext context, HostContext host)
    {
        byte[] body = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        Caller caller = Endpoint.CallerOf(context, body);
        using JsonDocument document = JsonBody.Parse(body);
        await Endpoint.SubmitAsync(context, host, new OverrideRequested(caller, Read(document.RootElement))).ConfigureAwait(false);
    }

    private static OverrideOrder Read(JsonElement root)
    {
        JsonBody.Allow(root, "", "instrument", "account", "factor", "why", "until");
        bool ofAccount = root.TryGetProperty("account", out _);
        if (ofAccount == root.TryGetProperty("instrument", out _))
        {
            throw RequestRefusedException.Malformed("", "must name either an instrument or an account");
        }

        string what = JsonBody.Text(root, "", ofAccount ? "account" : "instrument");
        string until = JsonBody.Text(root, "", "until");
        decimal factor = decimal.Parse(StateText.Plain(JsonBody.Decimal(root, "", "factor")), CultureInfo.InvariantCulture);
        return Timestamp.TryParse(until, out Timestamp end)
            ? new OverrideOrder(ofAccount ? new OverrideScope(null, what) : new OverrideScope(what, null), factor, JsonBody.Text(root, "", "why"), end)
            : throw RequestRefusedException.Malformed("/until", $"is '{until}'; it must be a UTC time such as 2026-03-01T12:00:00Z");
    }
}
