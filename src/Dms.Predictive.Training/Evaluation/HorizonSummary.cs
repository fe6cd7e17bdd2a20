namespace Dms.Predictive.Training;

/// <summary>What an evaluation showed for one horizon.</summary>
public sealed record HorizonSummary
{
    /// <summary>Horizon in minutes.</summary>
    public required int HorizonMinutes { get; init; }

    /// <summary>Decisions scored.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean block of the bootstrap, decisions.</summary>
    public required double MeanBlock { get; init; }

    /// <summary>Every model that issued.</summary>
    public required IReadOnlyList<ModelLosses> Models { get; init; }

    /// <summary>Blend against every baseline that issued, the strongest first: the headline is the first.</summary>
    public required IReadOnlyList<BlendGain> Gains { get; init; }

    /// <summary>Thirds and top 5 % of realized variance at the decision.</summary>
    public required IReadOnlyList<SliceLosses> Regimes { get; init; }

    /// <summary>Calendar months.</summary>
    public required IReadOnlyList<SliceLosses> Months { get; init; }

    /// <summary>Regime where the blend looked worst; null without a baseline.</summary>
    public required WorstSlice? WorstRegime { get; init; }

    /// <summary>Month where the blend looked worst; null without a baseline.</summary>
    public required WorstSlice? WorstMonth { get; init; }

    /// <summary>Rankings on other measurements of variance; empty where bars are too long for one.</summary>
    public required IReadOnlyList<ProxyRanking> Proxies { get; init; }

    /// <summary>Spike probability; null where none was issued.</summary>
    public required SpikeQuality? Spike { get; init; }

    /// <summary>Spikes out of calm; null at other horizons or without any.</summary>
    public required OnsetQuality? Onset { get; init; }
}
