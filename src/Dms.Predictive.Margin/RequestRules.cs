using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges and references of a request, alike for requests from JSON and from code.</summary>
internal static class RequestRules
{
    private const string Fraction = "in [0, 1]";
    private const string PositivePrice = "a price > 0";

    public static void Check(MarginRequest request)
    {
        CheckHeld(request, isMarketKnown: false);
        CheckAround(request);
    }

    /// <summary>What account, market and policy alone decide; with a policy that margins no positions, overlays too.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isMarketKnown">Whether the market by itself was checked before.</param>
    public static void CheckHeld(MarginRequest request, bool isMarketKnown)
    {
        if (!request.Policy.Honors(request.Account.Mode))
        {
            throw new InputRefusedException(
                "ModeNotSupported",
                $"Policy '{request.Policy.Kind}' cannot margin an account in mode '{request.Account.Mode}'.",
                "account.mode");
        }

        if (!isMarketKnown)
        {
            CheckMarket(request.Market);
        }

        CheckAccount(request.Account, request.Market, request.Policy);
        if (!request.Policy.MarginsPositions)
        {
            CheckWithoutPositions(request);
        }

        request.Policy.Check(request.Account, request.Market);
    }

    /// <summary>The rest of the request.</summary>
    public static void CheckAround(MarginRequest request)
    {
        if (request.Overlay is MarginOverlay overlay)
        {
            OverlayRuleChecks.Check(overlay, request.AsOf);
        }

        if (request.Overlays is not null)
        {
            OverlayRuleChecks.CheckAll(request);
        }

        CheckOptions(request);

        if (request.Band is CallBand band)
        {
            Refuse.Unless(band.Search > 0, "band.search", band.Search, "> 0");
            Refuse.Unless(band.Initial > band.Search, "band.initial", band.Initial, "above search");
            Refuse.Unless(band.Release > band.Initial, "band.release", band.Release, "above initial");
        }
    }

    private static void CheckWithoutPositions(MarginRequest request)
    {
        for (int i = 0; i < request.Account.Positions.Count; i++)
        {
            decimal quantity = request.Account.Positions[i].Quantity;
            Refuse.Unless(
                quantity == 0,
                $"account.positions[{i}].quantity", quantity,
                $"0: policy '{request.Policy.Kind}' margins no positions");
        }

        if (request.Overlays is not null)
        {
            throw new InputRefusedException(
                "NotSupported",
                $"Policy '{request.Policy.Kind}' has one driver for the whole account. Give one forecast.",
                "overlay.forecasts");
        }
    }

    private static void CheckOptions(MarginRequest request)
    {
        if (request.Oracle is MarginOracle oracle)
        {
            OracleRules.Check(oracle);
        }

        if (request.AddOns is MarginAddOns addOns)
        {
            AddOnRules.Check(addOns);
            if (!request.Policy.TakesAddOns)
            {
                throw new InputRefusedException(
                    "NotSupported",
                    $"Policy '{request.Policy.Kind}' takes no add-ons: they compose with policies that are linear in "
                    + "notional. Leave them out.",
                    "addOns");
            }

            if (addOns.ChargesPositions && HoldsOptions(request))
            {
                throw new InputRefusedException(
                    "NotSupported",
                    "The account holds options, and only the collateral add-on has a meaning for them. Leave the others "
                    + "out.",
                    "addOns");
            }
        }

        for (int i = 0; i < request.Operators.Count; i++)
        {
            request.Operators[i].Check($"antiProcyclicality[{i}]");
        }
    }

    private static bool HoldsOptions(MarginRequest request) =>
        MarginView.Of(request) is { Options.IsEmpty: false };

