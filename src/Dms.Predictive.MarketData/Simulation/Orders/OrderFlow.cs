namespace Dms.Predictive.MarketData;

/// <summary>Kinds of orders in the flow; the numbers are places in the arrays of <see cref="OrderFlow"/>.</summary>
internal enum FlowKind
{
    /// <summary>A buyer takes from the asks.</summary>
    BuyMarket = 0,

    /// <summary>A seller takes from the bids.</summary>
    SellMarket,

    /// <summary>An order comes to rest on the bids.</summary>
    BidLimit,

    /// <summary>An order comes to rest on the asks.</summary>
    AskLimit,

    /// <summary>A bid is withdrawn.</summary>
    BidCancel,

    /// <summary>An ask is withdrawn.</summary>
    AskCancel,
}

/// <summary>
/// Six counting processes that excite themselves and each other: Hawkes with one exponential kernel, so that the state is
/// six numbers and an event costs the same however long the past is. Simulated by thinning (Ogata 1981).
/// </summary>
internal sealed class OrderFlow(SeededStream stream)
{
    private const int Kinds = 6;
    private const double Decay = 0.35;

    // Row = cause, column = effect, in offspring per event. Symmetric under a swap of sides, so that a tilt of one side
    // against the other leaves the total flow as it was. Cancels excite no trades.
    private static readonly double[] Offspring =
    [
        0.38, 0.07, 0.06, 0.12, 0.03, 0.14,
        0.07, 0.38, 0.12, 0.06, 0.14, 0.03,
        0.01, 0.01, 0.14, 0.04, 0.10, 0.05,
        0.01, 0.01, 0.04, 0.14, 0.05, 0.10,
        0.00, 0.00, 0.16, 0.04, 0.10, 0.03,
        0.00, 0.00, 0.04, 0.16, 0.03, 0.10,
    ];

    private readonly double[] _base = new double[Kinds];
    private readonly double[] _excited = new double[Kinds];
    private double _at;
    private double _total;

    /// <summary>Sets the rate at which a kind comes without being excited, per second.</summary>
    public void SetBase(FlowKind kind, double perSecond) => _base[(int)kind] = perSecond;

    /// <summary>Begins a second; the time within it runs from 0 to 1.</summary>
    public void BeginSecond()
    {
        _at = 0;
        _total = Total();
    }

    /// <summary>Finds the next event of the second.</summary>
    /// <returns>False when the second is over.</returns>
    public bool TryNext(out double at, out FlowKind kind)
    {
        (at, kind) = (1, default);
        while (true)
        {
            double wait = stream.Exponential(1) / _total;
            if (_at + wait >= 1)
            {
                Fade(1 - _at);
                return false;
            }

            _at += wait;
            Fade(wait);
            double bound = _total;
            _total = Total();
            double mark = stream.Uniform() * bound;
            if (mark < _total)
            {
                (at, kind) = (_at, KindAt(mark));
                return true;
            }
        }
    }

    /// <summary>Lets an event excite the flow, after the book has taken it.</summary>
    public void Excite(FlowKind kind)
    {
        ReadOnlySpan<double> offspring = Offspring.AsSpan((int)kind * Kinds, Kinds);
        for (int i = 0; i < Kinds; i++)
        {
            _excited[i] += Decay * offspring[i];
        }

        _total = Total();
    }

    private void Fade(double seconds)
    {
        double kept = Math.Exp(-Decay * seconds);
        for (int i = 0; i < Kinds; i++)
        {
            _excited[i] *= kept;
        }
    }

    private double Total()
    {
        double total = 0;
        for (int i = 0; i < Kinds; i++)
        {
            total += _base[i] + _excited[i];
        }

        return total;
    }

    private FlowKind KindAt(double mark)
    {
        for (int i = 0; i < Kinds - 1; i++)
        {
            mark -= _base[i] + _excited[i];
            if (mark < 0)
            {
                return (FlowKind)i;
            }
        }

        return FlowKind.AskCancel;
    }
}
