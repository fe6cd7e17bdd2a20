namespace Dms.Predictive.Margin;

/// <summary>Options on forwards in columns of one length, one element per option.</summary>
public readonly ref struct OptionColumns
{
    /// <summary>Forwards, quote.</summary>
    public required ReadOnlySpan<double> Forwards { get; init; }

    /// <summary>Strikes, quote; &gt; 0.</summary>
    public required ReadOnlySpan<double> Strikes { get; init; }

    /// <summary>Annualized volatilities as fractions; ≥ 0.</summary>
    public required ReadOnlySpan<double> Volatilities { get; init; }

    /// <summary>Times to expiry, years of 365 days; 0 or less = expired.</summary>
    public required ReadOnlySpan<double> Years { get; init; }

    /// <summary>Continuous rates per year.</summary>
    public required ReadOnlySpan<double> Rates { get; init; }

    /// <summary>Above 0 for a call, else a put.</summary>
    public required ReadOnlySpan<double> Rights { get; init; }

    internal OptionQuote At(int i) => new(Forwards[i], Strikes[i], Volatilities[i], Years[i], Rights[i] > 0);

    internal OptionColumns Slice(int start, int count) => new()
    {
        Forwards = Forwards.Slice(start, count),
        Strikes = Strikes.Slice(start, count),
        Volatilities = Volatilities.Slice(start, count),
        Years = Years.Slice(start, count),
        Rates = Rates.Slice(start, count),
        Rights = Rights.Slice(start, count),
    };

    internal bool HaveLength(int count) => Forwards.Length == count && Strikes.Length == count
        && Volatilities.Length == count && Years.Length == count && Rates.Length == count && Rights.Length == count;
}

/// <summary>Where values and greeks go, in the units of <see cref="OptionGreeks"/>; columns of one length.</summary>
public readonly ref struct GreekColumns
{
    /// <summary>Values, quote.</summary>
    public required Span<double> Prices { get; init; }

    /// <summary>Per unit of the forward.</summary>
    public required Span<double> Deltas { get; init; }

    /// <summary>Change of delta per unit of the forward.</summary>
    public required Span<double> Gammas { get; init; }

    /// <summary>Per 1.00 of volatility.</summary>
    public required Span<double> Vegas { get; init; }

    /// <summary>Per year that passes.</summary>
    public required Span<double> Thetas { get; init; }

    /// <summary>Per 1.00 of the rate.</summary>
    public required Span<double> Rhos { get; init; }

    internal void Set(int i, OptionGreeks greeks)
    {
        Prices[i] = greeks.Price;
        Deltas[i] = greeks.Delta;
        Gammas[i] = greeks.Gamma;
        Vegas[i] = greeks.Vega;
        Thetas[i] = greeks.Theta;
        Rhos[i] = greeks.Rho;
    }

    internal GreekColumns Slice(int start, int count) => new()
    {
        Prices = Prices.Slice(start, count),
        Deltas = Deltas.Slice(start, count),
        Gammas = Gammas.Slice(start, count),
        Vegas = Vegas.Slice(start, count),
        Thetas = Thetas.Slice(start, count),
        Rhos = Rhos.Slice(start, count),
    };

    internal bool HaveLength(int count) => Prices.Length == count && Deltas.Length == count && Gammas.Length == count
        && Vegas.Length == count && Thetas.Length == count && Rhos.Length == count;
}
