namespace Dms.Predictive.Volatility;

/// <summary>h' = ω/(1−β) + Σ_{i≤1000} λ_i·e²_{t−i} over a memory of squares; the state is h itself.</summary>
internal readonly struct FigarchStep : IVarianceStep
{
    private readonly double _base;
    private readonly double _presample;
    private readonly double[] _kernel;
    private readonly double[] _tail;

    /// <param name="omega">ω.</param>
    /// <param name="phi">φ.</param>
    /// <param name="d">d.</param>
    /// <param name="beta">β.</param>
    /// <param name="presample">What stands for e² before the first return.</param>
    public FigarchStep(double omega, double phi, double d, double beta, double presample)
    {
        (_base, _presample) = (omega / (1 - beta), presample);
        _kernel = FigarchRecursion.Kernels([omega, phi, d, beta], slopes: false)[0];
        _tail = FigarchRecursion.Tail(_kernel);
        Memory = new(2 * FigarchRecursion.Lags, []);
    }

    private FigarchStep(FigarchStep other, SquareMemory memory) => (_base, _presample, _kernel, _tail, Memory) =
        (other._base, other._presample, other._kernel, other._tail, memory);

    /// <summary>The squares seen.</summary>
    public SquareMemory Memory { get; }

    /// <inheritdoc/>
    public double Variance(double state) => state;

    /// <inheritdoc/>
    public double State(double variance) => variance;

    /// <inheritdoc/>
    public double Next(double state, double e, double h, double chance) => After(e * e);

    /// <inheritdoc/>
    /// <remarks>None: the law runs over a thousand lags; its one step is <see cref="After"/> of h.</remarks>
    public (double Drift, double Factor) Expected(InnovationLaw law) => (double.NaN, double.NaN);

    /// <summary>A copy whose memory takes so many steps.</summary>
    public FigarchStep Fork(int steps) => new(this, new SquareMemory(FigarchRecursion.Lags + steps, Memory.Newest));

    /// <summary>The level before any return.</summary>
    public double First => FigarchRecursion.Level(_base, _tail[0], _presample, _kernel, []);

    /// <summary>State after a square.</summary>
    public double After(double square)
    {
        Memory.Push(square);
        ReadOnlySpan<double> past = Memory.Newest;
        return FigarchRecursion.Level(_base, _tail[past.Length], _presample, _kernel, past);
    }
}
