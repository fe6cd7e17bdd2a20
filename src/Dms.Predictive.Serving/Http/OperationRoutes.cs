using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>State hash at a sequence, to compare with a replay of the journal.</summary>
internal sealed record CheckpointResource(long Sequence, string StateHash);

/// <summary>The learned uplift after a switch.</summary>
internal sealed record UpliftResource(long Sequence, string Uplift, bool WaitsForSecondPerson);

/// <summary>Switches of the operator.</summary>
internal static class OperationRoutes
{
    private static readonly Access Operators = Access.For(Roles.Operator);
    private static readonly Access Resumers = Access.For(Roles.Operator, Roles.Approver);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host)
    {
        Switch(routes, host, "pause-uplift", Operators, pause: true, "Switch the learned uplift off at once; margins decay to the baseline, they never drop");
        Switch(routes, host, "resume-uplift", Resumers, pause: false, "Switch the learned uplift on again; waits for a second person (202)");
        routes.Route("POST", "/v1/operations/snapshot", Operators, c => CheckpointAsync(c, host))
            .Says<CheckpointResource>("checkpoint", "Sequence and state hash of this moment; dms serve replay computes the same from the journal");
        routes.Route("POST", "/v1/parameters/proposals", Access.For(Roles.Approver), NotBuilt)
            .WithName("proposeParameters").WithSummary("Not available in this version").ProducesProblem(501).ProducesProblem(401).ProducesProblem(403);
    }

    private static void Switch(IEndpointRouteBuilder routes, HostContext host, string name, Access access, bool pause, string summary) =>
        routes.Route("POST", "/v1/operations/" + name, access, async c =>
        {
            byte[] body = c.Request.ContentLength is > 0 ? await JsonBody.ReadAsync(c).ConfigureAwait(false) : [];
            await Endpoint.SubmitAsync(c, host, new UpliftSwitchRequested(Endpoint.CallerOf(c, body), pause)).ConfigureAwait(false);
        }).Says<UpliftResource>(name.Split('-')[0] + "Uplift", summary).ProducesProblem(400).ProducesProblem(409);

    private static async Task CheckpointAsync(HttpContext context, HostContext host)
    {
        Reply reply = await host.Engine.LookAsync(
            core => Answers.Text(new CheckpointResource(core.Sequence, core.StateHash())), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.JsonAsync(context, reply.Answer.Body).ConfigureAwait(false);
    }

    private static Task NotBuilt(HttpContext context) => Problems.WriteAsync(
        context, 501, "not-available", "Parameters cannot be changed over HTTP in this version: start a host with another Dms:Policy:File and a state folder of its own.");
}
