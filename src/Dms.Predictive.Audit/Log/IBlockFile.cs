namespace Dms.Predictive.Audit;

/// <summary>A file that is written front to back. Tests hand in one whose disk fails.</summary>
internal interface IBlockFile : IDisposable
{
    /// <summary>Writes bytes at an offset.</summary>
    /// <exception cref="IOException">The disk is full or failed; part of the bytes may have been written.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Makes everything written durable.</summary>
    /// <exception cref="IOException">The disk failed; what it holds is not known.</exception>
    public void Flush();
}

/// <summary>Opens a file for writing.</summary>
/// <param name="path">The file.</param>
/// <param name="mode">Whether it must be new or must exist.</param>
internal delegate IBlockFile OpenBlockFile(string path, FileMode mode);
