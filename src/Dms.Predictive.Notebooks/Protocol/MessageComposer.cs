using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>Composes signed messages of one kernel session.</summary>
internal sealed class MessageComposer(MessageSigner signer, TimeProvider clock)
{
    /// <summary>Version of the messaging protocol.</summary>
    public const string ProtocolVersion = "5.3";

    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _session = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private long _sent;

    /// <summary>An answer for the client that asked.</summary>
    public NetMQMessage Reply(KernelRequest request, string type, JsonObject content) =>
        Compose(request.Identities, request.Header, type, content);

    /// <summary>A message for everybody; the topic is its type.</summary>
    /// <param name="parent">Header of the request it belongs to; null = none.</param>
    /// <param name="type">Message type.</param>
    /// <param name="content">Its content.</param>
    public NetMQMessage Publish(byte[]? parent, string type, JsonObject content) =>
        Compose([Encoding.ASCII.GetBytes(type)], parent ?? EmptyObject, type, content);

    private NetMQMessage Compose(IReadOnlyList<byte[]> identities, byte[] parent, string type, JsonObject content)
    {
        byte[] header = Bytes(new JsonObject
        {
            ["msg_id"] = $"{_session}_{Interlocked.Increment(ref _sent)}",
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = clock.GetUtcNow().UtcDateTime.ToString("O"),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        });
        byte[] body = Bytes(content);
        NetMQMessage message = new();
        foreach (byte[] identity in identities)
        {
            message.Append(identity);
        }

        message.Append(KernelRequest.Delimiter);
        message.Append(signer.Sign(header, parent, EmptyObject, body));
        message.Append(header);
        message.Append(parent);
        message.Append(EmptyObject);
        message.Append(body);
        return message;
    }

    private static byte[] Bytes(JsonObject value) => JsonSerializer.SerializeToUtf8Bytes(value, Compact);
}
