namespace Dms.Predictive.Explanation;

/// <summary>Splits the score of a network against a stated baseline row.</summary>
public static class NetworkAttribution
{
    /// <summary>Most inputs of <see cref="BaselineShapley"/>: 2^12 evaluations.</summary>
    public const int MaxShapleyInputs = 12;

    private const int FirstNodes = 64;
    private const int MostNodes = 512;

    /// <summary>Integrated gradients along the straight line from the baseline: (x − b) ∫ ∂y/∂x dt by Gauss–Legendre
    /// with 64 nodes, more (up to 512) while the sum misses y(x) − y(b) by more than 1e-9.</summary>
    /// <param name="network">The network.</param>
    /// <param name="row">x, one finite value per input.</param>
    /// <param name="baseline">b, one finite value per input.</param>
    /// <returns>One part per input, in the score's unit; exactly 0 where x = b.</returns>
    /// <exception cref="ArgumentException">A row has another width.</exception>
    /// <exception cref="AdditivityBreachException">The sum does not close with 512 nodes.</exception>
    public static double[] IntegratedGradients(
        TanhNetwork network, ReadOnlySpan<double> row, ReadOnlySpan<double> baseline)
    {
        RequireWidth(network, row, baseline);
        double change = network.Score(row) - network.Score(baseline);
        double sum = 0;
        for (int nodes = FirstNodes; nodes <= MostNodes; nodes *= 2)
        {
            double[] parts = Integrate(network, row, baseline, GaussLegendre.Of(nodes));
            sum = parts.Sum();
            if (Math.Abs(sum - change) <= AdditivityBreachException.Tolerance)
            {
                return parts;
            }
        }

        throw new AdditivityBreachException(change, sum);
    }

    /// <summary>Exact Shapley values of v(S) = y(x on S, b elsewhere).</summary>
    /// <inheritdoc cref="IntegratedGradients" path="/param"/>
    /// <returns>One part per input, in the score's unit; they sum to y(x) − y(b).</returns>
    /// <exception cref="ArgumentException">A row has another width, or there are more than 12 inputs.</exception>
    public static double[] BaselineShapley(
        TanhNetwork network, ReadOnlySpan<double> row, ReadOnlySpan<double> baseline)
    {
        RequireWidth(network, row, baseline);
        if (network.Inputs > MaxShapleyInputs)
        {
            throw new ArgumentException(
                $"Exact values need at most {MaxShapleyInputs} inputs, found {network.Inputs}.", nameof(network));
        }

        double[] worth = new double[1 << network.Inputs];
        double[] mixed = new double[network.Inputs];
        for (int mask = 0; mask < worth.Length; mask++)
        {
            for (int i = 0; i < mixed.Length; i++)
            {
                mixed[i] = (mask & (1 << i)) != 0 ? row[i] : baseline[i];
            }

            worth[mask] = network.Score(mixed);
        }

        return Coalitions.Shapley(worth);
    }

    private static double[] Integrate(
        TanhNetwork network, ReadOnlySpan<double> row, ReadOnlySpan<double> baseline, GaussLegendre rule)
    {
        double[] parts = new double[row.Length];
        double[] at = new double[row.Length];
        for (int block = 0; block < rule.Blocks; block++)
        {
            for (int lane = 0; lane < 4; lane++)
            {
                double t = rule.Node[block][lane];
                for (int i = 0; i < at.Length; i++)
                {
                    at[i] = baseline[i] + (t * (row[i] - baseline[i]));
                }

                network.AddGradient(at, rule.Weight[block][lane], parts);
            }
        }

        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] *= row[i] - baseline[i];
        }

        return parts;
    }

    private static void RequireWidth(TanhNetwork network, ReadOnlySpan<double> row, ReadOnlySpan<double> baseline)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (row.Length != network.Inputs || baseline.Length != network.Inputs)
        {
            throw new ArgumentException(
                $"The network takes {network.Inputs} values; row and baseline have {row.Length} and {baseline.Length}.",
                nameof(row));
        }
    }
}
