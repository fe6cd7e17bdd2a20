namespace Dms.Predictive.Core;

/// <summary>Takes one sealed minute.</summary>
/// <param name="openTime">UTC start of the minute; known one minute later.</param>
/// <param name="values">One value per <see cref="FlowMeasure"/>; valid during the call only.</param>
public delegate void FlowBarSink(Timestamp openTime, ReadOnlySpan<double> values);

/// <summary>Flow bars of one instrument, oldest first. Minutes before the feed began or after it ended are absent.</summary>
public sealed class FlowSeries
{
    private readonly List<Timestamp> _times = [];
    private readonly List<double> _values = [];

    /// <summary>Values of one bar.</summary>
    public static int Width { get; } = Enum.GetValues<FlowMeasure>().Length;

    /// <summary>Length of every bar.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Number of bars.</summary>
    public int Count => _times.Count;

    /// <summary>Start of a bar.</summary>
    public Timestamp OpenTime(int index) => _times[index];

    /// <summary>Values of a bar, by <see cref="FlowMeasure"/>.</summary>
    public ReadOnlySpan<double> Values(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values).Slice(index * Width, Width);
    }

    /// <summary>Adds the next bar.</summary>
    /// <param name="openTime">A whole minute, later than the last one.</param>
    /// <param name="values">One value per measure.</param>
    /// <exception cref="ArgumentException">The minute does not follow, or the number of values is not <see cref="Width"/>.</exception>
    public void Append(Timestamp openTime, ReadOnlySpan<double> values)
    {
        if (values.Length != Width)
        {
            throw new ArgumentException($"Found {values.Length} values; a flow bar has {Width}.", nameof(values));
        }

        if (openTime.Nanoseconds % Timestamp.NanosecondsPerMinute != 0 || (Count > 0 && openTime <= _times[^1]))
        {
            throw new ArgumentException($"A flow bar of {openTime} does not follow; expected a later whole minute.", nameof(openTime));
        }

        _times.Add(openTime);
        _values.AddRange(values);
    }
}
