using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Joint scenarios made of past returns: one column per underlying, one row per moment.</summary>
internal sealed class ReturnScenarios
{
    private readonly Dictionary<string, double[]> _returns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> _moves = new(StringComparer.Ordinal);
    private readonly ReturnKind _kind;

    public ReturnScenarios(IReadOnlyList<ReturnSeries> series, HistoricalParameters parameters)
    {
        _kind = parameters.ReturnKind;
        Count = series[0].Values.Count;
        double root = Math.Sqrt(parameters.HorizonPeriods);
        foreach (ReturnSeries s in series)
        {
            double[] values = [.. s.Values];
            if (parameters.Lambda is double lambda)
            {
                Rescale(values, lambda);
            }

            for (int t = 0; t < values.Length; t++)
            {
                values[t] *= root;
            }

            _returns[s.Underlying] = values;
            _moves[s.Underlying] = Moves(values, 1);
        }
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    public bool Covers(string underlying) => _returns.ContainsKey(underlying);

    /// <summary>Relative price moves of an underlying, one per row, its returns being multiplied by a scale.</summary>
    public double[] MovesOf(string underlying, double scale) =>
        scale == 1 ? _moves[underlying] : Moves(_returns[underlying], scale);

    // Filtered historical simulation (Barone-Adesi, Giannopoulos, Vosper 1999): r/σ·σ_now with σ known before r.
    private static void Rescale(double[] values, double lambda)
    {
        double variance = 0;
        foreach (double r in values)
        {
            variance += r * r;
        }

        variance /= values.Length;
        for (int t = 0; t < values.Length; t++)
        {
            double r = values[t];
            values[t] = variance > 0 ? r / Math.Sqrt(variance) : 0;
            variance = (lambda * variance) + ((1 - lambda) * r * r);
        }

        double now = Math.Sqrt(variance);
        for (int t = 0; t < values.Length; t++)
        {
            values[t] *= now;
        }
    }

    private double[] Moves(double[] returns, double scale)
    {
        double[] moves = new double[returns.Length];
        for (int t = 0; t < moves.Length; t++)
        {
            double r = scale == 1 ? returns[t] : returns[t] * scale;
            moves[t] = _kind == ReturnKind.Log ? PinnedMath.Exp(r) - 1 : r;
        }

        return moves;
    }
}
