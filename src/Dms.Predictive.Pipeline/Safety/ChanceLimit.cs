namespace Dms.Predictive.Pipeline;

/// <summary>
/// What a statistic of overlapping, dependent windows can reach by chance. There are far fewer independent windows than an
/// extreme quantile needs, so a scaled χ² is matched to mean and variance (Satterthwaite 1946) and its quantile taken after
/// Wilson and Hilferty (1931); never below what was seen. A sum of squares of bin counts is such a χ², whatever the memory of
/// the rows.
/// </summary>
internal sealed class ChanceLimit
{
    // One window in a hundred million: the estimate rests on few independent windows, and many features are looked at.
    private const double Deviate = 5.612001;

    private double _count;
    private double _mean;
    private double _squares;
    private double _largest;

    public void Add(double value)
    {
        _count++;
        double before = value - _mean;
        _mean += before / _count;
        _squares += before * (value - _mean);
        _largest = Math.Max(_largest, value);
    }

    /// <summary>The limit; 0 while nothing was seen.</summary>
    public double Value
    {
        get
        {
            double variance = _count > 1 ? _squares / (_count - 1) : 0;
            if (variance <= 0 || _mean <= 0)
            {
                return _largest;
            }

            double spread = variance / (9 * _mean * _mean);                     // 2 ÷ (9ν) with ν = 2·mean² ÷ variance
            double root = 1 - spread + (Deviate * Math.Sqrt(spread));
            return Math.Max(_largest, _mean * root * root * root);
        }
    }
}
