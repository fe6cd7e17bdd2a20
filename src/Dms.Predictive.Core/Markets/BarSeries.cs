namespace Dms.Predictive.Core;

/// <summary>Bars of one instrument, oldest first, with their common length. Absent bars stay absent.</summary>
public sealed class BarSeries
{
    /// <summary>Takes bars that are already in order.</summary>
    /// <param name="instrument">Instrument id; not blank.</param>
    /// <param name="length">Length of every bar; a whole number of minutes.</param>
    /// <param name="bars">Strictly ascending open times, each a whole number of lengths after the first.</param>
    /// <exception cref="ArgumentException">The bars are not ascending or not on the grid.</exception>
    public BarSeries(string instrument, TimeSpan length, IReadOnlyList<Bar> bars)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentNullException.ThrowIfNull(bars);
        if (length < TimeSpan.FromMinutes(1) || length.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "Expected a whole number of minutes, at least 1.");
        }

        (Instrument, Length, Bars) = (instrument, length, bars);
        RefuseDisorder();
    }

    /// <summary>Instrument id.</summary>
    public string Instrument { get; }

    /// <summary>Length of every bar.</summary>
    public TimeSpan Length { get; }

    /// <summary>Length of every bar in minutes.</summary>
    public int LengthMinutes => (int)(Length.Ticks / TimeSpan.TicksPerMinute);

    /// <summary>The bars, oldest first.</summary>
    public IReadOnlyList<Bar> Bars { get; }

    private void RefuseDisorder()
    {
        for (int i = 1; i < Bars.Count; i++)
        {
            long gap = Bars[i].OpenTime.Minutes - Bars[i - 1].OpenTime.Minutes;
            if (gap <= 0 || gap % LengthMinutes != 0)
            {
                throw new ArgumentException(
                    $"Bar {i} opens at {Bars[i].OpenTime}, {gap} min after the one before it; "
                    + $"expected a positive multiple of {LengthMinutes} min.");
            }
        }
    }
}
