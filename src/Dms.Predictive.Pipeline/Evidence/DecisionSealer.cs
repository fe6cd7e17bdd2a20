using System.Buffers;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>Writes forecasts and margins into the record, with all that replay needs.</summary>
public sealed class DecisionSealer
{
    private const string Actor = "system:pipeline";
    private const int Places = 2;

    private readonly PipelineSettings _settings;
    private readonly Func<AuditRecord, long> _append;
    private readonly string _policyHash;
    private long _environment;
    private long _lastForecast;
    private long _lastSpike;
    private readonly Dictionary<string, long> _overrides = new(StringComparer.Ordinal);

    /// <summary>Opens the log: what it is, where it runs, which policy holds.</summary>
    /// <param name="settings">Instrument, policy, log id, fingerprint.</param>
    /// <param name="append">Takes a record and gives its sequence; a new log.</param>
    /// <param name="at">Time of the opening records.</param>
    public DecisionSealer(PipelineSettings settings, Func<AuditRecord, long> append, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(append);
        (_settings, _append) = (settings, append);
        _policyHash = PipelinePolicyJson.Hash(settings.Policy);
        _append(new LogOpened
        {
            Log = settings.LogId,
            ProductVersion = typeof(DecisionSealer).Assembly.GetName().Version!.ToString(3),
            ProductCommit = null,
            PolicyHash = _policyHash,
        }.ToRecord(at, Actor));
        SealEnvironment(settings.Fingerprint, at);
        _append(new PolicyChanged
        {
            Id = settings.Policy.Id,
            Hash = _policyHash,
            EffectiveAt = at,
            Extra = new CanonicalObjectBuilder().Add("policy", PipelinePolicyJson.Canonical(settings.Policy)).Build(),
        }.ToRecord(at, Actor));
    }

    /// <summary>Records the machine and program that go on from here.</summary>
    public void SealEnvironment(CanonicalObject fingerprint, Timestamp at) =>
        _environment = _append(new EnvironmentRecorded(fingerprint).ToRecord(at, Actor));

    /// <summary>Records that a model went into service.</summary>
    public void Register(ForecastModel model, Timestamp at) => _append(new ModelRegistered
    {
        Model = model.Identity.Id,
        Version = model.Identity.Version,
        Sha256 = model.Identity.Sha256,
        ManifestSha256 = model.Identity.ManifestSha256,
        Alias = "champion",
        Reason = model.Identity.Verified ? "refit" : "unverified: may not raise margin",
    }.ToRecord(at, Actor));

    /// <summary>Seals the forecasts issued with an outlook; margins after it refer to them.</summary>
    public void SealForecasts(MarketOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        _lastForecast = outlook.Issued is null ? _lastForecast : _append(ForecastOf(outlook.Issued).ToRecord(outlook.AsOf, Actor));
        _lastSpike = outlook.IssuedSpike is not null ? _append(ForecastOf(outlook.IssuedSpike).ToRecord(outlook.AsOf, Actor))
            : outlook.Spike is null ? 0
            : _lastSpike;
    }

    /// <summary>Seals the early warnings raised with an outlook: level, score with its terms, thresholds.</summary>
    public void SealAlerts(MarketOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        foreach (RaisedAlert alert in outlook.Alerts)
        {
            AlertThresholds thresholds = outlook.Alert.Thresholds!;
            _append(new AuditRecord(RecordKind.AlertRaised, outlook.AsOf, Actor, new CanonicalObjectBuilder()
                .Add("instrument", _settings.Instrument)
                .Add("level", alert.Level.ToString())
                .Add("barKnownAt", (Timestamp?)Timestamp.FromMinutes(alert.Minute))
                .AddBits("score", alert.Reading.Score)
                .AddBits("fromReturns", alert.Reading.FromReturns)
                .AddBits("fromForecast", alert.Reading.FromForecast)
                .AddBits("watch", thresholds.Watch)
                .AddBits("raise", thresholds.Raise)
                .AddBits("cap", thresholds.Cap)
                .Build()));
        }
    }

    /// <summary>Seals that the learned part switched itself off with an outlook, and why.</summary>
    public void SealSafety(MarketOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        if (outlook.SafetyTrip is string reason)
        {
            CanonicalObjectBuilder kill = new CanonicalObjectBuilder().Add("what", _settings.Instrument).Add("reasons", [reason]);
            if (outlook.SafetyFinding is { } finding)
            {
                kill.Add("value", finding.Value).Add("limit", finding.Limit);
            }

            _append(new AuditRecord(RecordKind.KillOn, outlook.AsOf, Actor, kill.Build()));
        }
    }

