using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>A variance forecast was issued: <c>forecast.issued</c>.</summary>
public sealed record ForecastIssued
{
    /// <summary>Instrument id.</summary>
    public required string Instrument { get; init; }

    /// <summary>Span that the forecast covers, milliseconds; &gt; 0.</summary>
    public required long HorizonMs { get; init; }

    /// <summary>SHA-256 of the feature schema, lower-case hex.</summary>
    public required string FeatureSchema { get; init; }

    /// <summary>Feature values in schema order; at least one.</summary>
    public required ReadOnlyMemory<double> Features { get; init; }

    /// <summary>Why features are NaN, by feature name; one entry for every NaN.</summary>
    public IReadOnlyDictionary<string, string> Missing { get; init; } = new Dictionary<string, string>();

    /// <summary>Information cut-off of the features.</summary>
    public required Timestamp FeatureTime { get; init; }

    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model that scored, lower-case hex.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Bits of the raw output: <see cref="CanonicalNumber.Bits(double)"/>, 8 digits for a single.</summary>
    public required string Raw { get; init; }

    /// <summary>Calibrated output, in the unit of the raw output.</summary>
    public required double Calibrated { get; init; }

    /// <summary>Variance of every member of the blend, squared fractions over the horizon.</summary>
    public required IReadOnlyDictionary<string, double> Members { get; init; }

    /// <summary>Weight of every member.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>Variance of the blend, squared fraction over the horizon.</summary>
    public required double Blend { get; init; }

    /// <summary>Sequence of the environment record.</summary>
    public required long EnvironmentSequence { get; init; }

    /// <summary>Further fields, or null.</summary>
    public CanonicalObject? Extra { get; init; }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor)
    {
        CanonicalObjectBuilder fields = new CanonicalObjectBuilder()
            .Add("instrument", Instrument)
            .Add("horizonMs", HorizonMs)
            .Add("featureSchema", FeatureSchema)
            .Add("features", Features.ToArray().Select(CanonicalNumber.Bits))
            .Add("featureTime", (Timestamp?)FeatureTime)
            .Add("model", Model)
            .Add("modelSha256", ModelSha256)
            .Add("raw", Raw)
            .AddBits("calibrated", Calibrated)
            .Add("members", BitsByName(Members))
            .Add("weights", BitsByName(Weights))
            .AddBits("blend", Blend)
            .Add("env", EnvironmentSequence)
            .AddAll(Extra);
        if (Missing.Count > 0)
        {
            fields.Add("missing", TextsByName(Missing));
        }

        return new AuditRecord(RecordKind.ForecastIssued, at, actor, fields.Build());
    }

    private static CanonicalObject BitsByName(IReadOnlyDictionary<string, double> values)
    {
        CanonicalObjectBuilder builder = new();
        foreach ((string name, double value) in values)
        {
            builder.AddBits(name, value);
        }

        return builder.Build();
    }

    private static CanonicalObject TextsByName(IReadOnlyDictionary<string, string> values)
    {
        CanonicalObjectBuilder builder = new();
        foreach ((string name, string value) in values)
        {
            builder.Add(name, value);
        }

        return builder.Build();
    }
}
