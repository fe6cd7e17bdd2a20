using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Keeps of a run's records what a report needs: a hash of each, and the last two margin decisions with their forecasts.</summary>
internal sealed class ReportRecords : IRecordSink
{
    private readonly List<byte[]> _leaves = [];
    private readonly List<SealedRecord> _forecasts = [];
    private SealedRecord? _before;

    /// <summary>Leaf hash of every record, in order.</summary>
    public IReadOnlyList<byte[]> Leaves => _leaves;

    /// <summary>The forecasts, the margin decision before the latest and the latest; null before there are two.</summary>
    public IReadOnlyList<SealedRecord>? LastPair { get; private set; }

    /// <inheritdoc/>
    public void Prepare(SealedRecord record)
    {
    }

    /// <inheritdoc/>
    public void Take(SealedRecord record, ReadOnlySpan<byte> chainHash)
    {
        _leaves.Add(MerkleHash.Leaf(record.Canonical.Span));
        if (record.Kind == RecordKind.ForecastIssued)
        {
            _forecasts.Add(record);
        }
        else if (RecordedMargin.Of(record) is { } margin)
        {
            LastPair = _before is null ? null : [.. _forecasts, _before, record];
            _before = record;
            _forecasts.RemoveAll(f => !margin.Forecasts.Contains(f.Sequence));
        }
    }
}
