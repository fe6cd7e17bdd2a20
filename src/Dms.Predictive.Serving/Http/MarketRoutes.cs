using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>Instruments, forecasts, rates, quality, policy and model: any role.</summary>
internal static class MarketRoutes
{
    private const int MostPoints = 10_080;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host)
    {
        routes.Route("GET", "/v1/instruments", Access.Market, c => Endpoint.JsonAsync(
                c, Answers.Text(new PageResource<InstrumentResource>([Instrument(host)], null))))
            .Says<PageResource<InstrumentResource>>("listInstruments", "Instruments with terms, last price and quality");
        One(routes, host, "", "getInstrument", "Terms, last price and quality", (c, _) =>
            Endpoint.ResourceAsync(c, Instrument(host), host.Published.Sequence)).Produces<InstrumentResource>();
        One(routes, host, "/forecast", "getForecast", "Volatility forecast, spike probability, uplift and its attribution", (c, m) =>
            Endpoint.ResourceAsync(c, Warm(m).Forecast!, m!.Sequence)).Produces<ForecastResource>();
        One(routes, host, "/rates", "getRates", "Margin rates of one contract, with the announced change", (c, m) =>
            Endpoint.ResourceAsync(c, Warm(m).Rates!, m!.Sequence)).Produces<RatesResource>();
        One(routes, host, "/quality", "getQuality", "What is known about the feed", (c, m) =>
            Endpoint.ResourceAsync(c, MarketResources.Quality(host.Terms.Id, m ?? throw NoPrice()), m.Sequence)).Produces<QualityResource>();
        One(routes, host, "/history", "getHistory", "Newest points of rates and forecasts, oldest first", (c, _) =>
            Endpoint.JsonAsync(c, Answers.Text(new PageResource<HistoryPoint>(host.Published.History(Limit(c, MostPoints, 720)), null))))
            .Produces<PageResource<HistoryPoint>>();
        routes.Route("GET", "/v1/parameters", Access.Market, c => Endpoint.JsonAsync(c, Answers.Text(new
        {
            host.Policy.Version,
            host.Policy.Sha256,
            policy = System.Text.Json.JsonDocument.Parse(Pipeline.PipelinePolicyJson.Canonical(host.PolicyRules)).RootElement,
        }))).Says<PolicyResource>("getParameters", "The policy in force");
        routes.Route("GET", "/v1/build", Access.Market, c => Endpoint.JsonAsync(c, Answers.Text(new BuildResource(host.Version))))
            .Says<BuildResource>("getBuild", "Version of the program");
        routes.Route("GET", "/v1/models", Access.Market, c => Endpoint.JsonAsync(c, Answers.Text(
                new PageResource<ServedModelResource>(host.Published.Market?.Models ?? [], null))))
            .Says<PageResource<ServedModelResource>>("listModels", "The model in service and the challenger scored beside it, with their losses");
    }

    /// <summary>A whole number between 1 and <paramref name="most"/> from <c>?limit=</c>.</summary>
    /// <exception cref="RequestRefusedException">It is none (400).</exception>
    public static int Limit(HttpContext context, int most, int plain)
    {
        string text = context.Request.Query["limit"].ToString();
        return text.Length == 0 ? plain
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit >= 1 && limit <= most ? limit
            : throw new RequestRefusedException(400, "limit", $"limit is '{text}'; allowed is 1 to {most}.");
    }

    private static RouteHandlerBuilder One(
        IEndpointRouteBuilder routes, HostContext host, string tail, string name, string summary, Func<HttpContext, MarketFrame?, Task> answer) =>
        routes.Route("GET", "/v1/instruments/{id}" + tail, Access.Market, c =>
            (string?)c.Request.RouteValues["id"] == host.Terms.Id
                ? answer(c, host.Published.Market)
                : throw new RequestRefusedException(404, "unknown-instrument", $"There is no such instrument; this host serves {host.Terms.Id}."))
        .WithName(name).WithSummary(summary).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);

    private static InstrumentResource Instrument(HostContext host) =>
        MarketResources.Instrument(host.Terms, host.BarMinutes, host.Published.Market, host.Published.Sequence);

    private static MarketFrame Warm(MarketFrame? market) => market?.Forecast is null ? throw NoPrice() : market;

    /// <summary>Before the first outlook there is no figure, and none is made up.</summary>
    public static RequestRefusedException NoPrice() =>
        new(409, "no-price", "The feed has not given enough bars for a baseline volatility yet. Look at /health/ready, check warm.");
}
