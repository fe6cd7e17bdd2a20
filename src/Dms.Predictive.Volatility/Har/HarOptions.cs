using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>What a heterogeneous autoregression has on its right-hand side beside the constant.</summary>
public enum HarVariant
{
    /// <summary>Mean realized variance over each window. Corsi (2009), J. Financial Econometrics 7(2).</summary>
    Har = 0,

    /// <summary>And, at the first window, its product with the demeaned root of realized quarticity, so that a badly
    /// measured variance counts less. Bollerslev, Patton and Quaedvlieg (2016), J. Econometrics 192(1).</summary>
    HarQ,

    /// <summary>The same at every window.</summary>
    HarQFull,

    /// <summary>And the jump part of the first window. Andersen, Bollerslev and Diebold (2007), Review of Economics and
    /// Statistics 89(4).</summary>
    HarJ,

    /// <summary>Continuous and jump parts of every window, apart.</summary>
    HarCJ,

    /// <summary>Upside and downside semivariance in place of the first window. Patton and Sheppard (2015), Review of
    /// Economics and Statistics 97(3).</summary>
    Shar,
}

/// <summary>A heterogeneous autoregression with its rolling window and its refit rule, which are part of the
/// model.</summary>
/// <param name="Variant">Right-hand side.</param>
/// <param name="IsLog">Whether the logarithm of the variance is fitted; in levels the line explodes on crypto.</param>
public sealed record HarOptions(HarVariant Variant = HarVariant.Har, bool IsLog = true)
{
    /// <summary>Windows in periods, shortest first; by default a day, a week and a month of daily periods.</summary>
    public IReadOnlyList<int> Windows { get; init; } = [1, 5, 22];

    /// <summary>Periods ahead that the target sums over; ≥ 1.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Rows of the rolling training window.</summary>
    public int TrainingRows { get; init; } = 1000;

    /// <summary>Periods between two fits; ≥ 1.</summary>
    public int RefitEvery { get; init; } = 22;

    /// <summary>Last training rows whose mean(Y / exp(fit)) scales a log model; meant as 90 days; ≥ 1.</summary>
    public int ScaleRows { get; init; } = 90;

    /// <summary>Ridge penalty on the coefficients of standardised columns, per row; 0 is least squares.</summary>
    public double Ridge { get; init; }

    /// <summary>Further regressors per period, such as another asset's variance or the time of day; they enter as they
    /// are.</summary>
    public int Exogenous { get; init; }

    /// <summary>Refuses what cannot be fitted.</summary>
    /// <exception cref="ArgumentException">Windows are not increasing from ≥ 1, or a count is out of range.</exception>
    internal void Refuse()
    {
        bool increasing = Windows.Count > 0 && Windows[0] >= 1
            && Enumerable.Range(1, Windows.Count - 1).All(i => Windows[i] > Windows[i - 1]);
        if (!increasing)
        {
            throw new ArgumentException($"Windows {string.Join(", ", Windows)} do not increase from at least 1.");
        }

        if (Horizon < 1 || RefitEvery < 1 || Exogenous < 0 || ScaleRows < 1 || TrainingRows < 2)
        {
            throw new ArgumentException(
                "Expected horizon, refit rule and scale rows >= 1, training rows >= 2, exogenous >= 0.");
        }

        Require.FiniteNonNegative(Ridge, "squared standard deviations per row");
    }
}
