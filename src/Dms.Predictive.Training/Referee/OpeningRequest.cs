using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>What is about to be looked at: fixed before the test span is opened.</summary>
/// <param name="ProtocolHash">SHA-256 of every setting.</param>
/// <param name="Data">SHA-256 of every file of the bars that outcomes come from, in order.</param>
/// <param name="Start">First decision of the test span.</param>
/// <param name="End">Its end, exclusive.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record OpeningRequest(
    string ProtocolHash, IReadOnlyList<string> Data, Timestamp Start, Timestamp End, int Seed)
{
    /// <summary>SHA-256 of further inputs, such as pooled markets and slow series: they change what is fitted, not what
    /// is judged.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What tells configurations apart.</summary>
    internal string Configuration => ProtocolHash + string.Concat(Inputs.Select(i => "+" + i));

    internal bool SameDataAndSpan(OpeningRequest other) =>
        Start == other.Start && End == other.End && Data.SequenceEqual(other.Data);

    internal bool Overlaps(OpeningRequest other) =>
        Start < other.End && other.Start < End && Data.Intersect(other.Data).Any();
}
