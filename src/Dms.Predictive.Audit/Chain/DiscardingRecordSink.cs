namespace Dms.Predictive.Audit;

/// <summary>Keeps nothing: for runs whose records are hashed and checked, but not wanted on disk.</summary>
public sealed class DiscardingRecordSink : IRecordSink
{
    /// <inheritdoc/>
    public void Prepare(SealedRecord record)
    {
    }

    /// <inheritdoc/>
    public void Take(SealedRecord record, ReadOnlySpan<byte> chainHash)
    {
    }
}
