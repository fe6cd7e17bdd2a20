using System.Text.Json;
using System.Text.RegularExpressions;
using Dms.Predictive.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>Accounts: opened, commanded, read, margined.</summary>
internal static partial class AccountRoutes
{
    private const int MostItems = 1000;
    private const int CommandTokens = 2;
    private const int WhatIfTokens = 5;
    private static readonly Access Readers = Access.For(Roles.RiskEngine, Roles.Auditor);
    private static readonly Access Writers = Access.For(Roles.RiskEngine);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host)
    {
        CursorSeal cursors = new();
        routes.Route("GET", "/v1/accounts", Readers, c => ListAsync(c, host, cursors))
            .Says<PageResource<AccountResource>>("listAccounts", "Accounts in the key's scope, by id");
        routes.Route("PUT", "/v1/accounts/{id}", Writers, c => OpenAsync(c, host)).WithMetadata(new Weight(CommandTokens))
            .Accepts<OpenAccountBody>("application/json")
            .Says<AccountResource>("openAccount", "Open an account; 200 when it exists alike", 201)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.Route("GET", "/v1/accounts/{id}", Readers, c =>
        {
            AccountView account = Find(c, host);
            return Endpoint.ResourceAsync(c, Answers.Resource(account.State, account.Sequence), account.Sequence);
        }).Says<AccountResource>("getAccount", "Cash and positions").ProducesProblem(404);
        routes.Route("POST", "/v1/accounts/{id}/commands", Writers, c => CommandAsync(c, host)).WithMetadata(new Weight(CommandTokens))
            .Accepts<CommandBody>("application/json")
            .Says<AppliedResource>("commandAccount", "Deposit, withdraw, fill or setMode; answered once it is durable", 201)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        routes.Route("GET", "/v1/accounts/{id}/margin", Readers, c =>
        {
            AccountView account = Find(c, host);
            return Endpoint.ResourceAsync(c, account.Margin ?? throw MarketRoutes.NoPrice(), account.Sequence);
        }).Says<MarginResource>("getMargin", "Margin with components, reasons and record").ProducesProblem(404).ProducesProblem(409);
        routes.Route("GET", "/v1/accounts/{id}/explanation", Readers, c => ExplanationRoute.AnswerAsync(c, host)).WithMetadata(new Weight(WhatIfTokens))
            .Says<object>("explainMargin", "Why initial margin moved between two times, to the cent and down to features; query from and, default now, to")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.Route("POST", "/v1/accounts/{id}/what-if", Readers, c => WhatIfAsync(c, host)).WithMetadata(new Weight(WhatIfTokens))
            .Accepts<WhatIfBody>("application/json")
            .Says<WhatIfResource>("whatIf", "Margin before and after imagined commands, prices and volatility; changes nothing")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    /// <summary>An account in the key's scope.</summary>
    /// <exception cref="RequestRefusedException">There is none, or it is another's: the same answer (404).</exception>
    public static AccountView Find(HttpContext context, HostContext host) => host.Published.Account(IdInScope(context)) ?? throw Unknown();

    private static RequestRefusedException Unknown() =>
        new(404, "unknown-account", "There is no such account in this key's scope.");

    private static string IdInScope(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        return AccessGate.Of(context)!.MaySee(id) ? id : throw Unknown();
    }

    private static Task ListAsync(HttpContext context, HostContext host, CursorSeal cursors)
    {
        int limit = MarketRoutes.Limit(context, MostItems, 100);
        string after = cursors.Open(context.Request.Query["cursor"].ToString());
        Principal principal = AccessGate.Of(context)!;
        List<AccountView> page =
        [
            .. host.Published.Accounts.Where(a => principal.MaySee(a.State.Id) && string.CompareOrdinal(a.State.Id, after) > 0).Take(limit + 1),
        ];
        string? next = page.Count > limit ? cursors.Close(page[limit - 1].State.Id) : null;
        return Endpoint.JsonAsync(context, Answers.Text(new PageResource<AccountResource>(
            [.. page.Take(limit).Select(a => Answers.Resource(a.State, a.Sequence))], next)));
    }

    private static async Task OpenAsync(HttpContext context, HostContext host)
    {
        string id = IdInScope(context);
        byte[] body = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        Caller caller = Endpoint.CallerOf(context, body);
        using JsonDocument document = JsonBody.Parse(body);
        JsonBody.Allow(document.RootElement, "", "mode");
        MarginMode mode = CommandJson.Mode(document.RootElement, "");
        if (!AccountId().IsMatch(id))
        {
            throw new RequestRefusedException(400, "account-id", "An account id has 1 to 64 of A-Z a-z 0-9 . _ -.");
        }

        await Endpoint.SubmitAsync(context, host, new AccountRequested(caller, id, mode)).ConfigureAwait(false);
    }

    private static async Task CommandAsync(HttpContext context, HostContext host)
    {
        string id = IdInScope(context);
        byte[] body = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        Caller caller = Endpoint.CallerOf(context, body);
        using JsonDocument document = JsonBody.Parse(body);
        AccountCommand command = CommandJson.Read(document.RootElement);
        RequestRefusedException unknown = Unknown();
        Answer notThere = new(404, Answers.Problem(404, unknown.Code, unknown.Message));
        await Endpoint.SubmitAsync(
            context, host, new CommandRequested(caller, id, command), core => core.HasAccount(id) ? null : notThere).ConfigureAwait(false);
    }

    private static async Task WhatIfAsync(HttpContext context, HostContext host)
    {
        AccountView account = Find(context, host);
        byte[] body = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        using JsonDocument document = JsonBody.Parse(body);
        WhatIf whatIf = WhatIf.Read(document.RootElement, host.Terms.Id);
        MarketFrame market = host.Published.Market is { Outlook: not null } m ? m : throw MarketRoutes.NoPrice();
        try
        {
            await Endpoint.JsonAsync(context, Answers.Text(whatIf.Answer(account.State, market, host))).ConfigureAwait(false);
        }
        catch (CommandRefusedException e)
        {
            throw new RequestRefusedException(422, e.Code, e.Message);
        }
        catch (InputRefusedException e)
        {
            throw new RequestRefusedException(422, e.Code, e.Message);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex AccountId();
}

/// <summary>Body that opens an account.</summary>
internal sealed record OpenAccountBody(string Mode);

/// <summary>Body of a command; which fields belong to it depends on its type.</summary>
internal sealed record CommandBody(string Type, string? Asset, string? Amount, string? Instrument, string? Quantity, string? Price, string? Mode);

/// <summary>Body of a what-if.</summary>
internal sealed record WhatIfBody(IReadOnlyList<CommandBody> Changes, ScenarioBody? Scenario);

/// <summary>Imagined market: prices by instrument, and a factor on all volatilities.</summary>
internal sealed record ScenarioBody(IReadOnlyDictionary<string, string>? Prices, double? Volatility);
