namespace Dms.Predictive.Explanation;

/// <summary>Contributions that do not sum to the score. An attribution that does not add up is not published.</summary>
public sealed class AdditivityBreachException : Exception
{
    /// <summary>Largest accepted |expected value + Σ contributions − score| per unit of max(1, |score|).</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Reports a breach.</summary>
    /// <param name="score">What the evaluator says, in the score's unit.</param>
    /// <param name="sum">Expected value plus contributions, in the score's unit.</param>
    public AdditivityBreachException(double score, double sum)
        : base($"Expected value and contributions sum to {sum:R}, the score is {score:R}; allowed gap "
            + $"{Tolerance:R}·max(1, |score|). The attribution is withheld.") => (Score, Sum) = (score, sum);

    /// <summary>Score of the evaluator.</summary>
    public double Score { get; }

    /// <summary>Expected value plus contributions.</summary>
    public double Sum { get; }

    /// <summary>Throws unless the sum meets the score; NaN never does.</summary>
    /// <exception cref="AdditivityBreachException">It does not.</exception>
    public static void ThrowIfApart(double score, double sum)
    {
        if (!(Math.Abs(sum - score) <= Tolerance * Math.Max(1.0, Math.Abs(score))))
        {
            throw new AdditivityBreachException(score, sum);
        }
    }
}
