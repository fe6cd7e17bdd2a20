namespace Dms.Predictive.Volatility;

/// <summary>Half-space normal'·θ ≥ bound.</summary>
/// <param name="Name">Name that a result lists when the constraint holds with equality.</param>
/// <param name="Normal">Normal vector, pointing inside.</param>
/// <param name="Bound">Smallest value allowed.</param>
internal sealed record LinearConstraint(string Name, double[] Normal, double Bound)
{
    /// <summary>How far inside a point lies; ≥ 0 when feasible.</summary>
    public double Slack(ReadOnlySpan<double> theta)
    {
        double sum = -Bound;
        for (int j = 0; j < Normal.Length; j++)
        {
            sum += Normal[j] * theta[j];
        }

        return sum;
    }
}
