namespace Dms.Predictive.Training;

/// <summary>Gradients of QLIKE in f = ln of the forecast: loss y·e^−f + f, gradient 1 − y·e^−f, Hessian y·e^−f
/// with a floor.</summary>
/// <remarks>y·e^−f is capped, so that one outcome far above a young forecast cannot overflow float32; the cap lies
/// beyond a thousandfold surprise and fades as the fit proceeds.</remarks>
internal sealed class QlikeGradients
{
    private const float HessianFloor = 1e-3f;
    private const double LargestRatio = 1e6;

    private readonly ReadOnlyMemory<float> _lnTargets;
    private readonly double[] _scores;

    /// <summary>Takes the targets in logs and finds the constant to start from.</summary>
    public QlikeGradients(ReadOnlyMemory<float> lnTargets)
    {
        _lnTargets = lnTargets;
        _scores = new double[lnTargets.Length];
        Gradients = new float[lnTargets.Length];
        Hessians = new float[lnTargets.Length];
        Start = LnMean(lnTargets.Span);
    }

    /// <summary>The best constant forecast: ln of the mean of y.</summary>
    public double Start { get; }

    /// <summary>One gradient per row.</summary>
    public float[] Gradients { get; }

    /// <summary>One Hessian per row.</summary>
    public float[] Hessians { get; }

    /// <summary>Room for the booster's scores, without <see cref="Start"/>.</summary>
    public Span<double> Scores => _scores;

    /// <summary>Fills gradients and Hessians from the scores.</summary>
    public void Compute()
    {
        ReadOnlySpan<float> targets = _lnTargets.Span;
        for (int i = 0; i < targets.Length; i++)
        {
            double ratio = Math.Min(Math.Exp(targets[i] - Start - _scores[i]), LargestRatio);
            Gradients[i] = (float)(1.0 - ratio);
            Hessians[i] = Math.Max((float)ratio, HessianFloor);
        }
    }

    // Largest first, so that no exponential overflows.
    private static double LnMean(ReadOnlySpan<float> lnValues)
    {
        double largest = double.NegativeInfinity;
        foreach (float value in lnValues)
        {
            largest = Math.Max(largest, value);
        }

        double sum = 0;
        foreach (float value in lnValues)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum / lnValues.Length);
    }
}
