using NetMQ;
using NetMQ.Sockets;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>
/// The five sockets, served by one thread. Other threads hand their messages over through a queue of bounded length, so
/// that order is kept and a cell that prints faster than the wire carries has to wait.
/// </summary>
internal sealed class KernelSockets : IDisposable
{
    private const int LongestQueue = 64;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly RouterSocket _shell = new();
    private readonly RouterSocket _control = new();
    private readonly RouterSocket _stdin = new();
    private readonly PublisherSocket _ioPub = new();
    private readonly ResponseSocket _heartbeat = new();
    private readonly NetMQQueue<(NetMQSocket Socket, NetMQMessage Message)> _queue = new();
    private readonly NetMQTimer _watch = new(Watch);
    private readonly SemaphoreSlim _room = new(LongestQueue);
    private readonly CancellationTokenSource _closed = new();
    private readonly NetMQPoller _poller;

    /// <summary>Binds the sockets.</summary>
    /// <exception cref="IOException">A port is in use.</exception>
    public KernelSockets(ConnectionFile connection)
    {
        // Nothing printed is ever dropped: the queue in front of the socket is bounded, the socket itself is not.
        _ioPub.Options.SendHighWatermark = 0;
        try
        {
            Bind(_shell, connection.Address, connection.ShellPort);
            Bind(_control, connection.Address, connection.ControlPort);
            Bind(_stdin, connection.Address, connection.StdinPort);
            Bind(_ioPub, connection.Address, connection.IoPubPort);
            Bind(_heartbeat, connection.Address, connection.HeartbeatPort);
        }
        catch
        {
            DisposeSockets();
            throw;
        }

        _poller = [_shell, _control, _stdin, _heartbeat, _queue, _watch];
        _shell.ReceiveReady += (_, _) => OnShell?.Invoke(_shell.ReceiveMultipartMessage());
        _control.ReceiveReady += (_, _) => OnControl?.Invoke(_control.ReceiveMultipartMessage());
        _stdin.ReceiveReady += (_, _) => _stdin.ReceiveMultipartMessage();
        _heartbeat.ReceiveReady += (_, _) => _heartbeat.SendMultipartMessage(_heartbeat.ReceiveMultipartMessage());
        _queue.ReceiveReady += (_, _) => SendQueued();
        _watch.Elapsed += (_, _) => OnWatch?.Invoke();
    }

    /// <summary>Takes messages of the shell socket, on the socket thread; must return quickly and not throw.</summary>
    public Action<NetMQMessage>? OnShell { get; set; }

    /// <summary>Takes messages of the control socket, on the socket thread; must return quickly and not throw.</summary>
    public Action<NetMQMessage>? OnControl { get; set; }

    /// <summary>Called every second on the socket thread.</summary>
    public Action? OnWatch { get; set; }

    /// <summary>Serves the sockets on this thread until <see cref="Stop"/>.</summary>
    public void Serve() => _poller.Run();

    /// <summary>Ends <see cref="Serve"/>; waiting senders are let go.</summary>
    public void Stop()
    {
        _closed.Cancel();
        _poller.StopAsync();
    }

    /// <summary>Replies on the shell socket, from any thread but the socket thread.</summary>
    public void SendShell(NetMQMessage message) => Enqueue(_shell, message);

    /// <summary>Publishes, from any thread but the socket thread.</summary>
    public void Publish(NetMQMessage message) => Enqueue(_ioPub, message);

    /// <summary>Replies on the control or shell socket, on the socket thread.</summary>
    public void SendNow(bool control, NetMQMessage message) =>
        (control ? _control : _shell).TrySendMultipartMessage(Linger, message);

    /// <summary>Publishes, on the socket thread.</summary>
    public void PublishNow(NetMQMessage message) => _ioPub.SendMultipartMessage(message);

    public void Dispose()
    {
        _poller.Dispose();
        DisposeSockets();
        _room.Dispose();
        _closed.Dispose();
    }

    private static void Bind(NetMQSocket socket, string address, int port)
    {
        socket.Options.Linger = Linger;
        try
        {
            socket.Bind($"tcp://{address}:{port}");
        }
        catch (NetMQException e)
        {
            throw new IOException($"The kernel cannot listen on {address}:{port}: {e.Message}", e);
        }
    }

    private void Enqueue(NetMQSocket socket, NetMQMessage message)
    {
        try
        {
            _room.Wait(_closed.Token);
            _queue.Enqueue((socket, message));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The kernel is going away: nobody is left to read this.
            return;
        }
    }

    private void SendQueued()
    {
        while (_queue.TryDequeue(out (NetMQSocket Socket, NetMQMessage Message) next, TimeSpan.Zero))
        {
            next.Socket.TrySendMultipartMessage(Linger, next.Message);
            _room.Release();
        }
    }

    private void DisposeSockets()
    {
        foreach (NetMQSocket socket in (NetMQSocket[])[_shell, _control, _stdin, _ioPub, _heartbeat])
        {
            socket.Dispose();
        }

        _queue.Dispose();
    }
}
