namespace Dms.Predictive.Volatility;

/// <summary>Filters the returns of a fit at its parameters in the unit of the returns, as a stream would.</summary>
internal static class FittedFilter
{
    /// <summary>The fit with variances, innovations and the state after the last return.</summary>
    public static GarchModelFit Over(
        GarchModelFit fit, VarianceStart start, ReadOnlySpan<double> returns, ReadOnlySpan<double> realized)
    {
        GarchModelState state = new(GarchModelParameters.Of(fit), start);
        double[] variances = new double[returns.Length], innovations = new double[returns.Length];
        for (int t = 0; t < returns.Length; t++)
        {
            variances[t] = state.NextVariance;
            if (realized.IsEmpty)
            {
                state.Append(returns[t]);
            }
            else
            {
                state.Append(returns[t], realized[t]);
            }

            innovations[t] = state.LastInnovation;
        }

        return fit with
        {
            Start = start,
            Variances = variances,
            Innovations = innovations,
            NextVariance = state.NextVariance,
            End = state.Snapshot(),
        };
    }
}
