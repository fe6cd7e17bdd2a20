using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Frozen models of one horizon.</summary>
/// <param name="Baselines">EWMA, GARCH, HAR.</param>
/// <param name="Learned">Learned members; the first scores spikes.</param>
/// <param name="Pool">Weights over har, garch and the learned members, in this order.</param>
/// <param name="Spike">Gives the probability of a spike; null when the horizon has none.</param>
/// <param name="OneScoreSpike">Likewise for bundles of the first schema: a map of one score.</param>
public sealed record HorizonModel(
    BaselineModel Baselines, IReadOnlyList<LearnedMember> Learned, LogPoolWeights Pool, LogitHead? Spike,
    PlattMap? OneScoreSpike = null)
{
    /// <summary>How its inputs were distributed in training; null in a bundle that does not say.</summary>
    public DriftReference? Drift { get; init; }

    /// <summary>Names and guard of the blend.</summary>
    public BlendMembers Blend => Baselines.BlendOf(Learned.Select(l => l.Id));
}

/// <summary>Who a model is, for records and gates.</summary>
/// <param name="Id">Bundle id.</param>
/// <param name="Version">Bundle version.</param>
/// <param name="Sha256">SHA-256 of the model that scores.</param>
/// <param name="ManifestSha256">SHA-256 of the manifest.</param>
/// <param name="Verified">Whether files, signature and golden rows were checked.</param>
public sealed record ModelIdentity(string Id, string Version, string Sha256, string ManifestSha256, bool Verified);

/// <summary>Everything a forecast needs besides the market, frozen until the next refit.</summary>
public sealed record ForecastModel
{
    /// <summary>Who it is.</summary>
    public required ModelIdentity Identity { get; init; }

    /// <summary>Hash of the scorer row that the trees expect.</summary>
    public required string RowSchemaHash { get; init; }

    /// <summary>Open time of the bar at which the return filter starts; later when history begins later.</summary>
    public required Timestamp FilterFrom { get; init; }

    /// <summary>Variance at which the GARCH recursion starts, percent² per bar.</summary>
    public required double GarchStartVariance { get; init; }

    /// <summary>Half-lives of the EWMAs in bars.</summary>
    public required IReadOnlyList<double> EwmaHalfLivesBars { get; init; }

    /// <summary>Weight of ln gbdt against ln garch in the one score of the first schema; otherwise null.</summary>
    public double? OneScoreWeight { get; init; }

    /// <summary>How the blend learns between refits.</summary>
    public OnlineBlendOptions Online { get; init; } = new();

    /// <summary>Models by horizon, shortest first.</summary>
    public required IReadOnlyList<HorizonModel> Horizons { get; init; }

    /// <summary>The model whose horizon a margin policy covers.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public HorizonModel For(int horizonMinutes) =>
        Horizons.FirstOrDefault(h => h.Baselines.HorizonMinutes == horizonMinutes)
        ?? throw new ArgumentException(
            $"The model forecasts {string.Join(", ", Horizons.Select(h => h.Baselines.HorizonMinutes))} min, not {horizonMinutes}.",
            nameof(horizonMinutes));
}
