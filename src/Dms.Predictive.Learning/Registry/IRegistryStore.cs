using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Keeps the sealed entries of a registry; a file at the edge, a list in memory elsewhere.</summary>
public interface IRegistryStore
{
    /// <summary>All entries, oldest first.</summary>
    /// <exception cref="InputRefusedException">The store is damaged or of another version.</exception>
    public IReadOnlyList<SealedEntry> Read();

    /// <summary>Appends entries, all or none, durably.</summary>
    /// <param name="entries">At least one.</param>
    /// <param name="after">Number of entries that the caller has read.</param>
    /// <exception cref="InputRefusedException"><c>registry-conflict</c>: somebody else has written
    /// meanwhile.</exception>
    public void Append(IReadOnlyList<SealedEntry> entries, int after);
}
