namespace Dms.Predictive.Core;

/// <summary>Everything that was ever published of one slow series, in the order of publication.</summary>
/// <remarks>The same event time may be published again: a restatement, which counts from its own publication.</remarks>
public sealed class SlowSeries
{
    /// <summary>Takes observations that are already in order.</summary>
    /// <param name="kind">What the values are.</param>
    /// <param name="observations">Ascending by publication, then by event time; at least one.</param>
    /// <param name="source">Name of the file or feed, for reports.</param>
    /// <param name="sha256">Digest of the source's bytes, lower-case hex; empty where there are none.</param>
    /// <exception cref="ArgumentException">Nothing was given, or an observation is out of order, repeated, not
    /// finite, or published before its event.</exception>
    public SlowSeries(
        SlowSeriesKind kind, IReadOnlyList<SlowObservation> observations, string source = "", string sha256 = "")
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(observations);
        if (observations.Count == 0)
        {
            throw new ArgumentException($"The series '{kind.Name}' has no observation.", nameof(observations));
        }

        (Kind, Observations, Source, Sha256) = (kind, observations, source, sha256);
        for (int i = 0; i < observations.Count; i++)
        {
            if (Fault(i) is string fault)
            {
                throw new ArgumentException($"Observation {i} of '{kind.Name}' {fault}.", nameof(observations));
            }
        }
    }

    /// <summary>What the values are.</summary>
    public SlowSeriesKind Kind { get; }

    /// <summary>Observations by publication, then by event time.</summary>
    public IReadOnlyList<SlowObservation> Observations { get; }

    /// <summary>Name of the file or feed.</summary>
    public string Source { get; }

    /// <summary>Digest of the source's bytes, lower-case hex; empty where there are none.</summary>
    public string Sha256 { get; }

    private string? Fault(int i)
    {
        SlowObservation o = Observations[i];
        if (!double.IsFinite(o.Value))
        {
            return $"is {o.Value}; expected a finite number, absent values are left out";
        }

        if (o.PublishedAt < o.EventTime)
        {
            return $"is about {o.EventTime} and published at {o.PublishedAt}, before it";
        }

        if (i == 0)
        {
            return null;
        }

        SlowObservation before = Observations[i - 1];
        return o.PublishedAt > before.PublishedAt
            || (o.PublishedAt == before.PublishedAt && o.EventTime > before.EventTime)
            ? null
            : $"({o.EventTime}, published {o.PublishedAt}) does not follow ({before.EventTime}, published {before.PublishedAt})";
    }
}
