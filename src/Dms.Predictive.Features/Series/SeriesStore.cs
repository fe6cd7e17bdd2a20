using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Series;

/// <summary>The slow series of one engine, by kind.</summary>
internal sealed class SeriesStore
{
    private readonly Dictionary<string, AsOfSeries> _byName = [];

    /// <summary>Makes room for the kinds, each once.</summary>
    /// <exception cref="ArgumentException">A kind is given twice.</exception>
    public SeriesStore(IReadOnlyList<SlowSeriesKind> kinds)
    {
        foreach (SlowSeriesKind kind in kinds)
        {
            if (!_byName.TryAdd(kind.Name, new AsOfSeries(kind)))
            {
                throw new ArgumentException($"The series '{kind.Name}' is given twice.", nameof(kinds));
            }
        }
    }

    /// <summary>Number of series.</summary>
    public int Count => _byName.Count;

    /// <summary>Newest publication of all series.</summary>
    public Timestamp PublishedUntil { get; private set; } = new(long.MinValue);

    /// <summary>Custom series in order of their names.</summary>
    public IEnumerable<AsOfSeries> Custom =>
        _byName.Values.Where(s => s.Kind.IsCustom).OrderBy(s => s.Kind.Name, StringComparer.Ordinal);

    /// <summary>The series of a kind; null when the engine has none.</summary>
    public AsOfSeries? Of(SlowSeriesKind kind) => _byName.GetValueOrDefault(kind.Name);

    /// <summary>Takes the next publication of a kind.</summary>
    public void Observe(SlowSeriesKind kind, in SlowObservation observation)
    {
        AsOfSeries series = Of(kind) ?? throw new ArgumentException(
            $"The engine was not made for the series '{kind.Name}'; name it when the engine is made.", nameof(kind));
        series.Observe(in observation);
        PublishedUntil = observation.PublishedAt > PublishedUntil ? observation.PublishedAt : PublishedUntil;
    }
}
