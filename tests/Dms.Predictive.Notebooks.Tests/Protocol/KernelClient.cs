using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Protocol;
using NetMQ;
using NetMQ.Sockets;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

/// <summary>A client of its own, written from the protocol: it shares no code with the kernel but the signer.</summary>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DealerSocket _shell = new();
    private readonly DealerSocket _control = new();
    private readonly SubscriberSocket _ioPub = new();
    private readonly RequestSocket _heartbeat = new();
    private readonly MessageSigner _signer;
    private int _sent;

    public KernelClient(ConnectionFile connection)
    {
        _signer = new MessageSigner(connection.Key);
        _ioPub.Options.ReceiveHighWatermark = 0;
        _ioPub.SubscribeToAnyTopic();
        _shell.Connect($"tcp://{connection.Address}:{connection.ShellPort}");
        _control.Connect($"tcp://{connection.Address}:{connection.ControlPort}");
        _ioPub.Connect($"tcp://{connection.Address}:{connection.IoPubPort}");
        _heartbeat.Connect($"tcp://{connection.Address}:{connection.HeartbeatPort}");
        AwaitSubscription();
    }

    public static ConnectionFile FreeConnection(string key = "a secret of the test")
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        int[] ports = [.. listeners.Select(l =>
        {
            l.Start();
            return ((IPEndPoint)l.LocalEndpoint).Port;
        })];
        foreach (TcpListener listener in listeners)
        {
            listener.Stop();
        }

        return new ConnectionFile("127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], key);
    }

    public string Send(string type, JsonObject content, bool control = false, MessageSigner? signer = null)
    {
        string id = $"test-{++_sent}";
        byte[] header = Bytes(new JsonObject
        {
            ["msg_id"] = id,
            ["session"] = "s",
            ["username"] = "u",
            ["date"] = "2024-01-01T00:00:00Z",
            ["msg_type"] = type,
            ["version"] = "5.3",
        });
        byte[] empty = "{}"u8.ToArray();
        byte[] body = Bytes(content);
        NetMQMessage message = new();
        message.Append("<IDS|MSG>");
        message.Append((signer ?? _signer).Sign(header, empty, empty, body));
        message.Append(header);
        message.Append(empty);
        message.Append(empty);
        message.Append(body);
        (control ? _control : _shell).SendMultipartMessage(message);
        return id;
    }

    public static JsonObject Code(string code, bool silent = false, bool stopOnError = true) => new()
    {
        ["code"] = code,
        ["silent"] = silent,
        ["store_history"] = !silent,
        ["allow_stdin"] = false,
        ["stop_on_error"] = stopOnError,
    };

    public Message Reply(string id, bool control = false)
    {
        while (true)
        {
            Message message = Receive(control ? _control : _shell, Limit) ?? throw new TimeoutException($"No reply to {id}.");
            if (message.Parent == id)
            {
                return message;
            }
        }
    }

    /// <summary>What is published for a request, from its busy to its idle.</summary>
    public List<Message> Published(string id, Func<Message, bool>? until = null)
    {
        List<Message> messages = [];
        while (true)
        {
            Message message = Receive(_ioPub, Limit) ?? throw new TimeoutException($"No idle for {id} after {messages.Count} messages.");
            if (message.Parent == id)
            {
                messages.Add(message);
                if (until?.Invoke(message) ?? (message.Type == "status" && message.Text("execution_state") == "idle"))
                {
                    return messages;
                }
            }
        }
    }

    public (Message Reply, List<Message> Published) Execute(string code, bool silent = false)
    {
        string id = Send("execute_request", Code(code, silent));
        return (Reply(id), Published(id));
    }

    public Message Ask(string type, JsonObject content) => Reply(Send(type, content));

    public Message? NextOnShell(TimeSpan limit) => Receive(_shell, limit);

    public string Beat(string text)
    {
        _heartbeat.SendFrame(text);
        return _heartbeat.TryReceiveFrameString(Limit, out string? echo) ? echo! : throw new TimeoutException("No heartbeat.");
    }

    public void Dispose()
    {
        foreach (NetMQSocket socket in (NetMQSocket[])[_shell, _control, _ioPub, _heartbeat])
        {
            socket.Options.Linger = TimeSpan.Zero;
            socket.Dispose();
        }
    }

    private static byte[] Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());

    private void AwaitSubscription()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Limit)
        {
            Reply(Send("kernel_info_request", []));
            if (_ioPub.TryReceiveFrameBytes(TimeSpan.FromMilliseconds(200), out _))
            {
                while (_ioPub.Options.ReceiveMore)
                {
                    _ioPub.SkipFrame();
                }

                return;
            }
        }

        throw new TimeoutException("Nothing is published.");
    }

    private Message? Receive(NetMQSocket socket, TimeSpan limit)
    {
        NetMQMessage? frames = null;
        if (!socket.TryReceiveMultipartMessage(limit, ref frames))
        {
            return null;
        }

        List<byte[]> parts = [.. frames!.Select(f => f.ToByteArray())];
        int start = parts.FindIndex(p => p.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        Assert.True(_signer.Verify(parts[start + 1], [.. parts.Skip(start + 2).Take(4)]), "The kernel's signature is wrong.");
        JsonNode header = JsonNode.Parse(parts[start + 2])!;
        JsonNode parent = JsonNode.Parse(parts[start + 3])!;
        return new Message(
            (string)header["msg_type"]!, (string?)parent["msg_id"], JsonSerializer.Deserialize<JsonElement>(parts[start + 5]));
    }
}
