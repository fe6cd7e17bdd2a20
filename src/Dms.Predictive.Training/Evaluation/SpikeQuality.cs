using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Quality of the issued spike probability.</summary>
/// <param name="Rows">Decisions judged.</param>
/// <param name="BaseRate">Share of spikes.</param>
/// <param name="PrAuc">Average precision.</param>
/// <param name="BrierSkill">Against the base rate.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal-count bins.</param>
/// <param name="PrAucInterval">Average precision with its stationary-bootstrap 95 % interval.</param>
/// <param name="BrierSkillInterval">Skill with its interval.</param>
/// <param name="BestBaseline">Baseline whose variance ÷ threshold ranks spikes best; empty when there is none.</param>
/// <param name="BestBaselinePrAuc">Its average precision; NaN when there is none.</param>
public sealed record SpikeQuality(
    int Rows, double BaseRate, double PrAuc, double BrierSkill, double CalibrationError, MeanInterval PrAucInterval,
    MeanInterval BrierSkillInterval, string BestBaseline, double BestBaselinePrAuc);

/// <summary>How well spikes are foreseen out of calm: the realized variance of the last ten minutes lies below the
/// 0.90 quantile of the trailing 30 days.</summary>
/// <param name="Rows">Calm decisions judged.</param>
/// <param name="BaseRate">Share of them that a spike follows.</param>
/// <param name="Scores">By score: <c>spike probability</c> first when it was issued, then variance ÷ threshold of every
/// model.</param>
public sealed record OnsetQuality(int Rows, double BaseRate, IReadOnlyList<OnsetScore> Scores);

/// <summary>Ranking of onsets by one score.</summary>
/// <param name="Score">Model id, or <c>spike probability</c>.</param>
/// <param name="PrAuc">Average precision with its 95 % interval.</param>
/// <param name="Lift">Average precision ÷ base rate with its interval; 1 = chance.</param>
public sealed record OnsetScore(string Score, MeanInterval PrAuc, MeanInterval Lift);
