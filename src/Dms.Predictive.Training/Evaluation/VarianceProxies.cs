using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>Other measurements of the variance over (t, t + h] from the same one-minute returns: they answer microstructure
/// noise differently, so a ranking that depends on the proxy is not to be trusted.</summary>
internal static class VarianceProxies
{
    /// <summary>Minutes of the longer return.</summary>
    public const int Span = 5;

    /// <summary>
    /// Five-minute realized variance averaged over all starting minutes: every overlapping five-minute return inside the
    /// horizon, squared, scaled by minutes covered. Percent², without floor.
    /// </summary>
    /// <param name="returns">One-minute returns of the horizon, at least five.</param>
    public static double Subsampled(ReadOnlySpan<double> returns)
    {
        int windows = returns.Length - Span + 1;
        double sum = 0;
        for (int first = 0; first < windows; first++)
        {
            double longer = 0;
            for (int i = first; i < first + Span; i++)
            {
                longer += returns[i];
            }

            sum += longer * longer;
        }

        return sum * returns.Length / (Span * (double)windows);
    }

    /// <summary>
    /// Realized kernel with Parzen weights and bandwidth ⌈n^{3/5}/2⌉: realized variance plus weighted autocovariances, so
    /// that bid-ask bounce cancels; never negative. Percent², without floor.
    /// </summary>
    /// <param name="returns">Returns of the horizon, at least one.</param>
    /// <remarks>Barndorff-Nielsen, Hansen, Lunde and Shephard (2008), Econometrica 76(6); without their end-point
    /// averaging, for which ten returns are too few.</remarks>
    public static double Kernel(ReadOnlySpan<double> returns)
    {
        int bandwidth = (int)Math.Ceiling(Math.Pow(returns.Length, 0.6) / 2);
        return RealizedKernel.Of(returns, bandwidth).Value;
    }

    /// <summary>Ranks models by QLIKE on every proxy that the bars allow.</summary>
    /// <param name="returnsOf">One-minute returns of the horizon that follows a row.</param>
    /// <param name="realized">Target by row, floor included.</param>
    /// <param name="floor">Floor, percent².</param>
    /// <param name="held">Forecasts by model id and row.</param>
    /// <param name="order">Model ids by QLIKE on the target, best first.</param>
    public static IReadOnlyList<ProxyRanking> Rank(
        Func<int, ReadOnlyMemory<double>> returnsOf, double[] realized, double floor,
        IReadOnlyDictionary<string, double[]> held, IReadOnlyList<string> order)
    {
        List<ProxyRanking> rankings = [];
        foreach ((string name, Measure measure) in new (string, Measure)[]
        {
            ("5-minute subsampled realized variance", Subsampled), ("realized kernel (Parzen)", Kernel),
        })
        {
            double[] proxy = [.. Enumerable.Range(0, realized.Length).Select(i => measure(returnsOf(i).Span))];
            double mean = proxy.Average();
            if (!(mean > 0))
            {
                continue;
            }

            double scale = (realized.Average() - floor) / mean;
            Dictionary<string, double> loss = held.ToDictionary(
                m => m.Key, m => m.Value.Select((f, i) => ForecastLoss.Qlike((scale * proxy[i]) + floor, f)).Average());
            List<string> ranked = [.. loss.OrderBy(l => l.Value).Select(l => l.Key)];
            rankings.Add(new(name, loss, ranked, ranked.SequenceEqual(order), ranked[0] == order[0]));
        }

        return rankings;
    }

    private delegate double Measure(ReadOnlySpan<double> returns);
}
