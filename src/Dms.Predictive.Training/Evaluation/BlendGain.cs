namespace Dms.Predictive.Training;

/// <summary>How the blend compares with one baseline.</summary>
/// <param name="Baseline">Model id of the baseline.</param>
/// <param name="GainPercent">100·(1 − QLIKE of blend ÷ QLIKE of baseline).</param>
/// <param name="GainLow">Lower end of the stationary-bootstrap 95 % interval of the ratio.</param>
/// <param name="GainHigh">Upper end.</param>
/// <param name="DieboldMariano">Statistic with HLN factor; negative = blend is better.</param>
/// <param name="PValue">Two-sided.</param>
/// <param name="ConditionalPValue">Giacomini-White: small = the loss difference can be foreseen. NaN when the
/// differences hardly vary.</param>
/// <param name="SuperiorPValue">Hansen's consistent p-value that no model at all beats this baseline; small = it is
/// beaten even when the number of models is allowed for.</param>
public sealed record BlendGain(
    string Baseline, double GainPercent, double GainLow, double GainHigh, double DieboldMariano, double PValue,
    double ConditionalPValue, double SuperiorPValue);
