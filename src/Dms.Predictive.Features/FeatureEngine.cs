using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Calendar;
using Dms.Predictive.Features.OrderFlow;
using Dms.Predictive.Features.Peers;
using Dms.Predictive.Features.Price;
using Dms.Predictive.Features.Series;
using Dms.Predictive.Features.Spectrum;
using Dms.Predictive.Features.Variance;
using Dms.Predictive.Features.Volume;

namespace Dms.Predictive.Features;

/// <summary>
/// Computes every feature as of a time from bars known by then. Training replays history through this engine and
/// serving feeds it live bars, so offline and online features are the same bits.
/// </summary>
/// <remarks>State is finite: after <see cref="FeatureCatalog.WarmUpMinutes"/> (30 days for the 30-day extremes) values
/// do not depend on when the stream began. Append is O(1), about a microsecond.</remarks>
public sealed class FeatureEngine
{
    private readonly IFeatureFamily[] _families;
    private readonly VarianceFeatures _variance;
    private readonly SeriesStore _series;
    private readonly FlowFamilies? _flow;
    private readonly PeerFeatures? _peers;
    private readonly int _barMinutes;

    /// <summary>Starts an engine without history.</summary>
    /// <param name="barMinutes">Bar length in minutes; it divides a day.</param>
    /// <param name="inputs">What else it will be told of, and the order of those features; null = nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not in 1 … 1440 or does not divide 1440.</exception>
    /// <exception cref="ArgumentException">A kind is given twice, or taker flow has one side only.</exception>
    public FeatureEngine(int barMinutes, EngineInputs? inputs = null)
    {
        if (barMinutes < 1 || 1440 % barMinutes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(barMinutes), barMinutes, "Bars must divide a day of 1440 minutes.");
        }

        _barMinutes = barMinutes;
        _variance = new VarianceFeatures(barMinutes);
        inputs ??= new EngineInputs();
        _series = new SeriesStore(inputs.Series);
        _flow = inputs.HasFlow ? new FlowFamilies() : null;
        _peers = inputs.Peers.Count > 0 ? new PeerFeatures(inputs.Peers, barMinutes) : null;
        _families =
        [
            _variance, new PriceFeatures(barMinutes), new CalendarFeatures(), new VolumeFeatures(barMinutes),
            .. SeriesFamilies.Of(_series, barMinutes, RealizedVariance), .. _flow?.All ?? [],
            .. _peers is null ? Array.Empty<IFeatureFamily>() : [_peers],
            .. inputs.HasSpectrum ? [new SpectrumFeatures(barMinutes)] : Array.Empty<IFeatureFamily>(),
        ];
        Schema = new FeatureSchema(FeatureCatalog.Version, [.. _families.SelectMany(f => f.Definitions)]);
        Grid = new BarGrid(barMinutes, OnGridBar);
    }

    /// <summary>Names, units, formulas and hash of the features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The grid that the bars were laid on.</summary>
    public BarGrid Grid { get; }

    /// <summary>The newest grid bar's return in percent, clipped.</summary>
    public double LastReturnPercent { get; private set; }

    /// <summary>Called with each grid bar after the features took it; for models that follow returns.</summary>
    public Action<GridBar>? GridBarAdded { get; set; }

    /// <summary>Takes the next bar of the feed.</summary>
    public void Append(in Bar bar) => Grid.Append(in bar);

    /// <summary>Takes the next publication of a slow series.</summary>
    /// <param name="kind">One of the kinds that the engine was made for.</param>
    /// <param name="observation">Published no earlier than those of its kind before.</param>
    /// <exception cref="ArgumentException">The kind is unknown to the engine, or the publication is out of order.</exception>
    public void Observe(SlowSeriesKind kind, in SlowObservation observation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        _series.Observe(kind, in observation);
    }

    /// <summary>Takes the next flow bar.</summary>
    /// <param name="openTime">Its whole minute, later than those before.</param>
    /// <param name="values">One value per <see cref="FlowMeasure"/>.</param>
    /// <exception cref="InvalidOperationException">The engine was not made for flow.</exception>
    /// <exception cref="ArgumentException">The bar does not follow.</exception>
    public void Observe(Timestamp openTime, ReadOnlySpan<double> values)
    {
        if (_flow is null)
        {
            throw new InvalidOperationException("The engine was not made for flow bars; say so when it is made.");
        }

        _flow.Observe(openTime, values);
    }

    /// <summary>Takes the next bar of another instrument.</summary>
    /// <param name="peer">Its place among <see cref="EngineInputs.Peers"/>.</param>
    /// <param name="bar">Of the engine's length, on its grid, later than those before.</param>
    /// <exception cref="InvalidOperationException">The engine was not made for other instruments.</exception>
    public void ObservePeer(int peer, in Bar bar)
    {
        if (_peers is null)
        {
            throw new InvalidOperationException("The engine was not made for other instruments; name them when it is made.");
        }

        _peers.Observe(peer, in bar);
    }

    /// <summary>Sum of squared returns over the last minutes, percent².</summary>
    /// <param name="minutes">Window, at most 10,080.</param>
    public double RealizedVariance(int minutes) => _variance.Realized(minutes);

    /// <summary>Writes all features as of a time; those still warming up are NaN.</summary>
    /// <param name="asOf">Decision time; bars known by then count, absent ones are missing.</param>
    /// <param name="values">Room for <c>Schema.Count</c> values.</param>
    /// <exception cref="InvalidOperationException">The engine already holds bars or publications that were not known
    /// at that time.</exception>
    public void Compute(Timestamp asOf, Span<double> values)
    {
        Grid.AdvanceTo(asOf);
        RefuseFuture("Bars are known until", Grid.Count > 0 ? Grid.KnownUntil : null, asOf);
        RefuseFuture("A series was published at", _series.PublishedUntil, asOf);
        RefuseFuture("Flow is known until", _flow?.KnownUntil, asOf);
        RefuseFuture("Bars of another instrument are known until", _peers?.KnownUntil, asOf);
        _flow?.AdvanceTo(asOf);
        int at = 0;
        foreach (IFeatureFamily family in _families)
        {
            family.Write(asOf, values.Slice(at, family.Definitions.Count));
            at += family.Definitions.Count;
        }

        Mask(values);
    }

    private static void RefuseFuture(string what, Timestamp? known, Timestamp asOf)
    {
        if (known > asOf)
        {
            throw new InvalidOperationException($"{what} {known}; features as of {asOf} would see the future.");
        }
    }

    private void OnGridBar(GridBar bar)
    {
        foreach (IFeatureFamily family in _families)
        {
            family.Append(in bar);
        }

        LastReturnPercent = bar.ReturnPercent;
        GridBarAdded?.Invoke(bar);
    }

    private void Mask(Span<double> values)
    {
        long minutes = Grid.Count * _barMinutes;
        for (int i = 0; i < values.Length; i++)
        {
            if (minutes < Schema.Features[i].WarmUpMinutes || !double.IsFinite(values[i]))
            {
                values[i] = double.NaN;
            }
        }
    }
}
