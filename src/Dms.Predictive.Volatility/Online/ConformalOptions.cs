namespace Dms.Predictive.Volatility;

/// <summary>How a conformal multiplier follows its outcomes.</summary>
public sealed record ConformalOptions
{
    /// <summary>Share of outcomes meant to exceed the margin, in (0, 0.5]: 0.01 for 99 % coverage.</summary>
    public double Tail { get; init; } = 0.01;

    /// <summary>γ: how far one independent breach moves the level, in [0, 0.1]; 0 = the plain empirical
    /// quantile.</summary>
    public double Rate { get; init; } = 0.002;

    /// <summary>Outcomes that share bars: horizon ÷ step, ≥ 1. They breach together, so each moves the level by the
    /// rate ÷ overlap only; without this one shock counts many times and the margin swings.</summary>
    public int Overlap { get; init; } = 1;

    /// <summary>Outcomes remembered, 100 … 100,000.</summary>
    public int Window { get; init; } = 10_000;

    /// <summary>Outcomes needed before there is a multiplier, ≥ 20.</summary>
    public int Fewest { get; init; } = 500;

    /// <summary>Passes the options when every one is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    public ConformalOptions Checked()
    {
        InRange(Tail, 1e-6, 0.5, nameof(Tail));
        InRange(Rate, 0, 0.1, nameof(Rate));
        InRange(Overlap, 1, 10_000, nameof(Overlap));
        InRange(Window, 100, 100_000, nameof(Window));
        InRange(Fewest, 20, Window, nameof(Fewest));
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
