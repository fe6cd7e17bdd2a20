using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>A finished comparison of margin rules.</summary>
/// <param name="Plan">What was run.</param>
/// <param name="Rows">One per rule; the last is the forecast.</param>
public sealed record CascadeComparison(CascadePlan Plan, IReadOnlyList<CascadeRow> Rows)
{
    /// <summary>The forecast's row.</summary>
    public CascadeRow Ours => Rows[^1];

    /// <summary>Differences of the forecast against every other rule, paired by seed.</summary>
    /// <param name="measure">What is compared; lower is better.</param>
    /// <param name="hostile">Whether the runs with adversaries are compared.</param>
    public IReadOnlyList<CascadeDifference> Against(Func<CascadeOutcome, double> measure, bool hostile = false)
    {
        ArgumentNullException.ThrowIfNull(measure);
        IReadOnlyList<CascadeOutcome> Of(CascadeRow row) => hostile ? row.WithAdversaries : row.Plain;
        return [.. Rows.SkipLast(1).Select(r => CascadeDifference.Of(
            r.Rule.Name, [.. Of(Ours).Select(measure)], [.. Of(r).Select(measure)]))];
    }
}

/// <summary>The forecast against another rule on the same seeds.</summary>
/// <param name="Other">The other rule.</param>
/// <param name="Difference">Mean difference, the forecast minus the other; 95 % percentile interval over seeds.</param>
/// <param name="Reduction">1 − mean of the forecast ÷ mean of the other, with its interval; NaN when the other has
/// none.</param>
public sealed record CascadeDifference(string Other, MeanInterval Difference, MeanInterval Reduction)
{
    private const int Draws = 4_000;

    /// <summary>Resamples seeds, both rules together. Seeds are independent: blocks of one.</summary>
    internal static CascadeDifference Of(string other, double[] ours, double[] theirs)
    {
        BootstrapMeans means = BootstrapMeans.Of([ours, theirs], 1, Draws);
        MeanInterval difference = means.IntervalOf(m => m[0] - m[1]);
        bool has = means.Means[1] > 0;
        return new(other, difference, has
            ? means.IntervalOf(m => m[1] > 0 ? 1 - (m[0] / m[1]) : 0)
            : new(double.NaN, double.NaN, double.NaN));
    }
}

/// <summary>What the laboratory's market looks like, over all seeds of one rule.</summary>
/// <param name="Volatility">Standard deviation of a minute's return, annualized fraction.</param>
/// <param name="Kurtosis">Fourth moment ÷ squared variance of minute returns; 3 for a normal market.</param>
/// <param name="HourKurtosis">The same of returns over an hour.</param>
/// <param name="AbsoluteCorrelation">Autocorrelation of |r| at 1, 10 and 60 minutes.</param>
/// <param name="ReturnCorrelation">Autocorrelation of r at 1 minute.</param>
/// <param name="TailIndex">Hill estimate over the largest 1 % of |r|.</param>
/// <param name="Leverage">5 %, 50 % and 95 % quantile of accounts' notional ÷ equity.</param>
public sealed record StylizedFacts(
    double Volatility, double Kurtosis, double HourKurtosis, IReadOnlyList<double> AbsoluteCorrelation,
    double ReturnCorrelation, double TailIndex, IReadOnlyList<double> Leverage)
{
    private const double MinutesPerYear = 525_600;
    private static readonly int[] Lags = [1, 10, 60];

    /// <summary>Measures outcomes; every seed is a market of its own, so no lag crosses from one to the next.</summary>
    /// <param name="outcomes">At least one, with returns.</param>
    public static StylizedFacts Of(IReadOnlyList<CascadeOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        IReadOnlyList<double>[] markets = [.. outcomes.Select(o => o.Returns)];
        double[] all = [.. markets.SelectMany(m => m)];
        IReadOnlyList<double>[] sizes = [.. markets.Select(m => (IReadOnlyList<double>)[.. m.Select(Math.Abs)])];
        double[] leverages = [.. outcomes.SelectMany(o => o.Leverages)];
        double variance = all.Sum(r => r * r) / all.Length;
        return new(
            Math.Sqrt(variance * MinutesPerYear), KurtosisOf(all),
            KurtosisOf([.. markets.SelectMany(m => m.Chunk(60).Where(c => c.Length == 60).Select(c => c.Sum()))]),
            [.. Lags.Select(lag => Correlation(sizes, lag))], Correlation(markets, 1), Hill(all),
            leverages.Length == 0 ? [] : [.. new[] { 0.05, 0.5, 0.95 }.Select(q => Quantile.Of(leverages, q))]);
    }

    private static double KurtosisOf(double[] r)
    {
        double mean = r.Average();
        double second = r.Average(x => (x - mean) * (x - mean));
        return r.Average(x => (x - mean) * (x - mean) * (x - mean) * (x - mean)) / (second * second);
    }

    private static double Correlation(IReadOnlyList<double>[] markets, int lag)
    {
        double mean = markets.SelectMany(m => m).Average();
        double variance = markets.SelectMany(m => m).Average(x => (x - mean) * (x - mean));
        (double sum, long count) = (0, 0);
        foreach (IReadOnlyList<double> m in markets)
        {
            for (int t = lag; t < m.Count; t++)
            {
                sum += (m[t] - mean) * (m[t - lag] - mean);
                count++;
            }
        }

        return sum / count / variance;
    }

    private static double Hill(double[] r)
    {
        double[] ordered = [.. r.Select(Math.Abs)];
        Array.Sort(ordered);
        int tail = Math.Max(2, ordered.Length / 100);
        double threshold = ordered[^(tail + 1)];
        double sum = 0;
        for (int i = ordered.Length - tail; i < ordered.Length; i++)
        {
            sum += PinnedMath.Log(ordered[i] / threshold);
        }

        return tail / sum;
    }
}
