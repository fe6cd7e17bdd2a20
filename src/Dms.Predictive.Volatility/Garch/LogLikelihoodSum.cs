namespace Dms.Predictive.Volatility;

/// <summary>Compensated sum (Neumaier 1974) of −2·log-likelihood terms; error does not grow with the number
/// of terms.</summary>
internal struct LogLikelihoodSum
{
    private double _sum;
    private double _lost;

    /// <summary>Goes on from the parts of another sum.</summary>
    public LogLikelihoodSum((double Sum, double Lost) parts) => (_sum, _lost) = parts;

    /// <summary>All it holds.</summary>
    public readonly (double Sum, double Lost) Parts => (_sum, _lost);

    /// <summary>Adds Σ (ln h + e²/h) of some returns.</summary>
    public void Add(double term)
    {
        double total = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - total + term : term - total + _sum;
        _sum = total;
    }

    /// <summary>Log-likelihood, with the constant n·ln 2π that was left out of the terms.</summary>
    public readonly double Total(double constant) => -0.5 * (_sum + (_lost + constant));
}
