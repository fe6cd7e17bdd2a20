namespace Dms.Predictive.Volatility;

/// <summary>Joint log-likelihood of the realized GARCH(1,1) on standardised returns and centred ln x.</summary>
/// <remarks>θ = ([μ,] ω, α, β, ξ, δ, η₁, η₂, λ). Analytic gradient; second derivatives are its differences.</remarks>
internal sealed class RealizedGarchObjective : ISmoothObjective
{
    private const int Width = 9;
    private readonly double[] _returns;
    private readonly double[] _logs;
    private readonly double _startLogVariance;
    private readonly double _startLog;
    private readonly int _first;
    private readonly double[] _whole = new double[Width];

    public RealizedGarchObjective(double[] standardized, double[] centredLogs, GarchMean mean)
    {
        (_returns, _logs) = (standardized, centredLogs);
        _first = mean == GarchMean.Constant ? 0 : 1;
        _startLogVariance = Math.Log(Presample.Backcast(standardized, 0));
        double weight = 1, weights = 0, sum = 0;
        for (int t = 0; t < Math.Min(75, centredLogs.Length); t++)
        {
            (sum, weights, weight) = (sum + (weight * centredLogs[t]), weights + weight, weight * 0.94);
        }

        _startLog = sum / weights;
        Constraints = [new("beta", Unit(3, 1), 0), new("lambda", Unit(8, 1), 1e-6, 0.8)];
    }

    /// <inheritdoc/>
    public int Dimension => Width - _first;

    /// <summary>β ≥ 0 and λ &gt; 0; |β + δα| &lt; 1 holds by refusing points outside it.</summary>
    public LinearConstraint[] Constraints { get; }

    /// <summary>ln h_1 … ln h_{n+1} of the last pass are kept here when it is set.</summary>
    public double[]? LogVariances { get; set; }

    /// <summary>Log-likelihood of the returns alone, of the last pass.</summary>
    public double ReturnPart { get; private set; }

    /// <summary>Passes over the data.</summary>
    public int Passes { get; private set; }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => Gradient(theta, default);

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = Gradient(theta, gradient);
        if (double.IsFinite(value))
        {
            GradientDifferences.Fill(theta, gradient, hessian, StepOf, Gradient);
        }

        return value;
    }

    /// <summary>Step of a difference.</summary>
    public static double StepOf(int parameter, double value) => 1e-6 * Math.Max(0.02, Math.Abs(value));

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information) =>
        Gradient(theta, new double[Dimension], information);

    /// <summary>Value and gradient, S'S of the scores when asked for; an empty gradient asks for the value
    /// alone.</summary>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer = default)
    {
        Passes++;
        theta.CopyTo(_whole.AsSpan(_first));
        (double mu, double omega, double alpha, double beta) = (_whole[0], _whole[1], _whole[2], _whole[3]);
        (double xi, double delta, double eta1, double eta2) = (_whole[4], _whole[5], _whole[6], _whole[7]);
        double lambda = _whole[8];
        gradient.Clear();
        outer.Clear();
        if (!(Math.Abs(beta + (delta * alpha)) < 1))
        {
            return double.NaN;
        }

        double log = _startLogVariance, last = _startLog;
        (double perOmega, double perAlpha, double perBeta) = (0, 0, 0);
        LogLikelihoodSum joint = default, alone = default;
        Span<double> row = stackalloc double[Width];
        double constant = 2 * NormalDensity.HalfLogTwoPi, inverse = 1 / (lambda * lambda);
        for (int t = 0; t < _returns.Length; t++)
        {
            (perOmega, perAlpha, perBeta) = ((beta * perOmega) + 1, (beta * perAlpha) + last, (beta * perBeta) + log);
            log = omega + (beta * log) + (alpha * last);
            last = _logs[t];
            double root = Math.Exp(-0.5 * log), z = (_returns[t] - mu) * root;
            double u = last - xi - (delta * log) - (eta1 * z) - (eta2 * ((z * z) - 1));
            double own = constant + log + (z * z);
            alone.Add(own);
            joint.Add(own + constant + (2 * Math.Log(lambda)) + (u * u * inverse));
            if (LogVariances is not null)
            {
                LogVariances[t] = log;
            }

            if (!gradient.IsEmpty)
            {
                double perU = -u * inverse, perZ = -z - (perU * (eta1 + (2 * eta2 * z)));
                double perLog = -0.5 - (perU * delta) - (0.5 * z * perZ);
                row[0] = -perZ * root;
                (row[1], row[2], row[3]) = (perLog * perOmega, perLog * perAlpha, perLog * perBeta);
                (row[4], row[5], row[6]) = (-perU, -perU * log, -perU * z);
                (row[7], row[8]) = (-perU * ((z * z) - 1), (((u * u) * inverse) - 1) / lambda);
                Collect(row[_first..], gradient, outer);
            }
        }

        if (LogVariances is not null)
        {
            LogVariances[^1] = omega + (beta * log) + (alpha * last);
        }

        ReturnPart = alone.Total(0);
        return joint.Total(0);
    }

    private static void Collect(ReadOnlySpan<double> row, Span<double> gradient, Span<double> outer)
    {
        for (int i = 0; i < row.Length; i++)
        {
            gradient[i] += row[i];
            for (int j = 0; j < row.Length && !outer.IsEmpty; j++)
            {
                outer[(i * row.Length) + j] += row[i] * row[j];
            }
        }
    }

    private double[] Unit(int parameter, double sign)
    {
        double[] normal = new double[Width - _first];
        normal[parameter - _first] = sign;
        return normal;
    }
}