    private static void CheckMarket(MarginMarket market)
    {
        Refuse.Unless(market.StablePrice > 0, "market.quote.stablePrice", market.StablePrice, PositivePrice);
        RefuseRepeats(market.Underlyings.Select(u => u.Id), "market.underlyings");
        RefuseRepeats(market.Instruments.Select(i => i.Id), "market.instruments");
        RefuseRepeats(market.Assets.Select(a => a.Id), "market.assets");
        for (int i = 0; i < market.Underlyings.Count; i++)
        {
            (Underlying u, string at) = (market.Underlyings[i], $"market.underlyings[{i}].");
            Refuse.Unless(u.Spot > 0, at + "spot", u.Spot, PositivePrice);
            Refuse.Unless(u.Confidence is >= 0 and <= 1, at + "confidence", u.Confidence, Fraction);
        }

        for (int i = 0; i < market.Instruments.Count; i++)
        {
            CheckInstrument(market.Instruments[i], $"market.instruments[{i}].");
        }

        for (int i = 0; i < market.Assets.Count; i++)
        {
            (CollateralAsset a, string at) = (market.Assets[i], $"market.assets[{i}].");
            Refuse.Unless(a.Price > 0, at + "price", a.Price, PositivePrice);
            Refuse.Unless(a.MinPrice is null or > 0, at + "minPrice", a.MinPrice, PositivePrice);
            Refuse.Unless(a.Confidence is >= 0 and <= 1, at + "confidence", a.Confidence, Fraction);
        }

        HashSet<(string, double)> expiries = [];
        for (int i = 0; i < market.Expiries.Count; i++)
        {
            ExpiryForward e = market.Expiries[i];
            CheckExpiry(e, $"market.expiries[{i}].");
            if (!expiries.Add((e.Underlying, e.SecondsToExpiry)))
            {
                throw new InputRefusedException(
                    "DuplicateId", $"An expiry of '{e.Underlying}' is listed twice. Keep one row.", "market.expiries");
            }
        }
    }

    private static void CheckInstrument(Instrument i, string at)
    {
        bool isOption = i.Kind == InstrumentKind.Option;
        Refuse.Unless(Enum.IsDefined(i.Kind), at + "kind", i.Kind, "a known kind");
        bool needsPrice = !isOption && (i.Span is null || i.Kind == InstrumentKind.InversePerpetual);
        Refuse.Unless(
            i.Price is > 0 || (!needsPrice && i.Price is null or >= 0), at + "price", i.Price, PositivePrice);
        Refuse.Unless(i.Multiplier > 0, at + "multiplier", i.Multiplier, "> 0");
        Refuse.Unless(i.Lot >= 0, at + "lot", i.Lot, ">= 0 contracts");
        Refuse.Unless(i.Tick is null or > 0, at + "tick", i.Tick, "> 0 in quote currency");
        Refuse.Unless(i.Confidence is >= 0 and <= 1, at + "confidence", i.Confidence, Fraction);
        Refuse.Unless(
            i.SecondsToExpiry is null || double.IsFinite(i.SecondsToExpiry.Value),
            at + "secondsToExpiry", i.SecondsToExpiry, "a finite number of seconds");
        Refuse.Unless(
            isOption == (i.Option is not null), at + "kind", i.Kind, "strike, right and volatility for options only");
        if (i.Option is OptionTerms o)
        {
            Refuse.Unless(o.Strike > 0, at + "strike", o.Strike, PositivePrice);
            Refuse.Unless(o.Volatility is > 0 and <= 100, at + "volatility", o.Volatility, "a fraction in (0, 100]");
            Refuse.Unless(
                i.SecondsToExpiry is not null, at + "secondsToExpiry", i.SecondsToExpiry, "seconds until expiry");
        }

        if (i.Span is SpanArray given)
        {
            if (given.Profits.Count != SpanScenarios.Count)
            {
                throw new InputRefusedException(
                    "LengthMismatch",
                    $"Found {given.Profits.Count} profits; a risk array has {SpanScenarios.Count}.", at + "riskArray");
            }

            Refuse.Unless(given.Profits.All(double.IsFinite), at + "riskArray", "a number that is not", "finite profits");
            Refuse.Unless(
                double.IsFinite(given.CompositeDelta), at + "compositeDelta", given.CompositeDelta, "a finite number");
        }
    }

