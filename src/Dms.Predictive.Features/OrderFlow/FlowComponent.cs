using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// Joins the flow of five levels to one number: their first principal component over the last day, found anew at each
/// question from exact window sums, so that it is a function of that day alone.
/// </summary>
/// <remarks>Cont, Cucuringu, Zhang (2023), "Cross-impact of order flow imbalance in equity markets". Loadings are scaled
/// to sum 1 in absolute value; their sum is positive.</remarks>
internal sealed class FlowComponent
{
    private const int Levels = 5;
    private const int Day = 1440;
    private const int Iterations = 64;

    private readonly MaskedRing[] _flows;
    private readonly MaskedRing[] _products;
    private readonly double[] _loadings = new double[Levels];
    private readonly double[] _next = new double[Levels];
    private readonly double[] _covariance = new double[Levels * Levels];
    private bool _found;

    /// <param name="ring">Makes a ring that is fed each minute.</param>
    /// <param name="flow">Flow of a level in the newest minute, in depths.</param>
    public FlowComponent(Func<int, double, Func<double>, MaskedRing> ring, Func<int, double> flow)
    {
        _flows = [.. Enumerable.Range(0, Levels).Select(a => ring(30, 1e3, () => flow(a)))];
        _products =
        [
            .. from a in Enumerable.Range(0, Levels)
               from b in Enumerable.Range(0, Levels)
               where b >= a
               select ring(24, 1e6, () => flow(a) * flow(b)),
        ];
    }

    /// <summary>A minute came: the loadings must be found anew.</summary>
    public void Forget() => _found = false;

    /// <summary>Mean over a window of the component; NaN with too few minutes.</summary>
    public double Mean(int window)
    {
        if (!_found)
        {
            Find();
            _found = true;
        }

        double sum = 0;
        for (int level = 0; level < Levels; level++)
        {
            sum += _loadings[level] * _flows[level].Mean(window);
        }

        return sum;
    }

    private void Find()
    {
        Array.Fill(_loadings, 1.0 / Levels);
        for (int a = 0; a < Levels; a++)
        {
            for (int b = a; b < Levels; b++)
            {
                _covariance[(a * Levels) + b] = _covariance[(b * Levels) + a] = Covariance(a, b);
            }
        }

        for (int i = 0; i < Iterations; i++)
        {
            double size = Step();
            if (!(size > 0))
            {
                Array.Fill(_loadings, double.NaN);
                return;
            }
        }

        double total = _loadings.Sum();
        for (int level = 0; total < 0 && level < Levels; level++)
        {
            _loadings[level] = -_loadings[level];
        }
    }

    private double Step()
    {
        double size = 0;
        for (int a = 0; a < Levels; a++)
        {
            _next[a] = 0;
            for (int b = 0; b < Levels; b++)
            {
                _next[a] += _covariance[(a * Levels) + b] * _loadings[b];
            }

            size += Math.Abs(_next[a]);
        }

        for (int a = 0; a < Levels; a++)
        {
            _loadings[a] = _next[a] / size;
        }

        return size;
    }

    private double Covariance(int a, int b) =>
        _products[(a * Levels) - (a * (a - 1) / 2) + b - a].Mean(Day) - (_flows[a].Mean(Day) * _flows[b].Mean(Day));
}
