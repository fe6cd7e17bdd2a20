using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Lays flow bars on a grid without holes and hands each minute to the families.</summary>
internal sealed class FlowFamilies
{
    private static readonly double[] Missing = [.. Enumerable.Repeat(double.NaN, FlowSeries.Width)];

    private readonly FlowFamily[] _families = [new TradeFeatures(), new BookFeatures(), new FeedFeatures(), new PathFeatures()];
    private long _nextMinute = long.MinValue;

    /// <summary>The families, in the order in which they write.</summary>
    public IReadOnlyList<FlowFamily> All => _families;

    /// <summary>Close of the newest minute that came.</summary>
    public Timestamp KnownUntil { get; private set; } = new(long.MinValue);

    /// <summary>Takes the next minute of the feed.</summary>
    /// <exception cref="ArgumentException">It does not follow the minutes that are known or were declared missing.</exception>
    public void Observe(Timestamp openTime, ReadOnlySpan<double> values)
    {
        long minute = openTime.Minutes;
        if (minute < _nextMinute || values.Length != FlowSeries.Width)
        {
            throw new ArgumentException(
                $"A flow bar of {openTime} with {values.Length} values does not follow; the next is {Timestamp.FromMinutes(_nextMinute)} "
                + $"with {FlowSeries.Width}.", nameof(openTime));
        }

        _nextMinute = _nextMinute == long.MinValue ? minute : _nextMinute;
        Fill(minute);
        Take(values);
        KnownUntil = Timestamp.FromMinutes(_nextMinute);
    }

    /// <summary>Declares that every minute that was known by a time has come; absent ones are missing.</summary>
    public void AdvanceTo(Timestamp asOf)
    {
        if (_nextMinute != long.MinValue)
        {
            Fill(asOf.Minutes);
        }
    }

    private void Fill(long until)
    {
        while (_nextMinute < until)
        {
            Take(Missing);
        }
    }

    private void Take(ReadOnlySpan<double> values)
    {
        foreach (FlowFamily family in _families)
        {
            family.Take(values);
        }

        _nextMinute++;
    }
}
