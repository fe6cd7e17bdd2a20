namespace Dms.Predictive.Volatility;

/// <summary>Half-space normal'·θ ≥ bound.</summary>
/// <param name="Name">Name that a result lists when the constraint holds with equality.</param>
/// <param name="Normal">Normal vector, pointing inside.</param>
/// <param name="Bound">Smallest value allowed.</param>
/// <param name="Reach">Share of the way to the bound that one step may go, in (0, 1]; below 1 where the function
/// falls steeply near the bound, so that a quadratic model cannot be trusted that far.</param>
internal sealed record LinearConstraint(string Name, double[] Normal, double Bound, double Reach = 1)
{
    /// <summary>Distance below which one step may go to the bound itself.</summary>
    private const double Near = 1e-7;

    /// <summary>How far toward the bound one step may go.</summary>
    public double Allowance(double slack) => slack > Near ? Reach * slack : slack;

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

    /// <summary>Puts a point exactly on the constraints of a set and on those that it is outside of.</summary>
    public static void Restore(LinearConstraint[] constraints, Span<double> theta, uint set)
    {
        for (int i = 0; i < constraints.Length; i++)
        {
            double slack = constraints[i].Slack(theta);
            if (slack < 0 || (set >> i & 1) != 0)
            {
                double[] normal = constraints[i].Normal;
                double square = 0;
                foreach (double x in normal)
                {
                    square += x * x;
                }

                for (int j = 0; j < normal.Length; j++)
                {
                    theta[j] -= slack / square * normal[j];
                }
            }
        }
    }
}
