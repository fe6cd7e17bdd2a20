namespace Dms.Predictive.Volatility;

/// <summary>How fast a blend learns between refits. The default learns nothing: the refit's weights stand.</summary>
public sealed record OnlineBlendOptions
{
    /// <summary>Learning rate η of the weights, in [0, 1]; 0 = frozen.</summary>
    public double Rate { get; init; }

    /// <summary>Share α of the refit's weights mixed back at every step, in [0, 1].</summary>
    public double Share { get; init; }

    /// <summary>Largest loss that counts: one shock must not throw a member out.</summary>
    public double LossLimit { get; init; } = 10;

    /// <summary>Half-life of the scale in days, &gt; 0; 0 = no scale.</summary>
    public double ScaleHalfLifeDays { get; init; }

    /// <summary>Largest correction of ln forecast, either way.</summary>
    public double ScaleLimit { get; init; } = 0.5;

    /// <summary>Smallest share of the guard member in the sum of the weights.</summary>
    public double GuardFloor { get; init; } = 0.10;

    /// <summary>Passes the options when every one is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    public OnlineBlendOptions Checked()
    {
        InRange(Rate, 0, 1, nameof(Rate));
        InRange(Share, 0, 1, nameof(Share));
        InRange(LossLimit, 0.1, 100, nameof(LossLimit));
        InRange(ScaleHalfLifeDays, 0, 3650, nameof(ScaleHalfLifeDays));
        InRange(ScaleLimit, 0, 2, nameof(ScaleLimit));
        InRange(GuardFloor, 0, 1, nameof(GuardFloor));
        return this;
    }

    private static void InRange(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected {low} … {high}.");
        }
    }
}
