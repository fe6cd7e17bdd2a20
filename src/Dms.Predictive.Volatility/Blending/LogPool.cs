namespace Dms.Predictive.Volatility;

/// <summary>Fits the weights of a log pool of variance forecasts under QLIKE.</summary>
public static class LogPool
{
    private const int MostMembers = 10;

    /// <summary>Minimises mean QLIKE(Y, exp(a + Σ w·ln f)) + κ‖w − 1/M‖² inside the constraints; a is free.</summary>
    /// <param name="lnForecastsByMember">One array of ln forecasts per member, same length each, all finite;
    /// 1 to 10 members.</param>
    /// <param name="realized">Outcomes Y &gt; 0, one per forecast.</param>
    /// <param name="o">Floor, ridge and range of the sum.</param>
    /// <returns>Intercept and weights; deterministic.</returns>
    /// <exception cref="ArgumentException">Shapes, values or options are out of range; the message says
    /// which.</exception>
    /// <exception cref="InvalidOperationException">The search stopped before the first-order conditions
    /// held.</exception>
    /// <remarks>Convex once a is solved for; Newton steps with exact constraints. O(rows·members²) a step.
    /// QLIKE: Patton (2011), J. Econometrics 160(1), 246–256.</remarks>
    public static LogPoolWeights Fit(double[][] lnForecastsByMember, double[] realized, LogPoolOptions o)
    {
        ArgumentNullException.ThrowIfNull(lnForecastsByMember);
        ArgumentNullException.ThrowIfNull(realized);
        ArgumentNullException.ThrowIfNull(o);
        RefuseMembers(lnForecastsByMember, realized);
        int members = lnForecastsByMember.Length;
        RefuseOptions(o, members);
        LogPoolObjective objective = new(lnForecastsByMember, realized, o.Ridge);
        NewtonEnd end = new ActiveSetNewton(objective, Constraints(o, members)).Maximize(Start(o, members));
        return end.Outcome is NewtonOutcome.FirstOrder or NewtonOutcome.Singular
            ? new(objective.Intercept(end.Theta), end.Theta)
            : throw new InvalidOperationException(
                $"The pool's weights did not converge: {end.Outcome}, gradient norm {end.GradientNorm:G3}.");
    }

    private static LinearConstraint[] Constraints(LogPoolOptions o, int members)
    {
        List<LinearConstraint> constraints = [];
        for (int m = 0; m < members; m++)
        {
            double[] normal = new double[members];
            normal[m] = 1;
            constraints.Add(new($"weight {m}", normal, m == o.FloorMember ? o.Floor : 0));
        }

        constraints.Add(new("sum", [.. Enumerable.Repeat(1.0, members)], o.SumMin));
        constraints.Add(new("sum", [.. Enumerable.Repeat(-1.0, members)], -o.SumMax));
        return [.. constraints];
    }

    /// <summary>Equal weights, lifted to the floor, with a sum in the middle of its range.</summary>
    private static double[] Start(LogPoolOptions o, int members)
    {
        double sum = Math.Clamp(1, o.SumMin, o.SumMax);
        double[] weights = [.. Enumerable.Repeat(sum / members, members)];
        if (o.FloorMember >= 0 && weights[o.FloorMember] < o.Floor)
        {
            Array.Fill(weights, (sum - o.Floor) / Math.Max(1, members - 1));
            weights[o.FloorMember] = o.Floor;
        }

        return weights;
    }

    private static void RefuseMembers(double[][] lnForecasts, double[] realized)
    {
        if (lnForecasts.Length is < 1 or > MostMembers || realized.Length == 0)
        {
            throw new ArgumentException(
                $"Found {lnForecasts.Length} members and {realized.Length} outcomes; "
                + $"expected 1 to {MostMembers} and some.");
        }

        for (int m = 0; m < lnForecasts.Length; m++)
        {
            if (lnForecasts[m].Length != realized.Length || !lnForecasts[m].All(double.IsFinite))
            {
                throw new ArgumentException(
                    $"Member {m} needs {realized.Length} finite ln forecasts.", nameof(lnForecasts));
            }
        }

        if (!realized.All(y => double.IsFinite(y) && y > 0))
        {
            throw new ArgumentException("Every outcome must be finite and > 0.", nameof(realized));
        }
    }

    private static void RefuseOptions(LogPoolOptions o, int members)
    {
        bool sums = o.SumMin >= 0 && o.SumMax >= o.SumMin && o.SumMax > 0 && double.IsFinite(o.SumMax);
        bool floor = o.FloorMember >= -1 && o.FloorMember < members && o.Floor >= 0;
        bool ridge = o.Ridge >= 0 && double.IsFinite(o.Ridge);
        if (!sums || !floor || !ridge || o.Floor > Math.Clamp(1, o.SumMin, o.SumMax))
        {
            throw new ArgumentException($"Impossible options for {members} members: {o}.", nameof(o));
        }
    }
}
