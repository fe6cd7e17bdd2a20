using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>A margin was decided: <c>margin.decided</c>.</summary>
public sealed record MarginDecided
{
    /// <summary>Account id: the venue's pseudonym.</summary>
    public required string Account { get; init; }

    /// <summary>Instrument id of an isolated margin; null when <see cref="Portfolio"/> is given.</summary>
    public string? Instrument { get; init; }

    /// <summary>Portfolio id of a netted margin; null when <see cref="Instrument"/> is given.</summary>
    public string? Portfolio { get; init; }

    /// <summary>SHA-256 of the canonical request (positions, prices with quality, parameters), lower-case
    /// hex.</summary>
    public required string Inputs { get; init; }

    /// <summary>The request itself, so that replay needs nothing else; stored as <c>request</c>, or null.</summary>
    public CanonicalValue? Request { get; init; }

    /// <summary>Sequences of the forecasts used; empty only with a <see cref="Fallback"/>.</summary>
    public required IReadOnlyList<long> Forecasts { get; init; }

    /// <summary>Hash of the policy used.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>Decimal places of the quote currency.</summary>
    public required int Places { get; init; }

    /// <summary>Initial margin, quote currency; ≥ <see cref="BaselineInitial"/>.</summary>
    public required decimal Initial { get; init; }

    /// <summary>Maintenance margin, quote currency; ≤ <see cref="Initial"/>.</summary>
    public required decimal Maintenance { get; init; }

    /// <summary>Initial margin without any forecast, quote currency.</summary>
    public required decimal BaselineInitial { get; init; }

    /// <summary>Parts of the initial margin by name, quote currency; they sum to it exactly.</summary>
    public required IReadOnlyDictionary<string, decimal> Components { get; init; }

    /// <summary>Multiplier that drove the policy; ≥ 1.</summary>
    public required double Uplift { get; init; }

    /// <summary>When the initial margin takes effect.</summary>
    public required Timestamp InitialEffectiveAt { get; init; }

    /// <summary>When the maintenance margin takes effect.</summary>
    public required Timestamp MaintenanceEffectiveAt { get; init; }

    /// <summary>Named reason of a fallback, or null.</summary>
    public string? Fallback { get; init; }

    /// <summary>SHA-256 of the margin explanation, lower-case hex; null when none was made.</summary>
    public string? Explanation { get; init; }

    /// <summary>Sequence of the environment record.</summary>
    public required long EnvironmentSequence { get; init; }

    /// <summary>Further fields that replay needs, or null.</summary>
    public CanonicalObject? Extra { get; init; }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor)
    {
        CanonicalObjectBuilder components = new();
        foreach ((string name, decimal part) in Components)
        {
            components.AddMoney(name, part, Places);
        }

        CanonicalObjectBuilder fields = new CanonicalObjectBuilder()
            .Add("account", Account)
            .Add("inputs", Inputs)
            .Add("forecasts", Forecasts)
            .Add("policyHash", PolicyHash)
            .AddMoney("initial", Initial, Places)
            .AddMoney("maintenance", Maintenance, Places)
            .AddMoney("baselineInitial", BaselineInitial, Places)
            .Add("components", components.Build())
            .AddBits("uplift", Uplift)
            .Add("effectiveAt", new CanonicalObjectBuilder()
                .Add("initial", (Timestamp?)InitialEffectiveAt)
                .Add("maintenance", (Timestamp?)MaintenanceEffectiveAt).Build())
            .Add("fallback", Fallback)
            .Add("explanation", Explanation)
            .Add("env", EnvironmentSequence)
            .AddAll(Extra);
        AddIfGiven(fields, "instrument", Instrument is null ? null : CanonicalValue.Of(Instrument));
        AddIfGiven(fields, "portfolio", Portfolio is null ? null : CanonicalValue.Of(Portfolio));
        AddIfGiven(fields, "request", Request);
        return new AuditRecord(RecordKind.MarginDecided, at, actor, fields.Build());
    }

    private static void AddIfGiven(CanonicalObjectBuilder fields, string key, CanonicalValue? value)
    {
        if (value is not null)
        {
            fields.Add(key, value);
        }
    }
}
