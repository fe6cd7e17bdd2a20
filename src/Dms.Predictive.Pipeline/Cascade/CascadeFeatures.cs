using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>What the forecasting rule sees of the past, minute by minute. Training and running use this one.</summary>
/// <param name="garch">GARCH(1,1) of minute returns.</param>
/// <param name="reference">Volatility of a minute that the GARCH filter starts from.</param>
/// <param name="seesBook">Whether depth and open interest are seen; else their columns are 0.</param>
internal sealed class CascadeFeatures(Garch11Parameters garch, double reference, bool seesBook)
{
    /// <summary>Numbers in a row.</summary>
    public const int Count = 6;

    private const double Tiny = 1e-12;
    private const double LeastShare = 0.02;
    private static readonly int[] Spans = [10, 60, 240];

    private readonly Garch11State _garch = new(garch, reference * reference);
    private readonly List<double> _totals = [0];
    private MarketObservation _last;
    private double _depth;

    /// <summary>GARCH variance per minute over the horizon.</summary>
    public double GarchVariance =>
        Garch11.SumForecast(_garch.NextVariance, _garch.Parameters, CascadeModel.Horizon) / CascadeModel.Horizon;

    /// <summary>Takes in a minute.</summary>
    public void Append(MarketObservation seen)
    {
        _garch.Append(seen.LogReturn);
        _totals.Add(_totals[^1] + (seen.LogReturn * seen.LogReturn));
        // Ten minutes of depth average its error out.
        double log = PinnedMath.Log(seen.Depth);
        _depth = _totals.Count == 2 ? log : (0.9 * _depth) + (0.1 * log);
        _last = seen;
    }

    /// <summary>Fills a row: log variance of 10, 60 and 240 minutes and of GARCH, log depth, log of open interest ÷
    /// depth.</summary>
    /// <returns>False until 240 minutes were seen.</returns>
    public bool TryRow(Span<double> row)
    {
        int n = _totals.Count - 1;
        if (n < Spans[^1])
        {
            return false;
        }

        for (int k = 0; k < Spans.Length; k++)
        {
            row[k] = PinnedMath.Log(((_totals[n] - _totals[n - Spans[k]]) / Spans[k]) + Tiny);
        }

        row[3] = PinnedMath.Log(GarchVariance);
        row[4] = seesBook ? _depth : 0;
        row[5] = seesBook ? PinnedMath.Log(LeastShare + (_last.OpenInterest / PinnedMath.Exp(_depth))) : 0;
        return true;
    }
}
