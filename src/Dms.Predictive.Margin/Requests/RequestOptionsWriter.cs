using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Writes the parts of a request that go with any policy: oracle, add-ons, operators.</summary>
internal static class RequestOptionsWriter
{
    public static void Write(Utf8JsonWriter w, MarginRequest request)
    {
        if (request.Oracle is MarginOracle oracle)
        {
            WriteOracle(w, oracle);
        }

        if (request.AddOns is MarginAddOns addOns)
        {
            WriteAddOns(w, addOns);
        }

        if (request.Operators.Count > 0)
        {
            w.Rows("antiProcyclicality", request.Operators, o => WriteOperator(w, o));
        }
    }

    private static void WriteOracle(Utf8JsonWriter w, MarginOracle oracle)
    {
        w.WriteStartObject("oracle");
        WriteLimits(w, "default", oracle.Limits);
        w.WriteStartObject("feeds");
        foreach ((string id, FeedLimits limits) in oracle.Feeds.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            WriteLimits(w, id, limits);
        }

        w.WriteEndObject();
        w.Rows("observations", oracle.Observations, o =>
        {
            w.WriteString("feed", o.Feed);
            w.MoneyUnlessNull("price", o.Price);
            w.WriteNumber("confidenceInterval", o.ConfidenceInterval);
            w.TimeOf("publishTime", o.PublishTime);
            w.WriteNumber("sources", o.Sources);
            w.MoneyUnlessNull("reference", o.Reference);
        });
        if (oracle.Sequencer is SequencerState sequencer)
        {
            w.WriteStartObject("sequencer");
            w.WriteBoolean("up", sequencer.IsUp);
            w.TimeOf("upSince", sequencer.UpSince);
            w.WriteNumber("graceSeconds", sequencer.GraceSeconds);
            w.WriteEndObject();
        }

        w.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter w, string name, FeedLimits limits)
    {
        w.WriteStartObject(name);
        w.WriteNumber("maxAgeSeconds", limits.MaxAgeSeconds);
        w.WriteNumber("maxConfidenceRatio", limits.MaxConfidenceRatio);
        w.WriteNumber("maxDeviation", limits.MaxDeviation);
        w.WriteNumber("minimumSources", limits.MinimumSources);
        w.WriteNumber("degradedAgeFraction", limits.DegradedAgeFraction);
        w.WriteNumber("degradedConfidenceFraction", limits.DegradedConfidenceFraction);
        w.WriteNumber("maxFutureSeconds", limits.MaxFutureSeconds);
        w.WriteEndObject();
    }

    private static void WriteAddOns(Utf8JsonWriter w, MarginAddOns a)
    {
        w.WriteStartObject("addOns");
        Part(w, "liquidity", a.Liquidity is null ? null : [("impactCoefficient", a.Liquidity.ImpactCoefficient)]);
        Part(w, "concentration", a.Concentration is null ? null :
        [
            ("participation", a.Concentration.Participation), ("marginPeriodDays", a.Concentration.MarginPeriodDays),
            ("rate", a.Concentration.Rate),
        ]);
        Part(w, "openInterest", a.OpenInterest is null ? null : [("maximumRate", a.OpenInterest.MaximumRate)]);
        Part(w, "jump", a.Jump is null ? null :
            [("jumpSize", a.Jump.JumpSize), ("coveredMove", a.Jump.CoveredMove), ("coverage", a.Jump.Coverage)]);
        Part(w, "oracle", a.Oracle is null ? null :
            [("confidenceThreshold", a.Oracle.Threshold), ("confidenceMargin", a.Oracle.Margin)]);
        Part(w, "peg", a.Peg is null ? null : [("threshold", a.Peg.Threshold), ("factor", a.Peg.Factor)]);
        w.WriteBoolean("collateral", a.Collateral);
        w.WriteStartObject("instruments");
        foreach ((string id, InstrumentDepth d) in a.Instruments.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            Part(w, id,
            [
                ("averageDailyVolume", d.AverageDailyVolume), ("dailyVolatility", d.DailyVolatility),
                ("spread", d.Spread), ("openInterest", d.OpenInterest), ("openInterestLower", d.OpenInterestLower),
                ("openInterestUpper", d.OpenInterestUpper),
            ]);
        }

        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter w, string name, (string Name, double? Value)[]? fields)
    {
        if (fields is null)
        {
            return;
        }

        w.WriteStartObject(name);
        foreach ((string field, double? value) in fields)
        {
            if (value is double number)
            {
                w.WriteNumber(field, number);
            }
        }

        w.WriteEndObject();
    }

    private static void WriteOperator(Utf8JsonWriter w, MarginOperator op)
    {
        w.WriteString("operator", op.Name);
        switch (op)
        {
            case StabilityBuffer b:
                w.WriteNumber("rate", b.Rate);
                w.WriteNumber("released", b.Released);
                break;
            case StressWeight s:
                w.WriteNumber("weight", s.Weight);
                w.WriteNumber("stressedMargin", s.StressedMargin);
                break;
            case MarginFloor f:
                w.WriteNumber("floorMargin", f.Margin);
                break;
            case MarginOverride o:
                w.WriteNumber("factor", o.Factor);
                break;
            default:
                throw Refuse.NotSupported("antiProcyclicality", $"Writing operator '{op.Name}'");
        }
    }
}
