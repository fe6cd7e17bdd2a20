using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>GARCH(1,1) with constant or zero mean, fitted by Gaussian quasi maximum likelihood.</summary>
/// <remarks>h_t = ω + α·(r_{t−1} − μ)² + β·h_{t−1}, with ω &gt; 0, α, β ≥ 0 and α + β ≤ 1.
/// Bollerslev (1986), J. Econometrics 31(3), 307–327; Bollerslev and Wooldridge (1992), Econometric Reviews
/// 11(2).</remarks>
public static class Garch11
{
    /// <summary>Fits the model.</summary>
    /// <param name="returns">Oldest first, any unit, all finite.</param>
    /// <param name="options">Mean, start rule and whether standard errors are wanted; null for the defaults.</param>
    /// <returns>Estimates with an honest status; never throws for returns that cannot be fitted.</returns>
    /// <exception cref="ArgumentException">A return is not finite, or the start rule is one of
    /// the family's.</exception>
    /// <remarks>Standardised inside, many starts, active-set Newton with analytic second derivatives, deterministic.
    /// O(n) per pass, at most about a hundred passes.</remarks>
    public static GarchFit Fit(ReadOnlySpan<double> returns, GarchFitOptions? options = null) =>
        options is { Start: not (GarchStart.Backcast or GarchStart.Sample) }
            ? throw new ArgumentException("Garch11 starts by backcast or sample; other rules are the family's.", nameof(options))
            : Garch11Estimator.Fit(returns, options ?? new GarchFitOptions());

    /// <summary>Runs the recursion and returns one conditional variance per return.</summary>
    /// <param name="returns">Oldest first, in the unit of the parameters; the mean is taken off inside.</param>
    /// <param name="p">Parameters.</param>
    /// <param name="startVariance">Conditional variance of the first return; &gt; 0.</param>
    /// <returns>Same length. Element t is known before return t is seen.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The start is not finite and &gt; 0, or a return is not
    /// finite.</exception>
    public static double[] Filter(ReadOnlySpan<double> returns, Garch11Parameters p, double startVariance)
    {
        Garch11State state = new(p, startVariance);
        double[] variances = new double[returns.Length];
        for (int t = 0; t < returns.Length; t++)
        {
            variances[t] = state.NextVariance;
            state.Append(returns[t]);
        }

        return variances;
    }

    /// <summary>Variance expected over the next bars together: Σ_{j=1..steps} E[h_{t+j}], in closed form.</summary>
    /// <param name="nextVariance">h_{t+1}; &gt; 0.</param>
    /// <param name="p">Parameters.</param>
    /// <param name="steps">Bars; ≥ 1.</param>
    /// <remarks>With P = α + β: h·Σ_{j&lt;n} P^j + ω·Σ_{j&lt;n} (1 − P^j)/(1 − P); at P = 1 it is n·h +
    /// ω·n(n−1)/2.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The variance is not &gt; 0 or the steps are below 1.</exception>
    public static double SumForecast(double nextVariance, Garch11Parameters p, int steps)
    {
        Require.FinitePositive(nextVariance, "squared return units");
        ArgumentNullException.ThrowIfNull(p);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double gap = 1 - p.Persistence;
        if (Math.Abs(gap) * steps < 0.5)
        {
            return (nextVariance * BinomialSeries(gap, steps, 1)) + (p.Omega * BinomialSeries(gap, steps, 2));
        }

        double decays = (1 - Math.Pow(p.Persistence, steps)) / gap;
        return (nextVariance * decays) + (p.Omega * (steps - decays) / gap);
    }

    /// <summary>Variance expected for each of the next bars.</summary>
    /// <param name="nextVariance">h_{t+1}; &gt; 0.</param>
    /// <param name="p">Parameters.</param>
    /// <param name="steps">Bars; ≥ 1.</param>
    /// <returns>Element j is E[h_{t+1+j}]; with persistence 1 it grows by ω a bar.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The variance is not &gt; 0 or the steps are below 1.</exception>
    public static double[] Path(double nextVariance, Garch11Parameters p, int steps)
    {
        Require.FinitePositive(nextVariance, "squared return units");
        ArgumentNullException.ThrowIfNull(p);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double[] path = new double[steps];
        path[0] = nextVariance;
        for (int j = 1; j < steps; j++)
        {
            path[j] = p.Omega + (p.Persistence * path[j - 1]);
        }

        return path;
    }

    /// <summary>Σ_{k≥first} C(n,k)·(−gap)^(k−first): the sums of the closed form without their cancellation
    /// near gap = 0.</summary>
    private static double BinomialSeries(double gap, int steps, int first)
    {
        double term = first == 1 ? steps : steps * (steps - 1.0) / 2;
        double sum = 0;
        for (int k = first; k <= steps && Math.Abs(term) > Math.Abs(sum) * 1e-18; k++)
        {
            sum += term;
            term *= -gap * (steps - k) / (k + 1);
        }

        return sum;
    }
}
