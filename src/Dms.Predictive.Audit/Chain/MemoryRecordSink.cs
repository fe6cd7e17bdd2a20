namespace Dms.Predictive.Audit;

/// <summary>Keeps sealed records in memory.</summary>
public sealed class MemoryRecordSink : IRecordSink
{
    private readonly List<SealedRecord> _records = [];

    /// <summary>The records in order; record n stands at n − 1.</summary>
    public IReadOnlyList<SealedRecord> Records => _records;

    /// <inheritdoc/>
    public void Prepare(SealedRecord record)
    {
    }

    /// <inheritdoc/>
    public void Take(SealedRecord record, ReadOnlySpan<byte> chainHash) => _records.Add(record);
}
