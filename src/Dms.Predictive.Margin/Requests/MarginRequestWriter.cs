using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Writes a request as JSON that <see cref="MarginRequestReader"/> reads back to an equal one.</summary>
public static class MarginRequestWriter
{
    /// <summary>Writes one request object, defaults included.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="request">What.</param>
    /// <exception cref="InputRefusedException">The policy is of a kind that has no wire format.</exception>
    public static void Write(Utf8JsonWriter writer, MarginRequest request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        writer.WriteStartObject();
        writer.WriteString("schema", MarginRequestReader.Schema);
        writer.WriteString("id", request.Id);
        writer.TimeOf("asOf", request.AsOf);
        WriteAccount(writer, request.Account, request.Policy.Kind == TieredPerpJson.Kind);
        WriteMarket(writer, request.Market);
        writer.WritePropertyName("policy");
        PolicyWriter.Write(writer, request.Policy);
        if (request.Overlay is MarginOverlay overlay)
        {
            writer.WritePropertyName("overlay");
            OverlayWriter.Write(writer, overlay);
        }

        if (request.Overlays is not null)
        {
            writer.WritePropertyName("overlay");
            OverlayWriter.WriteAll(writer, request.Overlays);
        }

        RequestOptionsWriter.Write(writer, request);

        if (request.Band is CallBand band)
        {
            writer.WriteStartObject("band");
            writer.WriteNumber("search", band.Search);
            writer.WriteNumber("initial", band.Initial);
            writer.WriteNumber("release", band.Release);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteAccount(Utf8JsonWriter w, Account account, bool inQuantums)
    {
        w.WriteStartObject("account");
        w.WriteString("id", account.Id);
        w.WriteString("mode", JsonNames.Of(JsonNames.Modes, account.Mode));
        if (inQuantums)
        {
            w.WriteNumber("quoteQuantums", account.Cash / Quantums.QuoteQuantum);
        }
        else
        {
            w.WriteNumber("cash", account.Cash);
            w.WriteNumber("debt", account.Debt);
            NumberUnlessZero(w, "debtShares", account.DebtShares);
            if (account.Sensitivities.Count > 0)
            {
                SensitivitiesJson.WriteSensitivities(w, account.Sensitivities);
            }

            NumberUnlessZero(w, "exposureUsd", account.ExposureUsd);
            NumberUnlessZero(w, "lossToAbsorb", account.LossToAbsorb);
        }

        w.Rows("positions", account.Positions, p =>
        {
            w.WriteString("instrument", p.Instrument);
            w.WriteNumber("quantity", p.Quantity);
            w.MoneyUnlessNull("entryPrice", p.EntryPrice);
            w.WriteNumber("unrealizedPnl", p.UnrealizedPnl);
            w.WriteNumber("accruedFunding", p.AccruedFunding);
            if (p.Pool is PoolPosition pooled)
            {
                PoolJson.WritePosition(w, pooled);
            }
        });
        if (!inQuantums)
        {
            WriteCollateral(w, account);
        }

        w.WriteEndObject();
    }

    private static void WriteCollateral(Utf8JsonWriter w, Account account) =>
        w.Rows("collateral", account.Collateral, c =>
        {
            w.WriteString("asset", c.Asset);
            w.WriteNumber("quantity", c.Quantity);
            NumberUnlessZero(w, "initialHaircut", c.InitialHaircut);
            NumberUnlessZero(w, "maintenanceHaircut", c.MaintenanceHaircut);
            if (c.RiskCancelling)
            {
                w.WriteBoolean("riskCancelling", true);
            }
        });

    private static void NumberUnlessZero(Utf8JsonWriter w, string name, decimal value)
    {
        if (value != 0)
        {
            w.WriteNumber(name, value);
        }
    }

    private static void NumberUnlessZero(Utf8JsonWriter w, string name, double value)
    {
        if (value != 0)
        {
            w.WriteNumber(name, value);
        }
    }

    private static void WriteMarket(Utf8JsonWriter w, MarginMarket market)
    {
        w.WriteStartObject("market");
        if (market.Quote is QuoteCurrency quote)
        {
            w.WriteStartObject("quote");
            w.WriteString("id", quote.Id);
            w.WriteNumber("stablePrice", quote.StablePrice);
            w.WriteEndObject();
        }

        w.Rows("underlyings", market.Underlyings, u =>
        {
            w.WriteString("id", u.Id);
            w.WriteNumber("spot", u.Spot);
            w.WriteNumber("confidence", u.Confidence);
        });
        w.Rows("instruments", market.Instruments, i => WriteInstrument(w, i));
        w.Rows("expiries", market.Expiries, e => WriteExpiry(w, e));
        w.Rows("assets", market.Assets, a => WriteAsset(w, a));
        WritePools(w, market);
        w.WriteEndObject();
    }

    private static void WritePools(Utf8JsonWriter w, MarginMarket market)
    {
        if (market.TradingPool is TradingPool pool)
        {
            PoolJson.WritePool(w, pool);
        }

        if (market.PrefundedPool is PrefundedPool funded)
        {
            PrefundedPoolJson.WritePool(w, funded);
        }

        if (market.DebtPool is DebtPool debt)
        {
            DebtPoolJson.WritePool(w, debt);
        }
    }

    private static void WriteInstrument(Utf8JsonWriter w, Instrument i)
    {
        w.WriteString("id", i.Id);
        w.WriteString("kind", JsonNames.Of(JsonNames.Kinds, i.Kind));
        w.WriteString("underlying", i.Underlying);
        w.MoneyUnlessNull("price", i.Price);
        w.MoneyUnlessNull("minPrice", i.MinPrice);
        w.MoneyUnlessNull("maxPrice", i.MaxPrice);
        w.WriteNumber("multiplier", i.Multiplier);
        w.WriteNumber("lot", i.Lot);
        w.MoneyUnlessNull("tick", i.Tick);
        w.WriteNumber("confidence", i.Confidence);
        if (i.SecondsToExpiry is double seconds)
        {
            w.WriteNumber("secondsToExpiry", seconds);
        }

        if (i.Tiered is TieredPerpTerms terms)
        {
            TieredPerpJson.WriteTerms(w, terms);
        }

        if (i.Skew is SkewRisk risk)
        {
            SkewScaledJson.WriteRisk(w, risk);
        }

        if (i.Span is SpanArray given)
        {
            SpanJson.WriteArray(w, given);
        }

        if (i.Option is OptionTerms option)
        {
            w.WriteNumber("strike", option.Strike);
            w.WriteString("right", JsonNames.Of(JsonNames.Rights, option.IsCall));
            w.WriteNumber("volatility", option.Volatility);
        }
    }

    private static void WriteExpiry(Utf8JsonWriter w, ExpiryForward e)
    {
        w.WriteString("underlying", e.Underlying);
        w.WriteNumber("secondsToExpiry", e.SecondsToExpiry);
        w.WriteNumber("forward", e.Forward);
        w.MoneyUnlessNull("forwardFixed", e.ForwardFixed);
        w.WriteNumber("rate", e.Rate);
        w.WriteNumber("forwardConfidence", e.Confidence.Forward);
        w.WriteNumber("rateConfidence", e.Confidence.Rate);
        w.WriteNumber("volatilityConfidence", e.Confidence.Volatility);
    }

    private static void WriteAsset(Utf8JsonWriter w, CollateralAsset a)
    {
        w.WriteString("id", a.Id);
        w.WriteNumber("price", a.Price);
        w.MoneyUnlessNull("minPrice", a.MinPrice);
        w.WriteNumber("confidence", a.Confidence);
        if (a.Underlying is string underlying)
        {
            w.WriteString("underlying", underlying);
        }

        if (a.Discount is SkewDiscount discount)
        {
            SkewScaledJson.WriteDiscount(w, discount);
        }
    }
}
