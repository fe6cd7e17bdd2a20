namespace Dms.Predictive.Learning;

/// <summary>A map from a score to a probability that never falls when the score rises.</summary>
public interface ICalibrationMap
{
    /// <summary>Probability of a score, in [0, 1].</summary>
    /// <param name="score">Any number; NaN gives NaN, which no caller may take for calm.</param>
    public double Apply(double score);
}
