namespace Dms.Predictive.Volatility;

/// <summary>How h_t follows from the past. A new model is one file that derives from this.</summary>
internal abstract class VarianceRecursion
{
    /// <summary>Smallest ω on returns of mean square one.</summary>
    protected const double SmallestOmega = 1e-8;

    /// <summary>Parameter names, ω first.</summary>
    public abstract string[] Parameters { get; }

    /// <summary>Half-spaces of the parameters.</summary>
    public abstract LinearConstraint[] Constraints { get; }

    /// <summary>Fixed starts on returns of mean square one.</summary>
    public abstract double[][] Starts { get; }

    /// <summary>Whether the likelihood has a kink in μ at every return.</summary>
    public virtual bool Kinked => false;

    /// <summary>Poorer models and how their parameters read here.</summary>
    public virtual (GarchModel Model, Func<double[], double[]> Map)[] Parents => [];

    /// <summary>Fills variances and, when asked for, the slopes of their logarithms.</summary>
    public abstract void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes);

    /// <summary>ω for returns c times as large.</summary>
    public virtual double ScaleOmega(ReadOnlySpan<double> p, double c) => p[0] * c * c;

    /// <summary>ω on returns of mean square one from ω in the unit of the returns.</summary>
    public double UnscaleOmega(ReadOnlySpan<double> p, double c) => ScaleOmega(p, 1 / c);

    /// <summary>Whether the scale of ω depends on another parameter: its name, or null.</summary>
    public virtual string? OmegaScaledBy => null;

    /// <summary>E[h_{t+k+1}] = ω + P·E[h_{t+k}]: P, or null when there is no such law.</summary>
    public virtual double? Persistence(ReadOnlySpan<double> p, double lowerVariance) => null;

    /// <summary>The constraint normal·p ≥ bound.</summary>
    protected static LinearConstraint Keep(string name, double bound, params double[] normal) =>
        new(name, normal, bound, name == "omega" ? 0.8 : 1);
}
