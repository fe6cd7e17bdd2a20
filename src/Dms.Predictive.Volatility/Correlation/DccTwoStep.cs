namespace Dms.Predictive.Volatility;

/// <summary>Both steps of a DCC fit: a variance model per asset, then the correlations of what they leave.</summary>
/// <param name="Variances">One fit per asset, in the unit of the returns squared.</param>
/// <param name="Correlation">The second step; <see cref="GarchStatus.DegenerateData"/> when a first step did not
/// converge.</param>
/// <param name="State">Correlations after the last bar; null when there is no second step.</param>
public sealed record DccTwoStep(IReadOnlyList<GarchModelFit> Variances, DccFit Correlation, DccState? State)
{
    /// <summary>Fits both steps.</summary>
    /// <param name="returns">Bar after bar, one return per asset, all finite.</param>
    /// <param name="assets">Number of assets; ≥ 2.</param>
    /// <param name="variance">Model of each asset; GARCH(1,1) by default.</param>
    /// <param name="options">Of the second step.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or one is not finite.</exception>
    public static DccTwoStep Fit(
        ReadOnlySpan<double> returns, int assets, GarchModelOptions? variance = null, DccOptions? options = null)
    {
        int bars = ReturnRows.Count(returns, assets);
        double[] standardized = new double[returns.Length], column = new double[bars];
        GarchModelFit[] fits = new GarchModelFit[assets];
        for (int i = 0; i < assets; i++)
        {
            for (int t = 0; t < bars; t++)
            {
                column[t] = returns[(t * assets) + i];
            }

            fits[i] = GarchFamily.Fit(column, variance ?? new());
            double mean = fits[i].Parameters.FirstOrDefault(p => p.Name == "mu")?.Value ?? 0;
            for (int t = 0; t < fits[i].Variances.Count; t++)
            {
                standardized[(t * assets) + i] = (column[t] - mean) / Math.Sqrt(fits[i].Variances[t]);
            }
        }

        int failed = Array.FindIndex(fits, f => f.Status != GarchStatus.Converged);
        if (failed >= 0)
        {
            return new(fits, Dcc.Unfitted(options ?? new(), assets,
                $"The variance model of asset {failed} ended {fits[failed].Status}: {fits[failed].Message}"), null);
        }

        DccFit fit = Dcc.Fit(standardized, assets, options);
        DccState? state = double.IsNaN(fit.A) ? null : fit.Start();
        for (int t = 0; t < bars && state is not null; t++)
        {
            state.Append(standardized.AsSpan(t * assets, assets));
        }

        return new(fits, fit, state);
    }

    /// <summary>Variance of a portfolio over the next bar, w'DRDw; never negative.</summary>
    /// <param name="exposures">w, one per asset, finite; the result has the unit of (w · return)².</param>
    /// <exception cref="InvalidOperationException">There is no second step.</exception>
    public double NextPortfolioVariance(ReadOnlySpan<double> exposures)
    {
        DccState state = State ?? throw new InvalidOperationException(Correlation.Message);
        return state.Next.PortfolioVariance(exposures, [.. Variances.Select(f => Math.Sqrt(f.NextVariance))]);
    }
}
