namespace Dms.Predictive.Volatility;

/// <summary>Regressors on the scale that a search works on: mean size one, and centred where the link is the
/// logarithm.</summary>
/// <param name="Values">(w − centre) / spread, those of one bar side by side.</param>
/// <param name="Centres">Centre of each regressor; 0 in a linear model, where ω must stay a lower bound.</param>
/// <param name="Spreads">Mean absolute value, or standard deviation under the logarithm.</param>
/// <param name="Fault">Why they cannot be used; null when they can.</param>
internal sealed record RegressorScale(double[] Values, double[] Centres, double[] Spreads, string? Fault)
{
    /// <summary>Number of regressors.</summary>
    public int Count => Spreads.Length;

    public static RegressorScale Of(ReadOnlySpan<double> regressors, int rows, bool centred)
    {
        int count = regressors.Length / rows;
        double[] centres = new double[count], spreads = new double[count], values = regressors.ToArray();
        string? fault = null;
        for (int k = 0; k < count; k++)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(t => values[(t * count) + k])];
            double mean = Presample.Mean(column), deviation = Math.Sqrt(Presample.MeanSquare(column, mean));
            (centres[k], spreads[k]) = centred ? (mean, deviation) : (0, column.Average(Math.Abs));
            fault ??= deviation > 1e-9 * Math.Abs(mean) && double.IsNormal(deviation)
                ? null
                : $"Regressor {k + 1} is constant.";
            for (int t = 0; t < rows && fault is null; t++)
            {
                values[(t * count) + k] = (column[t] - centres[k]) / spreads[k];
            }
        }

        return new(values, centres, spreads, fault);
    }
}
