namespace Dms.Predictive.Audit;

/// <summary>Where sealed records go: files, or memory.</summary>
public interface IRecordSink
{
    /// <summary>Takes a record that is already part of the chain.</summary>
    /// <param name="record">The record.</param>
    /// <param name="chainHash">Chain hash after it, 32 bytes; valid during the call.</param>
    public void Take(SealedRecord record, ReadOnlySpan<byte> chainHash);
}
