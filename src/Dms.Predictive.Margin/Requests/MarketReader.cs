using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>market</c>.</summary>
internal static class MarketReader
{
    private static readonly string[] Lists = ["quote", "underlyings", "instruments", "expiries", "assets"];

    private static readonly string[] Plain =
        ["id", "kind", "underlying", "price", "multiplier", "lot", "tick", "confidence"];

    private static readonly string[] Dated = [.. Plain, "secondsToExpiry"];
    private static readonly string[] Optional = [.. Dated, "strike", "right", "volatility"];

    /// <param name="value">The object.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <param name="kind">Kind of the policy: fields of another kind are unknown.</param>
    public static MarginMarket Read(JsonElement value, string path, string kind)
    {
        (bool isPooled, bool isFunded, bool hasDebt) =
            (kind == PoolJson.Kind, kind == PrefundedPoolJson.Kind, kind == DebtPoolJson.Kind);
        JsonFields f = JsonFields.Open(
            value, path, isPooled || isFunded ? [.. Lists, "pool"] : hasDebt ? [.. Lists, "debtPool"] : Lists);
        return new(
            f.Rows("underlyings", ReadUnderlying), f.Rows("instruments", (row, at) => ReadInstrument(row, at, kind)))
        {
            Quote = f.Has("quote") ? ReadQuote(f.Required("quote"), f.At("quote")) : null,
            Expiries = f.Rows("expiries", ReadExpiry),
            Assets = f.Rows("assets", (row, at) => ReadAsset(row, at, kind)),
            DebtPool = hasDebt ? DebtPoolJson.ReadPool(f.Required("debtPool"), f.At("debtPool")) : null,
            PrefundedPool = isFunded ? PrefundedPoolJson.ReadPool(f.Required("pool"), f.At("pool")) : null,
            TradingPool = isPooled ? PoolJson.ReadPool(f.Required("pool"), f.At("pool")) : null,
        };
    }

    private static QuoteCurrency ReadQuote(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "id", "stablePrice");
        return new(f.Text("id"), f.Money("stablePrice", 1));
    }

    private static Underlying ReadUnderlying(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "id", "spot", "confidence");
        return new(f.Text("id"), f.Money("spot"), f.Number("confidence", 1));
    }

    private static Instrument ReadInstrument(JsonElement value, string path, string policyKind)
    {
        InstrumentKind kind = JsonFields.OpenMap(value, path).Word("kind", JsonNames.Kinds);
        bool isOption = kind == InstrumentKind.Option;
        string[] fields = isOption ? Optional : kind == InstrumentKind.Future ? Dated : Plain;
        bool isPooled = policyKind == PoolJson.Kind;
        fields = isPooled ? [.. fields, .. PoolJson.InstrumentFields] : fields;
        bool isTiered = policyKind == TieredPerpJson.Kind;
        bool isSkewed = policyKind == SkewScaledJson.Kind;
        bool isSpan = policyKind == SpanJson.Kind;
        JsonFields f = JsonFields.Open(
            value, path,
            isTiered ? [.. fields, .. TieredPerpJson.InstrumentFields]
                : isSkewed ? [.. fields, "risk"]
                : isSpan ? [.. fields, .. SpanJson.InstrumentFields]
                : fields);
        return new(
            f.Text("id"), kind, f.Text("underlying"), isOption ? f.MoneyOrNull("price") : f.Money("price"))
        {
            MinPrice = isPooled ? f.MoneyOrNull("minPrice") : null,
            MaxPrice = isPooled ? f.MoneyOrNull("maxPrice") : null,
            Multiplier = f.Money("multiplier", 1),
            Lot = f.Money("lot", 0),
            Tick = f.MoneyOrNull("tick"),
            Confidence = f.Number("confidence", 1),
            SecondsToExpiry = isOption ? f.Number("secondsToExpiry") : f.NumberOrNull("secondsToExpiry"),
            Tiered = isTiered ? TieredPerpJson.ReadTerms(f) : null,
            Skew = isSkewed ? SkewScaledJson.ReadRisk(f) : null,
            Span = isSpan ? SpanJson.ReadArray(f) : null,
            Option = isOption
                ? new(f.Money("strike"), f.Word("right", JsonNames.Rights), f.Number("volatility"))
                : null,
        };
    }

    private static ExpiryForward ReadExpiry(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "underlying", "secondsToExpiry", "forward", "forwardFixed", "rate", "forwardConfidence",
            "rateConfidence", "volatilityConfidence");
        return new(f.Text("underlying"), f.Number("secondsToExpiry"), f.Money("forward"), f.Number("rate"))
        {
            ForwardFixed = f.MoneyOrNull("forwardFixed"),
            Confidence = (f.Number("forwardConfidence", 1), f.Number("rateConfidence", 1),
                f.Number("volatilityConfidence", 1)),
        };
    }

    private static CollateralAsset ReadAsset(JsonElement value, string path, string policyKind)
    {
        string[] plain = ["id", "price", "minPrice", "confidence", "underlying"];
        bool isSkewed = policyKind == SkewScaledJson.Kind;
        JsonFields f = JsonFields.Open(value, path, isSkewed ? [.. plain, .. SkewScaledJson.AssetFields] : plain);
        return new(f.Text("id"), f.Money("price"))
        {
            MinPrice = f.MoneyOrNull("minPrice"),
            Confidence = f.Number("confidence", 1),
            Underlying = f.TextOrNull("underlying"),
            Discount = isSkewed ? SkewScaledJson.ReadDiscount(f) : null,
        };
    }
}
