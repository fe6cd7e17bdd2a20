using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Past excursions one way, as they became known; gives the curve that holds now. One writer.</summary>
public sealed class ExcursionSample
{
    private const int Fewest = 500;

    private readonly RollingOrder _past;
    private ExcursionCurve? _curve;

    /// <summary>Starts without outcomes.</summary>
    /// <param name="window">Outcomes remembered, 500 … 100,000.</param>
    public ExcursionSample(int window = 10_000)
    {
        if (window is < Fewest or > 100_000)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"Expected {Fewest} … 100,000.");
        }

        _past = new RollingOrder(window);
    }

    /// <summary>Takes an outcome.</summary>
    /// <param name="distance">Furthest way strayed ÷ the volatility forecast for the horizon; finite, ≥ 0.</param>
    public void Learn(double distance)
    {
        _past.Add(Require.FiniteNonNegative(distance, "excursion"));
        _curve = null;
    }

    /// <summary>The curve of the outcomes so far; the assumed one below 500.</summary>
    public ExcursionCurve Curve() =>
        _curve ??= _past.Recent.Count < Fewest ? ExcursionCurve.Assumed : ExcursionCurve.Of(_past.Ordered);
}
