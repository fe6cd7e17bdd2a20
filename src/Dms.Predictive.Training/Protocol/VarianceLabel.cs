using System.Text.Json.Serialization;

namespace Dms.Predictive.Training;

/// <summary>What the trees are trained to foresee; every forecast is judged on realized variance whatever the
/// choice.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VarianceLabel>))]
public enum VarianceLabel
{
    /// <summary>Sum of squared returns: jumps count in full.</summary>
    Realized = 0,

    /// <summary>Bipower variation, π/2·n/(n−1)·Σ|r_i||r_{i−1}|: a lone jump hardly counts, so the trees learn the
    /// lasting part.</summary>
    Bipower,
}
