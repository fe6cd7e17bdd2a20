namespace Dms.Predictive.Margin;

/// <summary>Sample correlations drawn toward 0 by how uncertain they are.</summary>
/// <remarks>Intensity λ = Σ var(r) / Σ r² over pairs, in [0, 1], with var(r) = (1 − r²)²/(n − 1). Schäfer and Strimmer
/// (2005), Stat. Appl. Genet. Mol. Biol. 4(1), 32. (1 − λ)R + λI is positive semidefinite because R is.</remarks>
internal sealed class ShrunkCorrelation
{
    private readonly double[,] _sample;

    /// <param name="series">One per amount, equal length.</param>
    /// <param name="observations">How many independent observations they are worth; &gt; 1.</param>
    public ShrunkCorrelation(IReadOnlyList<double[]> series, double observations)
    {
        int n = series.Count;
        _sample = new double[n, n];
        double uncertainty = 0;
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double r = FactorMoves.Correlation(series[i], series[j]);
                (_sample[i, j], _sample[j, i]) = (r, r);
                uncertainty += (1 - (r * r)) * (1 - (r * r)) / (observations - 1);
                squares += r * r;
                sum += r;
            }
        }

        int pairs = n * (n - 1) / 2;
        Mean = pairs == 0 ? 0 : sum / pairs;
        Intensity = squares == 0 ? 1 : Math.Clamp(uncertainty / squares, 0, 1);
        Count = n;
    }

    /// <summary>Number of amounts.</summary>
    public int Count { get; }

    /// <summary>Mean sample correlation of all pairs; 0 for less than two.</summary>
    public double Mean { get; }

    /// <summary>Share taken off every correlation.</summary>
    public double Intensity { get; }

    /// <summary>One correlation for all pairs, not below what so many amounts can have.</summary>
    public double Equal => Count < 2 ? 0 : Math.Max(EqualCorrelation.Least(Count), (1 - Intensity) * Mean);

    /// <summary>The whole matrix.</summary>
    public double[][] Matrix =>
    [
        .. Enumerable.Range(0, Count).Select(i => Enumerable.Range(0, Count)
            .Select(j => i == j ? 1 : (1 - Intensity) * _sample[i, j]).ToArray()),
    ];
}
