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
}
