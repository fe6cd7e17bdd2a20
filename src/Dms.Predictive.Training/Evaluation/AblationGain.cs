namespace Dms.Predictive.Training;

/// <summary>What a family of inputs was worth to one model at one horizon.</summary>
/// <param name="Step">Which family, with and without what.</param>
/// <param name="HorizonMinutes">Horizon.</param>
/// <param name="Model">The first learned member, or <c>blend</c>.</param>
/// <param name="Rows">Decisions scored.</param>
/// <param name="QlikeWith">Mean QLIKE with the family.</param>
/// <param name="QlikeWithout">Mean QLIKE without it.</param>
/// <param name="GainPercent">100·(1 − QLIKE with ÷ QLIKE without); positive = the family helps.</param>
/// <param name="GainLow">Lower end of the stationary-bootstrap 95 % interval.</param>
/// <param name="GainHigh">Upper end.</param>
/// <param name="DieboldMariano">Statistic with HLN factor; negative = better with the family.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record AblationGain(
    AblationStep Step, int HorizonMinutes, string Model, int Rows, double QlikeWith, double QlikeWithout,
    double GainPercent, double GainLow, double GainHigh, double DieboldMariano, double PValue)
{
    /// <summary>What the interval says: <c>helps</c>, <c>hurts</c>, or <c>no difference shown</c>.</summary>
    public string Verdict => GainLow > 0 ? "helps" : GainHigh < 0 ? "hurts" : "no difference shown";
}
