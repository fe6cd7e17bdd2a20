using System.Text;
using System.Text.Json;
using NetMQ;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>A request whose signature was good.</summary>
/// <param name="Identities">Route back to the client.</param>
/// <param name="Header">The request's header, byte for byte: it becomes the parent of every answer.</param>
/// <param name="Type">Message type.</param>
/// <param name="Content">Content, always an object.</param>
internal sealed record KernelRequest(IReadOnlyList<byte[]> Identities, byte[] Header, string Type, JsonElement Content)
{
    private const string DelimiterText = "<IDS|MSG>";
    private const int SignedParts = 4;

    public static byte[] Delimiter { get; } = Encoding.ASCII.GetBytes(DelimiterText);

    /// <summary>Reads the frames of a message.</summary>
    /// <param name="message">As received.</param>
    /// <param name="signer">Checks the signature.</param>
    /// <param name="refusal">Why it was not accepted.</param>
    /// <returns>Null when it was not accepted.</returns>
    public static KernelRequest? Read(NetMQMessage message, MessageSigner signer, out string refusal)
    {
        List<byte[]> frames = [.. message.Select(f => f.ToByteArray())];
        int delimiter = frames.FindIndex(f => f.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || frames.Count < delimiter + 2 + SignedParts)
        {
            refusal = $"a message of {frames.Count} frames without {DelimiterText} and the five frames after it";
            return null;
        }

        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(SignedParts)];
        if (!signer.Verify(frames[delimiter + 1], parts))
        {
            refusal = "a message with a wrong signature";
            return null;
        }

        try
        {
            using JsonDocument header = JsonDocument.Parse(parts[0]);
            using JsonDocument content = JsonDocument.Parse(parts[3]);
            refusal = "a message whose header or content is not as the protocol says";
            return header.RootElement.ValueKind == JsonValueKind.Object
                && header.RootElement.TryGetProperty("msg_type", out JsonElement type)
                && type.ValueKind == JsonValueKind.String
                && content.RootElement.ValueKind == JsonValueKind.Object
                ? new KernelRequest([.. frames.Take(delimiter)], parts[0], type.GetString()!, content.RootElement.Clone())
                : null;
        }
        catch (JsonException e)
        {
            refusal = $"a message that is not JSON: {e.Message}";
            return null;
        }
    }

    public string Text(string field) =>
        Content.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";

    public bool Flag(string field, bool otherwise) =>
        Content.TryGetProperty(field, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean() : otherwise;

    public int Number(string field, int otherwise) =>
        Content.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number) ? number : otherwise;
}
