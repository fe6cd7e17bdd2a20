using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Simulates one instrument order by order and plays it as a feed: a snapshot, then grouped book changes, trades and
/// one-minute bars. The variance is known, and so are the build-ups that announce a part of the shocks in the book and
/// in the flow while volatility and volume stay as they were.
/// </summary>
/// <remarks>
/// Same simulation, same events, on one machine, however the calls of <see cref="AdvanceTo"/> cut the time. Instruments
/// are independent of each other but for the common factor, which each draws again: they may run on any threads.
/// Both clocks are equal. A group of changes covers 100 ms and is stamped at their end; a trade at its own time.
/// </remarks>
public sealed class MarketSimulator : IMarketReplay
{
    private const double MarketPerSecond = 0.105;
    private const double LimitPerSecond = 0.20;
    private const double CancelPerOrderSecond = 0.2 / 120;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int GroupsPerSecond = 10;

    private readonly MarketSimulation _simulation;
    private readonly PriceGrid _grid;
    private readonly PressurePlan _plan;
    private readonly EfficientPrice _price;
    private readonly MarketMood _mood;
    private readonly SimulatedTape _tape;
    private readonly SimulatedBook _book;
    private readonly OrderFlow _flow;
    private readonly SimulatedDerivatives _derivatives;
    private readonly List<SimulatedMinute> _truth;
    private readonly long _seconds;
    private long _second;
    private bool _announced;

    /// <summary>Prepares an instrument; nothing is simulated yet.</summary>
    /// <param name="simulation">What to simulate.</param>
    /// <param name="index">Which of its instruments, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such instrument.</exception>
    public MarketSimulator(MarketSimulation simulation, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        if (index < 0 || index >= simulation.Instruments)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"Expected 0 to {simulation.Instruments - 1}: the simulation's instruments.");
        }

        ulong seed = simulation.SeedOf(index);
        _simulation = simulation;
        _grid = new PriceGrid(simulation.PriceOf(index));
        _plan = new PressurePlan(simulation, index);
        _price = new EfficientPrice(simulation, index, _plan);
        _mood = new MarketMood(seed, simulation.Strength);
        _tape = new SimulatedTape(_grid.Scale);
        _book = new SimulatedBook(_grid, seed, _mood, _tape);
        _flow = new OrderFlow(new(seed, SeededPurpose.OrderFlow));
        _derivatives = new SimulatedDerivatives(seed, _grid.BaseOfUnit);
        _seconds = simulation.Days * 86_400L;
        _truth = new(simulation.Days * 1440);
        Feed = new MarketFeed("sim", simulation.NameOf(index), _grid.Scale, false);
    }

    /// <summary>What the events are of.</summary>
    public MarketFeed Feed { get; }

    /// <summary>Tick in quote currency.</summary>
    public double Tick => _grid.Tick;

    /// <summary>End of the simulation; nothing comes after it.</summary>
    public Timestamp End => _simulation.Start + TimeSpan.FromSeconds(_seconds);

    /// <summary>The truth of the minutes begun so far. No feature may ever read it.</summary>
    public IReadOnlyList<SimulatedMinute> Truth => _truth;

    /// <summary>Mark, open interest, forced orders and funding of the minutes that are over.</summary>
    public IReadOnlyList<DerivativeMinute> Derivatives => _derivatives.Minutes;

    /// <summary>All instruments of a simulation, each to be played into its own sink.</summary>
    public static IReadOnlyList<MarketSimulator> All(MarketSimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        return [.. Enumerable.Range(0, simulation.Instruments).Select(i => new MarketSimulator(simulation, i))];
    }

    /// <inheritdoc/>
    public void AdvanceTo(Timestamp asOf, IMarketEventSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (asOf < _simulation.Start)
        {
            return;
        }

        if (!_announced)
        {
            _announced = true;
            sink.OnFeed(Feed);
        }

        while (_tape.Deliver(asOf, sink) && _second < _seconds && TimeOf(_second) <= asOf)
        {
            if (_second % 60 == 0)
            {
                BeginMinute((int)(_second / 60));
            }

            RunSecond();
        }
    }

    private void BeginMinute(int minute)
    {
        SimulatedMinute truth = _price.NextMinute(minute);
        _truth.Add(truth);
        _mood.NextMinute(truth.Time.Minutes, _price.Diffusion, _plan.BuildUpAt(minute), _plan.PressureAt(minute));
        if (minute == 0)
        {
            _book.Fill(Math.Exp(_price.LogPrice));
            Gather(_book.Bids, BookSide.Bid);
            Gather(_book.Asks, BookSide.Ask);
            _tape.CloseGroup(_simulation.Start, isSnapshot: true);
        }

        SetRates();
    }

    private void RunSecond()
    {
        long start = TimeOf(_second).Nanoseconds;
        _price.NextSecond();
        _book.Follow(Math.Exp(_price.LogPrice));
        if (_price.ForcedBase != 0)
        {
            long forced = (long)Math.Ceiling(Math.Abs(_price.ForcedBase) * _grid.LotsOfUnit);
            _book.Take(_price.ForcedBase < 0 ? _book.Bids : _book.Asks, forced, new Timestamp(start));
        }

        int group = 0;
        SetCancelRates();
        _flow.BeginSecond();
        while (_flow.TryNext(out double at, out FlowKind kind))
        {
            int of = (int)(at * GroupsPerSecond);
            if (of > group)
            {
                CloseGroup(start, group);
                group = of;
            }

            _book.Act(kind, new Timestamp(start + (long)(at * NanosecondsPerSecond)));
            SetCancelRates();
            _flow.Excite(kind);
        }

        CloseGroup(start, group);
        _second++;
        if (_second % 60 == 0)
        {
            _tape.CloseBar(TimeOf(_second - 60), TimeOf(_second));
            _derivatives.EndMinute(TimeOf(_second), _price, _mood.TakerTilt);
        }
    }

    private void SetRates()
    {
        double market = MarketPerSecond * _mood.Activity / 2;
        _flow.SetBase(FlowKind.BuyMarket, market * (1 + _mood.TakerTilt));
        _flow.SetBase(FlowKind.SellMarket, market * (1 - _mood.TakerTilt));
        double limit = LimitPerSecond * Math.Sqrt(_mood.Activity);
        _flow.SetBase(FlowKind.BidLimit, limit * (1 + _mood.MakerTilt));
        _flow.SetBase(FlowKind.AskLimit, limit * (1 - _mood.MakerTilt));
    }

    private void SetCancelRates()
    {
        double perOrder = CancelPerOrderSecond * Math.Sqrt(_mood.Activity);
        _flow.SetBase(FlowKind.BidCancel, perOrder * _mood.CancelFactor(-1) * _book.Bids.Count);
        _flow.SetBase(FlowKind.AskCancel, perOrder * _mood.CancelFactor(1) * _book.Asks.Count);
    }

    private void CloseGroup(long start, int group)
    {
        Gather(_book.Bids, BookSide.Bid);
        Gather(_book.Asks, BookSide.Ask);
        long end = start + ((group + 1) * (NanosecondsPerSecond / GroupsPerSecond));
        _tape.CloseGroup(new Timestamp(end), isSnapshot: false);
    }

    private void Gather(OrderQueues side, BookSide name)
    {
        foreach (long tick in side.Changed)
        {
            _tape.Change(new LevelChange(name, tick * _grid.TickMantissa, side.QuantityAt(tick)));
        }

        side.ClearChanged();
    }

    private Timestamp TimeOf(long second) => new(_simulation.Start.Nanoseconds + (second * NanosecondsPerSecond));
}
