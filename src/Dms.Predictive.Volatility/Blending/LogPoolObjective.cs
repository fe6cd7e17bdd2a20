namespace Dms.Predictive.Volatility;

/// <summary>Minus the mean QLIKE of a log pool with its best intercept, less the pull toward equal weights.</summary>
/// <remarks>With the intercept solved for, mean QLIKE is ln mean(Y·e^{−Xw}) + mean(Xw) + a constant: convex
/// in w.</remarks>
internal sealed class LogPoolObjective : ISmoothObjective
{
    private readonly double[][] _columns;
    private readonly double[] _means;
    private readonly double[] _realized;
    private readonly double _ridge;
    private readonly double[] _share;

    public LogPoolObjective(double[][] lnForecasts, double[] realized, double ridge)
    {
        (_realized, _ridge) = (realized, ridge);
        _means = [.. lnForecasts.Select(c => Presample.Mean(c))];
        _columns = [.. lnForecasts.Zip(_means, (c, m) => c.Select(x => x - m).ToArray())];
        _share = new double[realized.Length];
    }

    /// <inheritdoc/>
    public int Dimension => _columns.Length;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => -(LogMean(theta) + Pull(theta));

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = Value(theta);
        int m = Dimension;
        double total = 0;
        foreach (double share in _share)
        {
            total += share;
        }

        for (int i = 0; i < m; i++)
        {
            double mean = Weighted(_columns[i], null) / total;
            gradient[i] = mean - (2 * _ridge * (theta[i] - (1.0 / m)));
            for (int j = 0; j <= i; j++)
            {
                double product = Weighted(_columns[i], _columns[j]) / total;
                double other = j == i ? mean : Weighted(_columns[j], null) / total;
                double entry = (mean * other) - product - (i == j ? 2 * _ridge : 0);
                hessian[(i * m) + j] = entry;
                hessian[(j * m) + i] = entry;
            }
        }

        return value;
    }

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information)
    {
        information.Clear();
        for (int i = 0; i < Dimension; i++)
        {
            information[(i * Dimension) + i] = 1;
        }
    }

    /// <summary>a = ln mean(Y·e^{−Σ w·ln f}) at these weights.</summary>
    public double Intercept(ReadOnlySpan<double> theta)
    {
        double intercept = LogMean(theta);
        for (int i = 0; i < Dimension; i++)
        {
            intercept -= theta[i] * _means[i];
        }

        return intercept;
    }

    /// <summary>ln mean(Y·e^{−Xw}) on centred X; leaves Y·e^{−Xw}, up to a factor, in the shares.</summary>
    private double LogMean(ReadOnlySpan<double> theta)
    {
        Array.Clear(_share);
        double lowest = double.PositiveInfinity;
        for (int i = 0; i < Dimension; i++)
        {
            (double weight, double[] column) = (theta[i], _columns[i]);
            for (int t = 0; t < _share.Length; t++)
            {
                _share[t] += weight * column[t];
            }
        }

        foreach (double x in _share)
        {
            lowest = Math.Min(lowest, x);
        }

        double sum = 0;
        for (int t = 0; t < _share.Length; t++)
        {
            _share[t] = _realized[t] * Math.Exp(lowest - _share[t]);
            sum += _share[t];
        }

        return Math.Log(sum / _share.Length) - lowest;
    }

    private double Pull(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        foreach (double w in theta)
        {
            sum += (w - (1.0 / Dimension)) * (w - (1.0 / Dimension));
        }

        return _ridge * sum;
    }

    private double Weighted(double[] column, double[]? other)
    {
        double sum = 0;
        for (int t = 0; t < _share.Length; t++)
        {
            sum += _share[t] * column[t] * (other is null ? 1 : other[t]);
        }

        return sum;
    }
}
