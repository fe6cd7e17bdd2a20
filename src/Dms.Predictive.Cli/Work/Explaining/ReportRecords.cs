using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Keeps of a run's records what a report needs: a hash of each, and the last two margin decisions.</summary>
internal sealed class ReportRecords : IRecordSink
{
    private readonly List<byte[]> _leaves = [];
    private SealedRecord? _before;

    /// <summary>Leaf hash of every record, in order.</summary>
    public IReadOnlyList<byte[]> Leaves => _leaves;

    /// <summary>The latest margin decision and the one before it; null before there are two.</summary>
    public (SealedRecord Before, SealedRecord After)? LastPair { get; private set; }

    /// <inheritdoc/>
    public void Prepare(SealedRecord record)
    {
    }

    /// <inheritdoc/>
    public void Take(SealedRecord record, ReadOnlySpan<byte> chainHash)
    {
        _leaves.Add(MerkleHash.Leaf(record.Canonical.Span));
        if (record.Kind == RecordKind.MarginDecided)
        {
            LastPair = _before is null ? null : (_before, record);
            _before = record;
        }
    }
}
