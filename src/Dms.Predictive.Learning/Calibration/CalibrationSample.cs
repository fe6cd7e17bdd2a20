namespace Dms.Predictive.Learning;

/// <summary>Checks what a calibration map is fitted to.</summary>
internal static class CalibrationSample
{
    /// <summary>Counts the positives; refuses unequal lengths, scores that are not finite and a missing kind.</summary>
    public static int Check(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        if (scores.Length != outcomes.Length)
        {
            throw new ArgumentException(
                $"Found {scores.Length} scores and {outcomes.Length} outcomes.", nameof(outcomes));
        }

        int positives = outcomes.Count(true);
        if (positives == 0 || positives == outcomes.Length)
        {
            throw new ArgumentException(
                $"Found {positives} events among {outcomes.Length} outcomes; both kinds are needed.", nameof(outcomes));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]))
            {
                throw new ArgumentException($"Score {i} is {scores[i]}; expected a finite number.", nameof(scores));
            }
        }

        return positives;
    }
}
