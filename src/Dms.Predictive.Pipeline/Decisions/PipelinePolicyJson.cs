using System.Buffers;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>Policy files: <c>{"policy":{…},"overlay":{…}}</c>, strict, and their canonical hash.</summary>
public static class PipelinePolicyJson
{
    /// <summary>SHA-256 of the canonical text, lower-case hex.</summary>
    public static string Hash(PipelinePolicy policy) => CanonicalJson.Hash(Encoding.UTF8.GetBytes(Canonical(policy)));

    /// <summary>Sorted keys, no blanks, shortest numbers.</summary>
    public static string Canonical(PipelinePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter w = new(buffer))
        {
            w.WriteStartObject();
            WritePolicy(w, policy);
            WriteOverlay(w, policy);
            WriteCoverage(w, policy.Coverage);
            WriteSafety(w, policy.Safety);
            w.WriteEndObject();
        }

        return Encoding.UTF8.GetString(CanonicalJson.Rewrite(buffer.WrittenMemory));
    }

    /// <summary>Reads a policy file.</summary>
    /// <param name="utf8">Content.</param>
    /// <param name="where">File name for messages.</param>
    /// <exception cref="InputRefusedException">Malformed, unknown key, out of range, or not supported.</exception>
    public static PipelinePolicy Read(ReadOnlyMemory<byte> utf8, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("policy-malformed", $"The policy file is no JSON: {e.Message}", where, e);
        }
    }

    private static PipelinePolicy Read(JsonElement root)
    {
        PolicyFields top = new(root, "", "policy", "overlay", "coverage", "safety", "horizonMinutes", "stepMinutes", "spikeMultiple", "id", "lookBackMinutes");
        PipelinePolicy plain = new();
        PolicyFields policy = new(top.Object("policy"), "policy", "kind", "quantum", "parameters");
        policy.Require("kind", "parametric");
        PolicyFields p = new(policy.Object("parameters"), "policy.parameters",
            "confidence", "measure", "distribution", "degreesOfFreedom", "maintenanceRatio",
            "horizonDays", "yearDays", "volatilities", "correlation");
        p.Number("yearDays", 365, 365, 365);
        PipelinePolicy read = plain with
        {
            Id = top.Text("id", plain.Id),
            HorizonMinutes = (int)Math.Round(p.Number("horizonDays", top.Number("horizonMinutes", plain.HorizonMinutes, 1, 10_080) / 1440, 1e-4, 7) * 1440),
            FixedVolatility = ReadVolatility(p),
            StepMinutes = (int)top.Number("stepMinutes", plain.StepMinutes, 1, 1440),
            SpikeMultiple = top.Number("spikeMultiple", plain.SpikeMultiple, 1, 100),
            Quantum = (decimal)policy.Number("quantum", (double)plain.Quantum, 1e-8, 1e6),
            Confidence = p.Number("confidence", plain.Confidence, 0.5, 0.99999),
            Measure = p.Text("measure", "es") == "var" ? TailMeasure.ValueAtRisk : TailMeasure.ExpectedShortfall,
            DegreesOfFreedom = p.Text("distribution", "normal") == "t" ? p.Number("degreesOfFreedom", 5, 2.01, 1e6) : null,
            MaintenanceRatio = p.Number("maintenanceRatio", plain.MaintenanceRatio, 0, 1),
        };
        return read with
        {
            ReferenceFeature = top.Has("lookBackMinutes") ? ReadLookBack(top) : plain.ReferenceFeature,
            Overlay = top.Has("overlay") ? ReadOverlay(top.Object("overlay"), plain.Overlay) : plain.Overlay,
            Coverage = top.Has("coverage") ? ReadCoverage(top.Object("coverage")) : null,
            Safety = top.Has("safety") ? ReadSafety(top.Object("safety")) : null,
        };
    }

    private static string ReadLookBack(PolicyFields top)
    {
        int minutes = (int)top.Number("lookBackMinutes", PipelinePolicy.DefaultLookBackMinutes, 1, int.MaxValue);
        return PipelinePolicy.LookBacks.Contains(minutes)
            ? PipelinePolicy.ReferenceOf(minutes)
            : throw new InputRefusedException(
                "OutOfRange", $"Found {minutes}; allowed: {string.Join(", ", PipelinePolicy.LookBacks)}.", "lookBackMinutes");
    }

    private static CoverageRules? ReadCoverage(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        PolicyFields c = new(element, "coverage", "tail", "rate", "window", "fewest", "lowestScale");
        CoverageRules plain = new();
        int window = (int)c.Number("window", plain.Window, 100, 100_000);
        return new CoverageRules
        {
            Tail = c.Number("tail", plain.Tail, 1e-6, 0.1),
            Rate = c.Number("rate", plain.Rate, 0, 0.1),
            Window = window,
            Fewest = (int)c.Number("fewest", Math.Min(plain.Fewest, window), 20, window),
            LowestScale = c.Number("lowestScale", plain.LowestScale, 1e-6, 1),
        };
    }

    private static SafetyRules? ReadSafety(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        PolicyFields f = new(element, "safety", "missRate", "stake", "wealth", "missingShare", "outcomes", "pValue", "drift", "staleMinutes");
        SafetyRules plain = new();
        double missRate = f.Number("missRate", plain.MissRate, 1e-6, 0.2);
        return new SafetyRules
        {
            MissRate = missRate,
            Stake = f.Number("stake", Math.Min(plain.Stake, 0.5 / missRate), 1e-3, 0.999 / missRate),
            Wealth = f.Number("wealth", plain.Wealth, 1.01, 1e12),
            MissingShare = f.Number("missingShare", plain.MissingShare, 1e-3, 1),
            Outcomes = (int)f.Number("outcomes", plain.Outcomes, 100, 10_000),
            PValue = f.Number("pValue", plain.PValue, 1e-6, 0.5),
            Drift = f.Has("drift") ? ReadDrift(f.Object("drift")) : null,
            StaleAfter = f.Has("staleMinutes") ? TimeSpan.FromMinutes(f.Number("staleMinutes", 60, 1, 10_080)) : null,
        };
    }

    private static DriftRules? ReadDrift(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        PolicyFields f = new(element, "safety.drift", "shift", "features", "outlierShare");
        DriftRules plain = new();
        return new DriftRules
        {
            Shift = f.Number("shift", plain.Shift, 0.01, 100),
            Features = (int)f.Number("features", plain.Features, 1, 10_000),
            OutlierShare = f.Number("outlierShare", plain.OutlierShare, 1e-4, 1),
        };
    }

    private static double? ReadVolatility(PolicyFields parameters)
    {
        if (!parameters.Has("volatilities"))
        {
            return null;
        }

        JsonElement rows = parameters.Object("volatilities");
        return rows.ValueKind == JsonValueKind.Array && rows.GetArrayLength() == 1
            ? new PolicyFields(rows[0], "policy.parameters.volatilities[0]", "underlying", "annualized")
                .Number("annualized", 0, 1e-6, 100)
            : throw new InputRefusedException(
                "OutOfRange", "One row is allowed: the instrument's own volatility. Leave it out to take the 7-day realized one.",
                "policy.parameters.volatilities");
    }

    private static OverlayRules ReadOverlay(JsonElement element, OverlayRules plain)
    {
        PolicyFields o = new(element, "overlay",
            "weightMl", "cap", "maxStep", "stepSeconds", "halfLifeSeconds", "noticeSeconds", "rampSeconds", "maintenanceMode");
        return plain with
        {
            WeightMl = o.Number("weightMl", plain.WeightMl, 0, 1),
            Cap = o.Number("cap", plain.Cap, 1, 100),
            MaxStep = o.Number("maxStep", plain.MaxStep, 0, 100),
            StepSeconds = o.Number("stepSeconds", plain.StepSeconds, 1, 1e9),
            HalfLifeSeconds = o.Number("halfLifeSeconds", plain.HalfLifeSeconds, 1, 1e9),
            NoticeSeconds = o.Number("noticeSeconds", plain.NoticeSeconds, 0, 1e9),
            RampSeconds = o.Number("rampSeconds", plain.RampSeconds, 0, 1e9),
            MaintenanceMode = o.Text("maintenanceMode", "ramped") == "frozen" ? MaintenanceMode.Frozen : MaintenanceMode.Ramped,
        };
    }

    private static void WritePolicy(Utf8JsonWriter w, PipelinePolicy policy)
    {
        w.WriteString("id", policy.Id);
        w.WriteNumber("horizonMinutes", policy.HorizonMinutes);
        w.WriteNumber("stepMinutes", policy.StepMinutes);
        w.WriteNumber("spikeMultiple", policy.SpikeMultiple);
        if (policy.LookBackMinutes != PipelinePolicy.DefaultLookBackMinutes)
        {
            w.WriteNumber("lookBackMinutes", policy.LookBackMinutes);
        }

        w.WriteStartObject("policy");
        w.WriteString("kind", "parametric");
        w.WriteNumber("quantum", policy.Quantum);
        w.WriteStartObject("parameters");
        w.WriteNumber("confidence", policy.Confidence);
        w.WriteString("measure", policy.Measure == TailMeasure.ValueAtRisk ? "var" : "es");
        w.WriteString("distribution", policy.DegreesOfFreedom is null ? "normal" : "t");
        if (policy.DegreesOfFreedom is double nu)
        {
            w.WriteNumber("degreesOfFreedom", nu);
        }

        w.WriteNumber("maintenanceRatio", policy.MaintenanceRatio);
        if (policy.FixedVolatility is double fixedVolatility)
        {
            w.WriteStartArray("volatilities");
            w.WriteStartObject();
            w.WriteNumber("annualized", fixedVolatility);
            w.WriteEndObject();
            w.WriteEndArray();
        }

        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void WriteSafety(Utf8JsonWriter w, SafetyRules? safety)
    {
        if (safety is null)
        {
            return;
        }

        w.WriteStartObject("safety");
        w.WriteNumber("missRate", safety.MissRate);
        w.WriteNumber("stake", safety.Stake);
        w.WriteNumber("wealth", safety.Wealth);
        w.WriteNumber("missingShare", safety.MissingShare);
        w.WriteNumber("outcomes", safety.Outcomes);
        w.WriteNumber("pValue", safety.PValue);
        if (safety.Drift is { } drift)
        {
            w.WriteStartObject("drift");
            w.WriteNumber("shift", drift.Shift);
            w.WriteNumber("features", drift.Features);
            w.WriteNumber("outlierShare", drift.OutlierShare);
            w.WriteEndObject();
        }

        if (safety.StaleAfter is { } stale)
        {
            w.WriteNumber("staleMinutes", stale.TotalMinutes);
        }

        w.WriteEndObject();
    }

    private static void WriteCoverage(Utf8JsonWriter w, CoverageRules? coverage)
    {
        if (coverage is null)
        {
            return;
        }

        w.WriteStartObject("coverage");
        w.WriteNumber("tail", coverage.Tail);
        w.WriteNumber("rate", coverage.Rate);
        w.WriteNumber("window", coverage.Window);
        w.WriteNumber("fewest", coverage.Fewest);
        w.WriteNumber("lowestScale", coverage.LowestScale);
        w.WriteEndObject();
    }

    private static void WriteOverlay(Utf8JsonWriter w, PipelinePolicy policy)
    {
        OverlayRules o = policy.Overlay;
        w.WriteStartObject("overlay");
        w.WriteNumber("weightMl", o.WeightMl);
        w.WriteNumber("cap", o.Cap);
        w.WriteNumber("maxStep", o.MaxStep);
        w.WriteNumber("stepSeconds", o.StepSeconds);
        w.WriteNumber("halfLifeSeconds", o.HalfLifeSeconds);
        w.WriteNumber("noticeSeconds", o.NoticeSeconds);
        w.WriteNumber("rampSeconds", o.RampSeconds);
        w.WriteString("maintenanceMode", o.MaintenanceMode == MaintenanceMode.Frozen ? "frozen" : "ramped");
        w.WriteEndObject();
    }
}
