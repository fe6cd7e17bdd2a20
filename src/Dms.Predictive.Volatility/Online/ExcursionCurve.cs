using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>
/// How far a price strays one way within a horizon, in units of the volatility that was forecast for it: the share of
/// past excursions beyond any distance, continued by a Pareto tail where outcomes end. Immutable.
/// </summary>
/// <remarks>Filtered historical simulation with a fitted tail: McNeil and Frey (2000), Estimation of tail-related risk
/// measures for heteroscedastic financial time series; tail index by Hill (1975).</remarks>
public sealed class ExcursionCurve
{
    private const double AssumedDegreesOfFreedom = 4;
    private const double AssumedTailIndex = 4;

    private readonly double[] _distances;
    private readonly double _tailIndex;

    private ExcursionCurve(double[] distances, double tailIndex, int outcomes) =>
        (_distances, _tailIndex, Outcomes) = (distances, tailIndex, outcomes);

    /// <summary>Shares at which the curve is known, falling; between them ln share is linear in distance.</summary>
    public static IReadOnlyList<double> Shares { get; } =
        [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.035, 0.025, 0.015, 0.01, 0.007, 0.005];

    /// <summary>
    /// What is assumed before there are outcomes: the maximum of a driftless walk whose end is Student's t with four
    /// degrees of freedom, P(max ≥ x) = 2·P(end ≥ x).
    /// </summary>
    public static ExcursionCurve Assumed { get; } = new(
        [.. Shares.Select(p => PinnedStudent.Quantile(1 - (p / 2), AssumedDegreesOfFreedom) * Math.Sqrt(0.5))], AssumedTailIndex, 0);

    /// <summary>Past excursions that the curve rests on; 0 = assumed.</summary>
    public int Outcomes { get; }

    /// <summary>Distances at <see cref="Shares"/>, rising, in forecast volatilities.</summary>
    public IReadOnlyList<double> Distances => _distances;

    /// <summary>Share beyond the last known distance falls with this power of distance.</summary>
    public double TailIndex => _tailIndex;

    /// <summary>Fits the curve.</summary>
    /// <param name="ordered">Excursions in rising order, ≥ 0, in forecast volatilities; at least 100.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static ExcursionCurve Of(ReadOnlySpan<double> ordered)
    {
        const int fewest = 100;
        if (ordered.Length < fewest)
        {
            throw new ArgumentException($"Found {ordered.Length} excursions; expected at least {fewest}.", nameof(ordered));
        }

        double[] distances = new double[Shares.Count];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = Quantile.OfOrdered(ordered, 1 - Shares[i]);
        }

        return new ExcursionCurve(distances, Hill(ordered), ordered.Length);
    }

    /// <summary>Probability of straying at least so far within the horizon, in [0, 1].</summary>
    /// <param name="distance">In forecast volatilities over the horizon; at or below 0 the answer is 1.</param>
    public double Beyond(double distance)
    {
        if (!(distance > 0))
        {
            return 1;
        }

        if (distance >= _distances[^1])
        {
            return _distances[^1] > 0
                ? Shares[^1] * PinnedMath.Exp(-_tailIndex * PinnedMath.Log(distance / _distances[^1]))
                : 0;
        }

        int i = 0;
        while (_distances[i] <= distance)
        {
            i++;
        }

        (double from, double share) = i == 0 ? (0, 1) : (_distances[i - 1], Shares[i - 1]);
        double way = (distance - from) / (_distances[i] - from);
        return PinnedMath.Exp(((1 - way) * PinnedMath.Log(share)) + (way * PinnedMath.Log(Shares[i])));
    }

    // Over the furthest two percent; between a tail too heavy to have a mean square and one that is nearly normal.
    private static double Hill(ReadOnlySpan<double> ordered)
    {
        const double heaviest = 2, lightest = 12;
        int count = Math.Max(10, ordered.Length / 50);
        double from = ordered[^(count + 1)];
        if (!(from > 0))
        {
            return lightest;
        }

        double sum = 0;
        foreach (double x in ordered[^count..])
        {
            sum += PinnedMath.Log(x / from);
        }

        return sum > 0 ? Math.Clamp(count / sum, heaviest, lightest) : lightest;
    }
}