    private static void CheckExpiry(ExpiryForward e, string at)
    {
        Refuse.Unless(double.IsFinite(e.SecondsToExpiry), at + "secondsToExpiry", e.SecondsToExpiry, "finite seconds");
        Refuse.Unless(e.Forward > 0, at + "forward", e.Forward, PositivePrice);
        Refuse.Unless(
            e.ForwardFixed is null || (e.ForwardFixed >= 0 && e.ForwardFixed <= e.Forward),
            at + "forwardFixed", e.ForwardFixed, "in [0, forward]");
        Refuse.Unless(double.IsFinite(e.Rate), at + "rate", e.Rate, "a finite rate per year");
        Refuse.Unless(e.Confidence.Forward is >= 0 and <= 1, at + "forwardConfidence", e.Confidence.Forward, Fraction);
        Refuse.Unless(e.Confidence.Rate is >= 0 and <= 1, at + "rateConfidence", e.Confidence.Rate, Fraction);
        Refuse.Unless(
            e.Confidence.Volatility is >= 0 and <= 1, at + "volatilityConfidence", e.Confidence.Volatility, Fraction);
    }

    private static void CheckAccount(Account account, MarginMarket market, IMarginPolicy policy)
    {
        Refuse.Unless(account.Debt >= 0, "account.debt", account.Debt, ">= 0 in quote currency");
        Dictionary<string, Instrument> instruments = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        HashSet<string> spots = market.Underlyings.Select(u => u.Id).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < account.Positions.Count; i++)
        {
            string at = $"account.positions[{i}].";
            CheckPosition(account.Positions[i], at, instruments, spots);
            CheckOption(account.Positions[i], at + "instrument", instruments, (market, policy));
        }

        HashSet<string> assets = market.Assets.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < account.Collateral.Count; i++)
        {
            (CollateralHolding c, string at) = (account.Collateral[i], $"account.collateral[{i}].");
            Refuse.Unless(c.Quantity >= 0, at + "quantity", c.Quantity, ">= 0 units");
            Refuse.Unless(c.InitialHaircut is >= 0 and <= 1, at + "initialHaircut", c.InitialHaircut, Fraction);
            Refuse.Unless(
                c.MaintenanceHaircut is >= 0 and <= 1, at + "maintenanceHaircut", c.MaintenanceHaircut, Fraction);
            if (!assets.Contains(c.Asset))
            {
                throw Refuse.Unknown("Asset", c.Asset, at + "asset");
            }
        }
    }

    private static void CheckPosition(
        Position p, string at, Dictionary<string, Instrument> instruments, HashSet<string> spots)
    {
        if (!instruments.TryGetValue(p.Instrument, out Instrument? instrument))
        {
            throw Refuse.Unknown("Instrument", p.Instrument, at + "instrument");
        }

        if (instrument.Kind == InstrumentKind.InversePerpetual && !spots.Contains(instrument.Underlying))
        {
            throw Refuse.Unknown("Underlying", instrument.Underlying, at + "instrument");
        }

        Refuse.Unless(p.EntryPrice is null or > 0, at + "entryPrice", p.EntryPrice, PositivePrice);
    }

    private static void CheckOption(
        Position p, string where, Dictionary<string, Instrument> instruments, (MarginMarket Market, IMarginPolicy Policy) of)
    {
        Instrument instrument = instruments[p.Instrument];
        if (instrument.IsLinear || p.Quantity == 0)
        {
            return;
        }

        if (of.Policy.Options is not OptionConvention convention)
        {
            throw new InputRefusedException(
                "NotSupported",
                $"Policy '{of.Policy.Kind}' does not margin options as it is configured, and they must not be ignored.",
                where);
        }

        if (OptionExpiry.Find(instrument, of.Market, convention) is null)
        {
            throw Refuse.UnknownExpiry(instrument, where);
        }
    }

    internal static void RefuseRepeats(IEnumerable<string> ids, string where)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (!seen.Add(id))
            {
                throw new InputRefusedException("DuplicateId", $"'{id}' is listed twice. Keep one row.", where);
            }
        }
    }
}
