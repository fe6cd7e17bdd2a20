namespace Dms.Predictive.Volatility;

/// <summary>One pass of a recursion: what it reads and what it fills.</summary>
internal sealed class VarianceRun(int count, int parameters)
{
    /// <summary>Residuals y − μ, oldest first.</summary>
    public double[] Residuals { get; } = new double[count];

    /// <summary>Conditional variances; one more than residuals.</summary>
    public double[] Variances { get; } = new double[count + 1];

    /// <summary>∂ln h_t/∂(μ, parameters), those of one t side by side.</summary>
    public double[] Slopes { get; } = new double[count * (parameters + 1)];

    /// <summary>Start rule.</summary>
    public GarchStart Rule { get; set; }

    /// <summary>Mean square before the first return.</summary>
    public double Square { get; set; }

    /// <summary>∂Square/∂μ.</summary>
    public double SquarePerMu { get; set; }

    /// <summary>Mean absolute residual before the first return.</summary>
    public double Absolute { get; set; }

    /// <summary>∂Absolute/∂μ.</summary>
    public double AbsolutePerMu { get; set; }

    /// <summary>Sets what stands before the first return by the start rule.</summary>
    public void Begin((double Square, double Absolute) backcast)
    {
        if (Rule is not (GarchStart.Sample or GarchStart.AparchSample))
        {
            (Square, Absolute) = backcast;
            return;
        }

        double square = 0, sum = 0;
        foreach (double e in Residuals)
        {
            square += e * e;
            sum += e;
        }

        double n = Residuals.Length;
        Square = square / n;
        SquarePerMu = -2 * sum / n;
        Absolute = Math.Sqrt(Square);
        AbsolutePerMu = 0.5 * SquarePerMu / Absolute;
    }

    /// <summary>Whether h_1 is given instead of following from what stands before it.</summary>
    public bool FirstGiven => Rule is GarchStart.First or GarchStart.Value;

    /// <summary>What stands before the first return by a rule that does not move with μ.</summary>
    /// <param name="y">Standardised returns.</param>
    /// <param name="options">Rule and, on the same scale, its value.</param>
    public static (double Square, double Absolute) Fixed(double[] y, GarchModelOptions options) => options.Start switch
    {
        GarchStart.First => (y[0] * y[0], Math.Abs(y[0])),
        GarchStart.Value => (options.StartVariance!.Value, Math.Sqrt(options.StartVariance.Value)),
        _ => Backcast(y),
    };

    /// <summary>Weighted mean square and mean absolute value of the first 75; the starting mean of standardised returns
    /// is 0.</summary>
    public static (double Square, double Absolute) Backcast(double[] y)
    {
        double weight = 1, weights = 0, absolute = 0;
        for (int t = 0; t < Math.Min(75, y.Length); t++)
        {
            absolute += weight * Math.Abs(y[t]);
            weights += weight;
            weight *= 0.94;
        }

        return (Presample.Backcast(y, 0), absolute / weights);
    }
}
