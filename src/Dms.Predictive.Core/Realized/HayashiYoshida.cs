namespace Dms.Predictive.Core;

/// <summary>Covariance of two assets that trade at different times, without a common grid.</summary>
/// <remarks>Σ over all pairs of returns whose half-open spans (s, t] overlap of their product. Hayashi and Yoshida
/// (2005), Bernoulli 11(2). O(1) per tick: a pair is counted when the later of its two returns ends, and the returns of
/// the other asset that ended meanwhile sum to one price difference. With several assets the matrix of pairs need not
/// be positive semidefinite.</remarks>
public sealed class HayashiYoshida
{
    private readonly Side _first = new();
    private readonly Side _second = new();
    private Timestamp _time;
    private bool _any;
    private double _sum;

    /// <summary>The covariance so far, with the number of returns of both assets and the share of zeros among
    /// them.</summary>
    public RealizedMeasure Current
    {
        get
        {
            int count = _first.Returns + _second.Returns;
            return new(_sum, count, (_first.Zeros + _second.Zeros) / (double)count);
        }
    }

    /// <summary>Takes the next price of the first asset.</summary>
    /// <param name="time">Not before the tick before it, and after the last of the same asset.</param>
    /// <param name="logPrice">ln price, finite.</param>
    /// <exception cref="ArgumentException">The time goes back, or stands still for the same asset.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The price is not finite.</exception>
    public void AppendFirst(Timestamp time, double logPrice) => Append(_first, _second, time, logPrice);

    /// <summary>Takes the next price of the second asset.</summary>
    /// <inheritdoc cref="AppendFirst"/>
    public void AppendSecond(Timestamp time, double logPrice) => Append(_second, _first, time, logPrice);

    private void Append(Side own, Side other, Timestamp time, double logPrice)
    {
        FiniteReturn.Of(logPrice, own.Returns);
        if ((_any && time < _time) || (own.Started && time <= own.Time))
        {
            throw new ArgumentException($"Tick at {time} does not come after those before it.", nameof(time));
        }

        (_any, _time) = (true, time);
        if (own.Started)
        {
            double change = logPrice - own.Price;
            own.Returns++;
            own.Zeros += change == 0 ? 1 : 0;
            _sum += other.Started ? change * (other.Price - own.OtherThen) : 0;
        }

        (own.Price, own.Time, own.OtherThen) = (logPrice, time, other.Price);
        bool together = other.Started && other.Time == time;
        if (together || !own.Started)
        {
            // The other asset's open span begins at this price, not at the one before it.
            other.OtherThen = logPrice;
        }

        own.Started = true;
    }

    /// <summary>One asset: its last price, and the other asset's price at that moment.</summary>
    private sealed class Side
    {
        public bool Started { get; set; }

        public Timestamp Time { get; set; }

        public double Price { get; set; }

        public double OtherThen { get; set; }

        public int Returns { get; set; }

        public int Zeros { get; set; }
    }
}
