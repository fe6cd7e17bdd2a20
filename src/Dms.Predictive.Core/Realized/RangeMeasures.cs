namespace Dms.Predictive.Core;

/// <summary>Variance of a horizon from the highs and lows of its bars, as fractions squared.</summary>
/// <param name="Count">Bars in the horizon.</param>
/// <param name="ZeroReturnShare">Share of bars that close where the bar before closed (the first: where it
/// opened).</param>
/// <param name="Parkinson">Σ ln(H/L)²/(4 ln 2). Parkinson (1980), J. Business 53(1).</param>
/// <param name="GarmanKlass">Σ[½ln(H/L)² − (2 ln 2 − 1)ln(C/O)²]. Garman and Klass (1980), J. Business 53(1).</param>
/// <param name="RogersSatchell">Σ[ln(H/C)ln(H/O) + ln(L/C)ln(L/O)], right under a drift too. Rogers and Satchell
/// (1991), Annals of Applied Probability 1(4).</param>
public sealed record RangeMeasures(
    int Count, double ZeroReturnShare, double Parkinson, double GarmanKlass, double RogersSatchell)
{
    /// <summary>Measures of a whole horizon; the bits of <see cref="RangeAccumulator"/>.</summary>
    /// <param name="bars">Oldest first; a missing bar has all four prices at the close carried over.</param>
    /// <exception cref="ArgumentException">A bar's prices are out of order or not finite and &gt; 0.</exception>
    public static RangeMeasures Of(ReadOnlySpan<Bar> bars)
    {
        RangeAccumulator accumulator = new();
        foreach (Bar bar in bars)
        {
            accumulator.Append(bar);
        }

        return accumulator.Current;
    }
}

/// <summary>Range measures of a horizon that grows bar by bar; O(1) per bar.</summary>
public sealed class RangeAccumulator
{
    private int _count;
    private int _zeros;
    private double _parkinson;
    private double _garmanKlass;
    private double _rogersSatchell;
    private double _close;

    /// <summary>Measures of the bars appended so far.</summary>
    public RangeMeasures Current =>
        new(_count, _zeros / (double)_count, _parkinson / (4 * Math.Log(2)), _garmanKlass, _rogersSatchell);

    /// <summary>Takes the next bar.</summary>
    /// <exception cref="ArgumentException">Its prices are out of order or not finite and &gt; 0.</exception>
    public void Append(in Bar bar)
    {
        bool ordered = bar.Low > 0 && double.IsFinite(bar.High)
            && bar.Open >= bar.Low && bar.Open <= bar.High && bar.Close >= bar.Low && bar.Close <= bar.High;
        if (!ordered)
        {
            throw new ArgumentException(
                $"Bar {_count} has open {bar.Open}, high {bar.High}, low {bar.Low}, close {bar.Close}; expected "
                + "0 < low <= open, close <= high, all finite.",
                nameof(bar));
        }

        double range = Math.Log(bar.High / bar.Low), body = Math.Log(bar.Close / bar.Open);
        _parkinson += range * range;
        _garmanKlass += (0.5 * range * range) - (((2 * Math.Log(2)) - 1) * body * body);
        _rogersSatchell += (Math.Log(bar.High / bar.Close) * Math.Log(bar.High / bar.Open))
            + (Math.Log(bar.Low / bar.Close) * Math.Log(bar.Low / bar.Open));
        _zeros += bar.Close == (_count == 0 ? bar.Open : _close) ? 1 : 0;
        _close = bar.Close;
        _count++;
    }

    /// <summary>Starts the next horizon.</summary>
    public void Clear() => (_count, _zeros, _parkinson, _garmanKlass, _rogersSatchell, _close) = (0, 0, 0, 0, 0, 0);
}
