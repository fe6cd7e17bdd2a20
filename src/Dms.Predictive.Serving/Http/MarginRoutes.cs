using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>Stateless margins: the request and answer of <c>dms margin compute</c>.</summary>
internal static class MarginRoutes
{
    private const int ComputeTokens = 5;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Route("POST", "/v1/margin/compute", Access.For(Roles.RiskEngine, Roles.Auditor), ComputeAsync).WithMetadata(new Weight(ComputeTokens))
            .Accepts<object>("application/json")
            .Says<object>("computeMargin", "Margin of a request that carries account, prices and policy")
            .ProducesProblem(400).ProducesProblem(422);

    private static async Task ComputeAsync(HttpContext context)
    {
        byte[] body = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        MarginAnswers answers;
        try
        {
            answers = MarginDocument.Answer(body, relay: ChainHashes.Formulas);
        }
        catch (InputRefusedException e)
        {
            throw RequestRefusedException.Malformed(e.Where ?? "", e.Message);
        }

        if (!answers.IsArray && answers.Items[0].Refusal is { } refusal)
        {
            throw new RequestRefusedException(422, refusal.Code, $"{refusal.Where}: {refusal.Message}");
        }

        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            answers.Write(writer);
        }

        await Endpoint.JsonAsync(context, Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length)).ConfigureAwait(false);
    }
}
