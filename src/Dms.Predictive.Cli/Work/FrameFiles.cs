using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Frames as files: whole or not at all.</summary>
internal static class FrameFiles
{
    /// <summary>Writes a frame to a stream that is open anyway.</summary>
    public static void Write(Stream stream, FrameDocument document)
    {
        using MemoryStream whole = new();
        FrameParquet.WriteAsync(document, whole).GetAwaiter().GetResult();
        whole.WriteTo(stream);
    }

    /// <summary>Writes a file.</summary>
    public static void Write(string path, FrameDocument document) => AtomicFile.Write(path, s => Write(s, document));

    /// <summary>Reads a file.</summary>
    public static FrameDocument Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return FrameParquet.ReadAsync(stream, path).GetAwaiter().GetResult();
    }
}
