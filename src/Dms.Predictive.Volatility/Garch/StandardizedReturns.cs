namespace Dms.Predictive.Volatility;

/// <summary>Returns moved and scaled to mean square one, so that a fit of c·y is the image of the fit of y.</summary>
internal sealed class StandardizedReturns
{
    private const int FewestReturns = 50;
    private const double MostZeros = 0.9;
    private const double LargestShare = 0.99;

    private StandardizedReturns(double[] values, double shift, double scale, string? fault) =>
        (Values, Shift, Scale, Fault) = (values, shift, scale, fault);

    /// <summary>(y − shift) / scale.</summary>
    public double[] Values { get; }

    /// <summary>Mean of the returns, or 0 for the zero-mean model.</summary>
    public double Shift { get; }

    /// <summary>Root mean square around the shift.</summary>
    public double Scale { get; }

    /// <summary>Why the returns cannot carry a variance model; null when they can.</summary>
    public string? Fault { get; }

    /// <exception cref="ArgumentException">A return is not finite.</exception>
    public static StandardizedReturns From(ReadOnlySpan<double> returns, GarchMean mean)
    {
        for (int t = 0; t < returns.Length; t++)
        {
            if (!double.IsFinite(returns[t]))
            {
                throw new ArgumentException($"Return {t} is {returns[t]}; expected a finite number.", nameof(returns));
            }
        }

        if (returns.IsEmpty)
        {
            return new([], 0, 0, $"0 returns; at least {FewestReturns} are needed.");
        }

        double shift = mean == GarchMean.Constant ? Presample.Mean(returns) : 0;
        double scale = Math.Sqrt(Presample.MeanSquare(returns, shift));
        string? fault = FaultOf(returns, shift, scale);
        double[] values = new double[returns.Length];
        for (int t = 0; t < values.Length && fault is null; t++)
        {
            values[t] = (returns[t] - shift) / scale;
        }

        return new(values, shift, scale, fault);
    }

    private static string? FaultOf(ReadOnlySpan<double> returns, double shift, double scale)
    {
        int n = returns.Length;
        if (n < FewestReturns)
        {
            return $"{n} returns; at least {FewestReturns} are needed.";
        }

        double largest = 0;
        int zeros = 0;
        foreach (double y in returns)
        {
            largest = Math.Max(largest, Math.Abs(y - shift));
            zeros += y == 0 ? 1 : 0;
        }

        bool constant = !(scale > 1e-13 * Math.Abs(shift)) || !double.IsNormal(scale * scale);
        return constant ? "The series is constant, or its spread is not a representable number."
            : zeros > MostZeros * n ? $"{zeros} of {n} returns are zero; at most 90 % may be."
            : largest * largest > LargestShare * n * scale * scale
                ? "One return carries more than 99 % of the sum of squares."
                : null;
    }
}
