using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Every route of the API's own description, with every kind of key. A route without a row fails.</summary>
[Collection(HostCollection.Name)]
public sealed class RoleMatrixTests(HostFixture fixture)
{
    private const string Anyone = "anyone";
    private const string AnyRole = "scientist risk other operator second approver auditor";

    private static readonly Dictionary<string, string> Rows = new()
    {
        ["GET /health/live"] = Anyone,
        ["GET /health/ready"] = Anyone,
        ["GET /v1/instruments"] = AnyRole,
        ["GET /v1/instruments/{id}"] = AnyRole,
        ["GET /v1/instruments/{id}/forecast"] = AnyRole,
        ["GET /v1/instruments/{id}/rates"] = AnyRole,
        ["GET /v1/instruments/{id}/quality"] = AnyRole,
        ["GET /v1/instruments/{id}/history"] = AnyRole,
        ["GET /v1/parameters"] = AnyRole,
        ["GET /v1/models"] = AnyRole,
        ["GET /v1/build"] = AnyRole,
        ["GET /v1/stream"] = AnyRole,
        ["GET /v1/audit/state"] = AnyRole,
        ["GET /v1/accounts"] = "risk other auditor",
        ["PUT /v1/accounts/{id}"] = "risk other",
        ["GET /v1/accounts/{id}"] = "risk other auditor",
        ["POST /v1/accounts/{id}/commands"] = "risk other",
        ["GET /v1/accounts/{id}/margin"] = "risk other auditor",
        ["GET /v1/accounts/{id}/explanation"] = "risk other auditor",
        ["POST /v1/accounts/{id}/what-if"] = "risk other auditor",
        ["POST /v1/margin/compute"] = "risk other auditor",
        ["POST /v1/operations/pause-uplift"] = "operator second",
        ["POST /v1/operations/resume-uplift"] = "operator second approver",
        ["POST /v1/operations/snapshot"] = "operator second",
        ["POST /v1/parameters/proposals"] = "approver",
        ["GET /v1/overrides"] = "approver auditor",
        ["POST /v1/overrides"] = "approver",
        ["POST /v1/overrides/{id}/approvals"] = "approver",
        ["POST /v1/overrides/{id}/withdrawals"] = "approver",
        ["GET /v1/audit/checkpoints"] = "approver auditor",
        ["GET /v1/audit/records/{sequence}"] = "risk other approver auditor",
        ["GET /metrics"] = "scientist operator second",
    };

    [Fact]
    public async Task Routes_AgainstEveryKey_AnswerAsTheTableSays()
    {
        JsonElement paths = (await fixture.Host.CallAsync("GET", "/openapi/v1.json")).Json.GetProperty("paths");
        List<string> routes =
        [
            .. paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject()
                .Where(m => m.Name is "get" or "put" or "post" or "delete" or "patch")
                .Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}")),
            "GET /metrics",
        ];
        Assert.True(routes.Count >= 20, "Hardly any route is described.");
        Assert.Empty(routes.Except(Rows.Keys));
        Assert.Empty(Rows.Keys.Except(routes));

        List<string> wrong = [];
        foreach ((string route, string allowed) in Rows)
        {
            foreach (string? who in (string?[])[null, "expired", .. AnyRole.Split(' ')])
            {
                int code = await CodeAsync(route, who);
                bool may = allowed == Anyone || (who is not null && allowed.Split(' ').Contains(who));
                bool foreign = who == "other" && route.Contains("/accounts/{id}", StringComparison.Ordinal);
                bool right = foreign ? code == 404 : may ? code is not (401 or 403) : code == (who is null or "expired" ? 401 : 403);
                if (!right)
                {
                    wrong.Add($"{route} as {who ?? "anonymous"}: {code}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    // An empty body is enough: the gate stands in front of everything else.
    private async Task<int> CodeAsync(string route, string? who)
    {
        string[] parts = route.Split(' ');
        string path = parts[1].Replace("/accounts/{id}", $"/accounts/{HostProcess.Account}", StringComparison.Ordinal)
            .Replace("{id}", HostProcess.Instrument, StringComparison.Ordinal).Replace("{sequence}", "1", StringComparison.Ordinal);
        return (await fixture.Host.CallAsync(parts[0], path, who, raw: parts[0] == "GET" ? null : "{}")).Code;
    }
}
