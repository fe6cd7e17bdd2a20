namespace Dms.Predictive.Volatility;

/// <summary>The recursions that follow returns bar by bar: one GARCH(1,1) and several EWMAs.</summary>
/// <remarks>Training, replay and live use run this same state, so their baselines are the same bits.</remarks>
public sealed class ReturnFilter
{
    private readonly Garch11State _garch;
    private readonly EwmaState[] _ewmas;

    /// <summary>Starts the recursions.</summary>
    /// <param name="garch">Parameters, in percent² per bar.</param>
    /// <param name="startVariance">First conditional variance, percent² per bar; &gt; 0.</param>
    /// <param name="halfLivesBars">Half-lives of the EWMAs in bars.</param>
    public ReturnFilter(Garch11Parameters garch, double startVariance, IReadOnlyList<double> halfLivesBars)
    {
        ArgumentNullException.ThrowIfNull(halfLivesBars);
        _garch = new Garch11State(garch, startVariance);
        _ewmas = [.. halfLivesBars.Select(h => new EwmaState(h))];
    }

    /// <summary>Parameters of the GARCH recursion.</summary>
    public Garch11Parameters Garch => _garch.Parameters;

    /// <summary>Length of a reading: the GARCH variance and one variance per EWMA.</summary>
    public int ReadingLength => 1 + _ewmas.Length;

    /// <summary>Whether a return has been appended, so that there is something to read.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Writes the variances of the next bar, percent²: GARCH first, then the EWMAs in order.</summary>
    /// <exception cref="InvalidOperationException">No return has been appended yet.</exception>
    public void Read(Span<double> reading)
    {
        reading[0] = _garch.NextVariance;
        for (int i = 0; i < _ewmas.Length; i++)
        {
            reading[i + 1] = _ewmas[i].Variance;
        }
    }

    /// <summary>Takes the next bar's return.</summary>
    /// <param name="returnPercent">Log return in percent, clipped as the grid clips it.</param>
    public void Append(double returnPercent)
    {
        IsStarted = true;
        _garch.Append(returnPercent);
        double squared = returnPercent * returnPercent;
        foreach (EwmaState ewma in _ewmas)
        {
            ewma.Append(squared);
        }
    }
}
