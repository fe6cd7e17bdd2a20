using Dms.Predictive.Core;

namespace Dms.Predictive.Features;

/// <summary>
/// The level of 10-minute realized variance that counts as a spike: the 0.99 quantile, linearly interpolated, of its
/// values at the decision times of the trailing 30 days, the newest included; defined after 5 days.
/// </summary>
public sealed class SpikeThreshold
{
    /// <summary>Quantile level.</summary>
    public const double Level = 0.99;

    private const int WindowMinutes = 30 * 1440;
    private const int MinimumMinutes = 5 * 1440;

    private readonly double[] _sorted;
    private readonly double[] _ring;
    private readonly int _minimum;
    private long _count;

    /// <summary>Starts without history.</summary>
    /// <param name="stepMinutes">Spacing of decision times; ≥ 1.</param>
    public SpikeThreshold(int stepMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMinutes, 1);
        _ring = new double[WindowMinutes / stepMinutes];
        _sorted = new double[_ring.Length];
        _minimum = MinimumMinutes / stepMinutes;
    }

    /// <summary>Current threshold in percent², or NaN before five days.</summary>
    public double Value => _count < _minimum ? double.NaN : Quantile();

    private int Held => (int)Math.Min(_count, _ring.Length);

    /// <summary>Takes the 10-minute realized variance of the next decision time, percent².</summary>
    public void Append(double realizedVariance)
    {
        Require.FiniteNonNegative(realizedVariance, "percent²");
        int held = Held;
        if (_count >= _ring.Length)
        {
            Remove(_ring[_count % _ring.Length], held);
            held--;
        }

        int at = Array.BinarySearch(_sorted, 0, held, realizedVariance);
        at = at < 0 ? ~at : at;
        Array.Copy(_sorted, at, _sorted, at + 1, held - at);
        _sorted[at] = realizedVariance;
        _ring[_count % _ring.Length] = realizedVariance;
        _count++;
    }

    private void Remove(double value, int held)
    {
        int at = Array.BinarySearch(_sorted, 0, held, value);
        Array.Copy(_sorted, at + 1, _sorted, at, held - at - 1);
    }

    private double Quantile()
    {
        double k = Level * (Held - 1);
        int i = (int)k;
        return i + 1 >= Held ? _sorted[i] : _sorted[i] + ((k - i) * (_sorted[i + 1] - _sorted[i]));
    }
}
