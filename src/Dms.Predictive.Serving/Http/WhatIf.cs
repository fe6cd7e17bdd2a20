using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>Imagined commands in an imagined market. Computed beside the core; nothing is changed and nothing recorded.</summary>
/// <param name="Changes">Commands in order; a shortfall of margin shows in the result instead of refusing them.</param>
/// <param name="Price">Imagined price; null = the last one.</param>
/// <param name="VolatilityFactor">Factor on baseline and forecast volatility.</param>
internal sealed record WhatIf(IReadOnlyList<AccountCommand> Changes, decimal? Price, double VolatilityFactor)
{
    private const int MostChanges = 10_000;
    private const double MostFactor = 100;

    /// <summary>Reads a what-if.</summary>
    /// <exception cref="RequestRefusedException">It is malformed (400).</exception>
    public static WhatIf Read(JsonElement root, string instrument)
    {
        JsonBody.Allow(root, "", "changes", "scenario");
        if (!root.TryGetProperty("changes", out JsonElement changes) || changes.ValueKind != JsonValueKind.Array || changes.GetArrayLength() > MostChanges)
        {
            throw RequestRefusedException.Malformed("/changes", $"must be a list of at most {MostChanges} commands");
        }

        List<AccountCommand> commands = [];
        foreach (JsonElement change in changes.EnumerateArray())
        {
            string pointer = $"/changes/{commands.Count}";
            commands.Add(change.ValueKind == JsonValueKind.Object
                ? CommandJson.Read(change, pointer)
                : throw RequestRefusedException.Malformed(pointer, "must be an object"));
        }

        return root.TryGetProperty("scenario", out JsonElement scenario) && scenario.ValueKind != JsonValueKind.Null
            ? ReadScenario(scenario, commands, instrument)
            : new WhatIf(commands, null, 1);
    }

    /// <summary>Margin before and after.</summary>
    public WhatIfResource Answer(AccountState account, MarketFrame market, HostContext host)
    {
        MarketOutlook now = market.Outlook!;
        MarketOutlook then = Imagined(now);
        CommandRules rules = new(host.Terms, _ => null);
        AccountState after = account;
        foreach (AccountCommand change in Changes)
        {
            after = rules.After(after, change, needsCover: false);
        }

        (MarginRequirement before, AccountRisk? riskBefore) = Margined(account, now);
        (MarginRequirement later, AccountRisk? riskLater) = Margined(after, then);
        return new WhatIfResource(
            market.Sequence, Resource(account, before, riskBefore, now), Resource(after, later, riskLater, then),
            MarginResources.Difference(before, later));

        (MarginRequirement Margin, AccountRisk? Risk) Margined(AccountState state, MarketOutlook outlook)
        {
            MarginRequest request = market.Desk.RequestFor(state.ToAccount(), outlook);
            MarginRequirement margin = MarginCalculator.Compute(request);
            return (margin, AccountRisk.Of(request, margin, outlook.Moves));
        }

        MarginResource Resource(AccountState state, MarginRequirement margin, AccountRisk? risk, MarketOutlook outlook) => MarginResources.Of(
            state, margin, null, risk, new MarginContext(market.Sequence, outlook, market.Feed.Bars, market.Reasons, market.Model, host.Policy, null));
    }

    private static WhatIf ReadScenario(JsonElement scenario, List<AccountCommand> commands, string instrument)
    {
        if (scenario.ValueKind != JsonValueKind.Object)
        {
            throw RequestRefusedException.Malformed("/scenario", "must be an object");
        }

        JsonBody.Allow(scenario, "/scenario", "prices", "volatility");
        decimal? price = null;
        if (scenario.TryGetProperty("prices", out JsonElement prices))
        {
            if (prices.ValueKind != JsonValueKind.Object)
            {
                throw RequestRefusedException.Malformed("/scenario/prices", "must be an object of prices by instrument");
            }

            JsonBody.Allow(prices, "/scenario/prices", instrument);
            price = JsonBody.Decimal(prices, "/scenario/prices", instrument);
            if (price is <= 0 or > CommandRules.Largest)
            {
                throw RequestRefusedException.Malformed($"/scenario/prices/{instrument}", $"must be above 0 and at most {CommandRules.Largest}");
            }
        }

        double factor = 1;
        if (scenario.TryGetProperty("volatility", out JsonElement volatility)
            && !(volatility.ValueKind == JsonValueKind.Number && volatility.TryGetDouble(out factor) && factor is > 0 and <= MostFactor))
        {
            throw RequestRefusedException.Malformed("/scenario/volatility", $"must be a factor above 0 and at most {MostFactor}");
        }

        return new WhatIf(commands, price, factor);
    }

    private MarketOutlook Imagined(MarketOutlook now)
    {
        OverlayForecast f = now.Overlay.Forecast;
        return now with
        {
            Price = Price ?? now.Price,
            Reference = AnnualizedVolatility.FromFraction(Math.Min(MostFactor, now.Reference.Fraction * VolatilityFactor)),
            Moves = now.Moves is { } moves ? moves with { SigmaPercent = moves.SigmaPercent * VolatilityFactor } : null,
            Overlay = now.Overlay with
            {
                Forecast = f with
                {
                    SigmaReference = f.SigmaReference * VolatilityFactor,
                    SigmaGarch = f.SigmaGarch * VolatilityFactor,
                    SigmaMl = f.SigmaMl * VolatilityFactor,
                },
            },
        };
    }
}
