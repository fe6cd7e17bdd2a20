using System.Buffers;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Fingerprints of a request and its answer. Defaults are filled in first, so equal requests hash
/// alike.</summary>
internal static class RequestHashes
{
    public static MarginHashes Of(MarginRequest request) => new(
        Hash(w => PolicyWriter.Write(w, request.Policy)),
        request.Overlay is not null ? Hash(w => OverlayWriter.Write(w, request.Overlay))
            : request.Overlays is not null ? Hash(w => OverlayWriter.WriteAll(w, request.Overlays))
            : null,
        Hash(w => MarginRequestWriter.Write(w, request)),
        "");

    /// <exception cref="OverflowException">A figure of the answer is not finite. Here it is written first, and JSON has no
    /// word for it.</exception>
    public static string OfResult(MarginRequirement requirement)
    {
        try
        {
            return Hash(w => MarginResponseWriter.Write(w, requirement, withHashes: false));
        }
        catch (ArgumentException e)
        {
            throw new OverflowException("A figure of the answer is not finite.", e);
        }
    }

    private static string Hash(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return CanonicalJson.Hash(buffer.WrittenMemory);
    }
}
