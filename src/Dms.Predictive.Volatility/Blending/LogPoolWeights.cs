namespace Dms.Predictive.Volatility;

/// <summary>ln f = intercept + Σ weight·ln f_m: a geometric mean of variance forecasts.</summary>
/// <param name="Intercept">a, the scale that is best under QLIKE, as a logarithm.</param>
/// <param name="Weights">One per member, ≥ 0.</param>
public sealed record LogPoolWeights(double Intercept, double[] Weights)
{
    /// <summary>Combines forecasts of all members.</summary>
    /// <param name="lnForecasts">ln f_m, one per member.</param>
    /// <returns>ln f.</returns>
    /// <exception cref="ArgumentException">The number of forecasts is not the number of members.</exception>
    public double Combine(ReadOnlySpan<double> lnForecasts)
    {
        RefuseLength(lnForecasts.Length);
        double sum = Intercept;
        for (int m = 0; m < Weights.Length; m++)
        {
            sum += Weights[m] * lnForecasts[m];
        }

        return sum;
    }

    /// <summary>Combines the members at hand; their weights grow in proportion so that the sum stays.</summary>
    /// <param name="lnForecasts">ln f_m, one per member; ignored where not present.</param>
    /// <param name="present">Which members issued.</param>
    /// <returns>ln f.</returns>
    /// <exception cref="ArgumentException">A length is not the number of members.</exception>
    /// <exception cref="InvalidOperationException">No member is present: the caller must fall back.</exception>
    public double Combine(ReadOnlySpan<double> lnForecasts, ReadOnlySpan<bool> present)
    {
        RefuseLength(lnForecasts.Length);
        double[] weights = Renormalize(present);
        double sum = Intercept;
        for (int m = 0; m < weights.Length; m++)
        {
            sum += present[m] ? weights[m] * lnForecasts[m] : 0;
        }

        return sum;
    }

    /// <summary>Weights when some members are missing: 0 for those, the rest scaled up so that the sum stays.</summary>
    /// <param name="present">Which members issued.</param>
    /// <returns>New weights; equal shares when all present members had weight 0.</returns>
    /// <exception cref="ArgumentException">The length is not the number of members.</exception>
    /// <exception cref="InvalidOperationException">No member is present.</exception>
    public double[] Renormalize(ReadOnlySpan<bool> present)
    {
        RefuseLength(present.Length);
        double all = 0, kept = 0;
        int count = 0;
        for (int m = 0; m < Weights.Length; m++)
        {
            all += Weights[m];
            kept += present[m] ? Weights[m] : 0;
            count += present[m] ? 1 : 0;
        }

        if (count == 0)
        {
            throw new InvalidOperationException("No member issued a forecast; there is nothing to combine.");
        }

        double[] weights = new double[Weights.Length];
        for (int m = 0; m < weights.Length; m++)
        {
            weights[m] = !present[m] ? 0
                : count == weights.Length ? Weights[m]
                : kept > 0 ? Weights[m] * (all / kept) : all / count;
        }

        return weights;
    }

    private void RefuseLength(int length)
    {
        if (length != Weights.Length)
        {
            throw new ArgumentException($"Found {length} members, expected {Weights.Length}.");
        }
    }
}
