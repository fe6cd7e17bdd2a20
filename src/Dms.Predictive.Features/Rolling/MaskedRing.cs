namespace Dms.Predictive.Features.Rolling;

/// <summary>Window sums and means of a series in which values may be missing; exact like <see cref="PrefixRing"/>.</summary>
/// <param name="capacity">Longest reach back in values.</param>
/// <param name="fractionBits">Binary digits kept after the point.</param>
/// <param name="largest">Values beyond ± this are cut to it.</param>
internal sealed class MaskedRing(int capacity, int fractionBits, double largest)
{
    /// <summary>Share of a window that must be present for it to say anything.</summary>
    public const double FewestPresent = 0.8;

    private readonly PrefixRing _sums = new(capacity, fractionBits);
    private readonly PrefixRing _present = new(capacity, 0);

    /// <summary>Adds the next value; NaN = missing.</summary>
    public void Append(double value)
    {
        bool missing = double.IsNaN(value);
        _sums.Append(missing ? 0 : Math.Clamp(value, -largest, largest));
        _present.Append(missing ? 0 : 1);
    }

    /// <summary>Mean of the present ones of the last values; NaN when too few are present.</summary>
    public double Mean(int window) => MeanBefore(0, window);

    /// <summary>The same for a window that ends <paramref name="lag"/> values ago.</summary>
    public double MeanBefore(int lag, int window)
    {
        double present = _present.SumBefore(lag, window);
        return present > 0 && present >= FewestPresent * window ? _sums.SumBefore(lag, window) / present : double.NaN;
    }

    /// <summary>Sum over a window, missing values counting as the mean of the others; NaN when too few are present.</summary>
    public double Sum(int window) => Mean(window) * window;

    /// <summary>Share of present values.</summary>
    public double Presence(int window) => _present.Sum(window) / window;
}
