namespace Dms.Predictive.Training;

/// <summary>What a head is fitted to: inputs of past decisions and what came, in time order. The caller passes known
/// outcomes only.</summary>
/// <param name="names">Names of the inputs in order; the first must not lower the probability.</param>
public sealed class HeadSample(IReadOnlyList<string> names)
{
    private readonly List<double> _values = [];
    private readonly List<bool> _outcomes = [];

    /// <summary>Names of the inputs in order.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Number of decisions.</summary>
    public int Count => _outcomes.Count;

    /// <summary>How many had the event.</summary>
    public int Events { get; private set; }

    /// <summary>Inputs, decision after decision; NaN = missing.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Whether the event came, by decision.</summary>
    public IReadOnlyList<bool> Outcomes => _outcomes;

    /// <summary>Adds the next decision.</summary>
    /// <param name="values">One value per input; NaN = missing.</param>
    /// <param name="outcome">Whether the event came.</param>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public void Add(ReadOnlySpan<double> values, bool outcome)
    {
        if (values.Length != Names.Count)
        {
            throw new ArgumentException($"Found {values.Length} values for {Names.Count} inputs.", nameof(values));
        }

        _values.AddRange(values);
        _outcomes.Add(outcome);
        Events += outcome ? 1 : 0;
    }
}
