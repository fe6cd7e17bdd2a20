namespace Dms.Predictive.Audit;

/// <summary>Recomputes figures from what the record holds; the pipeline implements it.</summary>
public interface IDecisionReplayer
{
    /// <summary>Fingerprint of the machine and program that replay now.</summary>
    public CanonicalObject CurrentEnvironment { get; }

    /// <summary>Recomputes a <c>margin.decided</c> from logged inputs, raw model outputs and policy.</summary>
    /// <param name="decision">The record.</param>
    /// <param name="earlier">Records before it.</param>
    /// <returns>Identical, different, or not replayable with a reason.</returns>
    public ReplayOutcome ReplayMargin(SealedRecord decision, ReplayContext earlier);

    /// <summary>Recomputes a <c>forecast.issued</c> from features and bundle.</summary>
    /// <param name="forecast">The record.</param>
    /// <param name="earlier">Records before it.</param>
    /// <returns>Any verdict; not replayable when the bundle is not at hand.</returns>
    public ReplayOutcome ReplayForecast(SealedRecord forecast, ReplayContext earlier);
}
