namespace Dms.Predictive.Core;

/// <summary>Takes one sealed minute.</summary>
/// <param name="openTime">UTC start of the minute; known one minute later.</param>
/// <param name="values">One value per <see cref="FlowMeasure"/>; valid during the call only.</param>
public delegate void FlowBarSink(Timestamp openTime, ReadOnlySpan<double> values);

/// <summary>Flow bars of one instrument, oldest first. Minutes before the feed began or after it ended are absent.</summary>
public sealed class FlowSeries
{
    private const int FirstOfBook = (int)FlowMeasure.Updates;

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

    /// <summary>Joins two feeds of one instrument of which one has the trades and the other the book.</summary>
    /// <param name="trades">Feed whose measures up to <see cref="FlowMeasure.SellExcitation300"/> count.</param>
    /// <param name="book">Feed whose other measures count.</param>
    /// <returns>A bar for every minute of either.</returns>
    public static FlowSeries Join(FlowSeries trades, FlowSeries book)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(book);
        FlowSeries joined = new();
        double[] row = new double[Width];
        for (int t = 0, b = 0; t < trades.Count || b < book.Count;)
        {
            bool hasTrades = t < trades.Count && (b >= book.Count || trades._times[t] <= book._times[b]);
            bool hasBook = b < book.Count && (t >= trades.Count || book._times[b] <= trades._times[t]);
            Array.Fill(row, double.NaN);
            Timestamp time = hasTrades ? trades._times[t] : book._times[b];
            if (hasBook)
            {
                book.Values(b++).CopyTo(row);
            }

            row.AsSpan(0, FirstOfBook).Fill(double.NaN);
            if (hasTrades)
            {
                trades.Values(t++)[..FirstOfBook].CopyTo(row);
            }

            joined.Append(time, row);
        }

        return joined;
    }
}
