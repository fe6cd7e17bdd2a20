using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A smile quoted by delta: at the money, 25-delta risk reversal and butterfly.</summary>
/// <remarks>Total variance is the parabola through the three points in ln(K/F), and linear outside of them with the end
/// slope within [0, 2] on the right and [−2, 0] on the left.</remarks>
public sealed class DeltaSmile
{
    private const double Quarter = 0.25;
    private const double SteepestWing = 2;
    private readonly double[] _k;
    private readonly double[] _variance;
    private readonly double _years;

    /// <summary>Makes a smile.</summary>
    /// <param name="atm">Volatility of the delta-neutral straddle, annualized fraction; &gt; 0.</param>
    /// <param name="riskReversal25">Call minus put volatility at 25 delta.</param>
    /// <param name="butterfly25">Their mean minus <paramref name="atm"/>.</param>
    /// <param name="years">Time to expiry; &gt; 0.</param>
    /// <exception cref="ArgumentException">A wing has no volatility above 0, or the three strikes are not in
    /// order.</exception>
    public DeltaSmile(double atm, double riskReversal25, double butterfly25, double years)
    {
        double put = atm + butterfly25 - (riskReversal25 / 2);
        double call = atm + butterfly25 + (riskReversal25 / 2);
        if (!(atm > 0 && put > 0 && call > 0 && years > 0))
        {
            throw new ArgumentException(
                $"Found volatilities {put}, {atm}, {call} over {years} years; allowed are numbers > 0.", nameof(atm));
        }

        double root = Math.Sqrt(years);
        double quantile = PinnedNormal.Quantile(Quarter);
        _years = years;
        _k =
        [
            (put * put * years / 2) + (quantile * put * root),
            atm * atm * years / 2,
            (call * call * years / 2) - (quantile * call * root),
        ];
        _variance = [put * put * years, atm * atm * years, call * call * years];
        if (!(_k[0] < _k[1] && _k[1] < _k[2]))
        {
            throw new ArgumentException(
                $"Found strikes {string.Join(", ", _k)}; they must rise from put to call.", nameof(butterfly25));
        }
    }

    /// <summary>ln(K/F) of the 25-delta put, at the money and the 25-delta call.</summary>
    public IReadOnlyList<double> LogStrikes => _k;

    /// <summary>Volatility at ln(K/F), annualized fraction.</summary>
    public double VolatilityAt(double k) => Math.Sqrt(TotalVariance(k) / _years);

    private double TotalVariance(double k) =>
        k < _k[0] ? _variance[0] + (Math.Clamp(Slope(_k[0]), -SteepestWing, 0) * (k - _k[0]))
        : k > _k[2] ? _variance[2] + (Math.Clamp(Slope(_k[2]), 0, SteepestWing) * (k - _k[2]))
        : Weigh(i => (k - _k[Next(i)]) * (k - _k[Last(i)]));

    private double Slope(double k) => Weigh(i => (2 * k) - _k[Next(i)] - _k[Last(i)]);

    private double Weigh(Func<int, double> numerator)
    {
        double sum = 0;
        for (int i = 0; i < _k.Length; i++)
        {
            sum += _variance[i] * numerator(i) / ((_k[i] - _k[Next(i)]) * (_k[i] - _k[Last(i)]));
        }

        return sum;
    }

    private static int Next(int i) => (i + 1) % 3;

    private static int Last(int i) => (i + 2) % 3;
}
