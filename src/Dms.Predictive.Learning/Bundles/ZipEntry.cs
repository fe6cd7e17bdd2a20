namespace Dms.Predictive.Learning;

/// <summary>One entry of a zip as its central directory describes it; the lengths are claims.</summary>
/// <param name="Name">Path inside the zip.</param>
/// <param name="Header">Offset of the local header, bytes from the start of the file.</param>
/// <param name="Content">Offset of the packed bytes.</param>
/// <param name="Packed">Length of the packed bytes; they lie inside the file.</param>
/// <param name="Declared">Length that the entry says it has when unpacked.</param>
/// <param name="IsDeflated">Whether the bytes are deflated; stored as they are otherwise.</param>
internal sealed record ZipEntry(string Name, int Header, int Content, int Packed, long Declared, bool IsDeflated)
{
    /// <summary>First byte behind the entry.</summary>
    public int End => Content + Packed;
}
