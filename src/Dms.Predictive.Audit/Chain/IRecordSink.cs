namespace Dms.Predictive.Audit;

/// <summary>Where sealed records go: files, or memory.</summary>
public interface IRecordSink
{
    /// <summary>Announces an accepted record while the trail still stands before it.</summary>
    /// <param name="record">The record that <see cref="Take"/> will bring.</param>
    public void Prepare(SealedRecord record);

    /// <summary>Takes a record that is now part of the chain.</summary>
    /// <param name="record">The record.</param>
    /// <param name="chainHash">Chain hash after it, 32 bytes; valid during the call.</param>
    public void Take(SealedRecord record, ReadOnlySpan<byte> chainHash);
}
