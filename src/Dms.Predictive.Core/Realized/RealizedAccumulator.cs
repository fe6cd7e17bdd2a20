namespace Dms.Predictive.Core;

/// <summary>Realized measures of a horizon that grows return by return; O(1) per return, no allocation.</summary>
public sealed class RealizedAccumulator
{
    /// <summary>μ⁻³ with μ = 2^(2/3)·Γ(7/6)/Γ(1/2), the mean of |z|^(4/3) for a standard normal z.</summary>
    public const double TripowerScale = 1 / (0.8308609250295592 * 0.8308609250295592 * 0.8308609250295592);

    private static readonly double MedianScale = Math.PI / (6 - (4 * Math.Sqrt(3)) + Math.PI);
    private const double MinimumScale = Math.PI / (Math.PI - 2);

    private int _count;
    private int _zeros;
    private double _squares;
    private double _upside;
    private double _downside;
    private double _fourths;
    private double _products;
    private double _minima;
    private double _medians;
    private double _triples;
    private double _last;
    private double _beforeLast;

    /// <summary>Measures of the returns appended since the start or the last <see cref="Clear"/>.</summary>
    public RealizedMeasures Current
    {
        get
        {
            double n = _count;
            return new()
            {
                Count = _count,
                ZeroReturnShare = _zeros / n,
                RealizedVariance = _squares,
                BipowerVariation = _count < 2 ? double.NaN : Math.PI / 2 * n / (n - 1) * _products,
                MedianRealizedVariance = _count < 3 ? double.NaN : MedianScale * n / (n - 2) * _medians,
                MinimumRealizedVariance = _count < 2 ? double.NaN : MinimumScale * n / (n - 1) * _minima,
                UpsideSemivariance = _upside,
                DownsideSemivariance = _downside,
                RealizedQuarticity = n / 3 * _fourths,
                TripowerQuarticity = _count < 3 ? double.NaN : n * TripowerScale * n / (n - 2) * _triples,
            };
        }
    }

    /// <summary>Takes the next return.</summary>
    /// <param name="value">Any unit, finite; 0 for a missing bar.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public void Append(double value)
    {
        double size = Math.Abs(FiniteReturn.Of(value, _count)), square = value * value;
        _zeros += value == 0 ? 1 : 0;
        _squares += square;
        _upside += value > 0 ? square : 0;
        _downside += value < 0 ? square : 0;
        _fourths += square * square;
        if (_count >= 1)
        {
            double minimum = Math.Min(size, _last);
            _products += size * _last;
            _minima += minimum * minimum;
        }

        if (_count >= 2)
        {
            double median = Math.Max(Math.Min(size, _last), Math.Min(Math.Max(size, _last), _beforeLast));
            _medians += median * median;
            _triples += Math.Pow(size * _last * _beforeLast, 4.0 / 3);
        }

        (_beforeLast, _last) = (_last, size);
        _count++;
    }

    /// <summary>Starts the next horizon; nothing is carried over.</summary>
    public void Clear()
    {
        (_count, _zeros, _squares, _upside, _downside, _fourths) = (0, 0, 0, 0, 0, 0);
        (_products, _minima, _medians, _triples, _last, _beforeLast) = (0, 0, 0, 0, 0, 0);
    }
}