    /// <summary>Seals that an override came into force or ended. What never came into force leaves no record.</summary>
    /// <param name="held">The override after the change.</param>
    /// <param name="at">Journaled time.</param>
    public void SealOverride(HeldOverride held, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.State == OverrideState.InForce && !_overrides.ContainsKey(held.Id))
        {
            _overrides[held.Id] = _append(new OverrideSet
            {
                Id = held.Id,
                Scope = held.Order.Scope,
                Factor = held.Order.Factor,
                Why = held.Order.Why,
                Until = held.Order.Until,
                Approvals = held.Approvals,
            }.ToRecord(at, held.Approvals[^1].Actor));
        }
        else if (held.State is OverrideState.Expired or OverrideState.Withdrawn && _overrides.Remove(held.Id, out long set))
        {
            bool over = held.State == OverrideState.Expired;
            _append(new OverrideExpired
            {
                Set = set,
                Id = held.Id,
                Scope = held.Order.Scope,
                Until = held.Order.Until,
                Reason = over ? OverrideExpired.Expired : OverrideExpired.Withdrawn,
                Approvals = over ? [] : held.EndedBy,
            }.ToRecord(at, over ? Actor : held.EndedBy[^1].Actor));
        }
    }

    /// <summary>Seals a challenger's forecast: it is in the record, and no margin refers to it.</summary>
    public void SealShadow(IssuedForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ForecastIssued record = ForecastOf(forecast);
        CanonicalObject extra = new CanonicalObjectBuilder().AddAll(record.Extra).Add("alias", "challenger").Build();
        _append((record with { Extra = extra }).ToRecord(forecast.AsOf, Actor));
    }

    /// <summary>Seals a margin under the outlook sealed last.</summary>
    public MarginDecision Seal(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        MarketOutlook outlook = evidence.Outlook;
        long sequence = _append(MarginOf(evidence, [.. ((long[])[_lastForecast, _lastSpike]).Where(s => s > 0)])
            .ToRecord(outlook.AsOf, Actor));
        return new MarginDecision
        {
            AsOf = outlook.AsOf,
            Price = outlook.Price,
            Requirement = evidence.Margin,
            BaselineInitial = evidence.BaselineInitial,
            Reference = outlook.Reference,
            Coverage = outlook.Coverage,
            Risk = evidence.Risk,
            Moves = outlook.Moves,
            Forecast = outlook.Issued,
            Spike = outlook.IssuedSpike?.Spike,
            Fallback = evidence.Fallback,
            Reasons = evidence.Reasons,
            Sequence = sequence,
        };
    }

    private ForecastIssued ForecastOf(IssuedForecast f)
    {
        CanonicalObjectBuilder extra = new CanonicalObjectBuilder()
            .Add("lnMembers", f.LnMembers.Select(CanonicalNumber.Bits))
            .Add("poolWeights", f.PoolWeights.Select(CanonicalNumber.Bits))
            .Add("rawScores", f.RawScores.Select(CanonicalNumber.Bits))
            .AddBits("lnLevel", f.LnLevel)
            .AddBits("lnEwma", f.LnEwma)
            .AddBits("lnBlend", f.LnBlend);
        if (f.Spike is not null)
        {
            extra.AddBits("spikeProbability", f.Spike.Probability).AddBits("spikeThreshold", f.Spike.ThresholdPercentSquared);
        }

        if (f.BlendReason is not null)
        {
            extra.Add("blendReason", CanonicalValue.Of(f.BlendReason));
        }

        Dictionary<string, string> missing = [];
        for (int i = 0; i < f.Row.Schema.Count; i++)
        {
            if (double.IsNaN(f.Row.Values.Span[i]))
            {
                missing[f.Row.Schema.Features[i].Name] = "warm-up";
            }
        }

        return new ForecastIssued
        {
            Instrument = _settings.Instrument,
            HorizonMs = f.HorizonMinutes * 60_000L,
            FeatureSchema = f.Row.Schema.Hash,
            Features = f.Row.Values,
            Missing = missing,
            FeatureTime = f.Row.AsOf,
            Model = f.Model.Id,
            ModelSha256 = f.Model.Sha256,
            Raw = CanonicalNumber.Bits(f.RawScores[0]),
            Calibrated = f.LnMembers[2],
            Members = f.Members.Zip(f.LnMembers).Where(p => double.IsFinite(p.Second)).ToDictionary(p => p.First, p => Variance(p.Second)),
            Weights = f.Members.Zip(f.PoolWeights).ToDictionary(p => p.First, p => p.Second),
            Blend = Variance(f.LnBlend),
            EnvironmentSequence = _environment,
            Extra = extra.Build(),
        };
    }

    private MarginDecided MarginOf(Evidence e, List<long> forecasts)
    {
        MarginRequirement m = e.Margin;
        string request = RequestText(e.Request);
        return new MarginDecided
        {
            Account = e.Request.Account.Id,
            Instrument = _settings.Instrument,
            Inputs = CanonicalJson.Hash(Encoding.UTF8.GetBytes(request)),
            Request = CanonicalValue.Of(request),
            Forecasts = forecasts,
            PolicyHash = _policyHash,
            Places = Places,
            Initial = m.Initial,
            Maintenance = m.Maintenance,
            BaselineInitial = e.BaselineInitial,
            Components = m.Components.ToDictionary(c => c.Name.ToString(), c => c.Initial),
            Uplift = m.Overlay!.Multiplier,
            InitialEffectiveAt = e.Request.AsOf,
            MaintenanceEffectiveAt = m.AnnouncedNext?.At ?? e.Request.AsOf,
            Fallback = e.Fallback,
            Explanation = e.Reasons is null ? null : ReasonsHash(e.Reasons),
            EnvironmentSequence = _environment,
            Extra = ExtraOf(e),
        };
    }

    /// <summary>The request as the canonical text that is stored and hashed.</summary>
    internal static string RequestText(MarginRequest request)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            MarginRequestWriter.Write(writer, request);
        }

        return Encoding.UTF8.GetString(CanonicalJson.Rewrite(buffer.WrittenMemory));
    }

    private static double Variance(double lnPercentSquared) =>
        PinnedMath.Exp(lnPercentSquared) / PeriodVariance.PercentSquaredPerUnit;

    private CanonicalObject? ExtraOf(Evidence e)
    {
        CanonicalObjectBuilder extra = new();
        IReadOnlyList<HeldOverride> overrides = OverrideEffect.Covering(e.Outlook.Overrides, e.Request.Account.Id, _settings.Instrument);
        if (overrides.Count > 0)
        {
            extra.Add("overrides", overrides.Select(o => _overrides[o.Id]).Order())
                .AddMoney("overrideEffect", e.Margin.Operators.Sum(o => o.Effect), Places);
        }

        if (e.Reasons is not null)
        {
            extra.AddAll(ReasonsObject(e.Reasons));
        }

        if (e.Outlook.Coverage is CoverageState c)
        {
            extra.Add("coverage", new CanonicalObjectBuilder()
                .AddBits("scale", c.Scale).AddBits("multiplier", c.Multiplier).AddBits("tail", c.Tail)
                .Add("outcomes", CanonicalValue.Of(c.Outcomes)).Build());
        }

        if (e.Risk is AccountRisk risk)
        {
            extra.Add("risk", new CanonicalObjectBuilder()
                .AddBits("belowMaintenance", risk.BelowMaintenance).AddBits("belowZero", risk.BelowZero)
                .AddBits("sigmaPercent", e.Outlook.Moves!.SigmaPercent)
                .Add("outcomes", CanonicalValue.Of(risk.Outcomes)).Build());
        }

        return extra.Build() is { Keys.Count: > 0 } built ? built : null;
    }

    private static CanonicalObject ReasonsObject(UpliftAttribution reasons)
    {
        CanonicalObjectBuilder parts = new();
        foreach (UpliftPart part in reasons.Parts)
        {
            parts.AddMoney(part.Name, part.Booked, Places);
        }

        CanonicalObjectBuilder named = new CanonicalObjectBuilder().Add("reasons", parts.Build());
        return (reasons.Mode is { } mode ? named.Add("reasonsMode", mode) : named).Build();
    }

    private static string ReasonsHash(UpliftAttribution reasons) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(ReasonsObject(reasons).ToBytes()));
}
