using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Another venue's view of a simulated instrument: once a second its best bid and ask, around the efficient price with an
/// error of its own and received a little later. Wrap it in <see cref="FaultyFeed"/> to make it fail.
/// </summary>
public sealed class SimulatedSource : IMarketReplay
{
    private const double ErrorDeviation = 1.5e-4;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly double Memory = Math.Exp(-Math.Log(2) / 30);

    private readonly MarketSimulation _simulation;
    private readonly PriceGrid _grid;
    private readonly EfficientPrice _price;
    private readonly SeededStream _stream;
    private readonly MarketFeed _feed;
    private readonly long _latency;
    private long _second;
    private double _error;
    private TopOfBook _pending;
    private bool _announced;
    private bool _waits;

    /// <summary>Prepares a source.</summary>
    /// <param name="simulation">The market.</param>
    /// <param name="index">Which of its instruments, from 0.</param>
    /// <param name="number">Which source, 1 to 20; each has its own error, and 15 ms more latency than the one before.</param>
    public SimulatedSource(MarketSimulation simulation, int index, int number)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        if (number is < 1 or > 20)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "Expected source 1 to 20.");
        }

        if (index < 0 || index >= simulation.Instruments)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"Expected 0 to {simulation.Instruments - 1}: the simulation's instruments.");
        }

        _simulation = simulation;
        _grid = new PriceGrid(simulation.PriceOf(index));
        _price = new EfficientPrice(simulation, index, new PressurePlan(simulation, index));
        _stream = new(unchecked(simulation.SeedOf(index) + ((ulong)number << 32)), SeededPurpose.Sources);
        _latency = 15_000_000L * number;
        _feed = new MarketFeed($"sim-{number + 1}", simulation.NameOf(index), _grid.Scale, false);
    }

    /// <inheritdoc/>
    public void AdvanceTo(Timestamp asOf, IMarketEventSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (!_announced && asOf >= _simulation.Start)
        {
            _announced = true;
            sink.OnFeed(_feed);
        }

        while (_waits || TryNext())
        {
            _waits = true;
            if (_pending.Stamp.ReceivedTime > asOf)
            {
                return;
            }

            _waits = false;
            sink.OnTop(in _pending);
        }
    }

    private bool TryNext()
    {
        if (_second >= _simulation.Days * 86_400L)
        {
            return false;
        }

        if (_second % 60 == 0)
        {
            _price.NextMinute((int)(_second / 60));
        }

        _price.NextSecond();
        _second++;
        _error = (Memory * _error) + (Math.Sqrt(1 - (Memory * Memory)) * ErrorDeviation * _stream.Normal());
        double ticks = Math.Exp(_price.LogPrice + _error) / _grid.Tick;
        long bid = (long)Math.Floor(ticks - _stream.Uniform());
        long ask = Math.Max(bid + 1, (long)Math.Ceiling(ticks + _stream.Uniform()));
        Timestamp time = new(_simulation.Start.Nanoseconds + (_second * NanosecondsPerSecond));
        _pending = new TopOfBook(
            new(time, new Timestamp(time.Nanoseconds + _latency), _second),
            bid * _grid.TickMantissa, Lots(), ask * _grid.TickMantissa, Lots());
        return true;
    }

    private long Lots() => Math.Max(1, (long)(_grid.LotsOfUnit * Math.Exp(0.7 * _stream.Normal())));
}
