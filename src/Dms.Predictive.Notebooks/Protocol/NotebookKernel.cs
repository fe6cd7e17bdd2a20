using System.Diagnostics;
using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Engine;
using NetMQ;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>
/// A Jupyter kernel for C#. The calling thread serves the sockets, so that interrupt, shutdown and heartbeat are
/// answered while a cell runs; a second thread works through the requests one by one.
/// </summary>
public sealed class NotebookKernel : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TextWriter _log;
    private readonly TimeProvider _clock;
    private readonly MessageSigner _signer;
    private readonly MessageComposer _composer;
    private readonly KernelSockets _sockets;
    private readonly CellEngine _engine;
    private readonly RequestWorker _worker;

    /// <summary>Binds the sockets; nothing is served yet.</summary>
    /// <param name="connection">Where to listen, and the key.</param>
    /// <param name="baseDirectory">Absolute folder that relative paths of cells start from.</param>
    /// <param name="log">Takes one line for each message that was dropped.</param>
    /// <param name="clock">Dates of messages, and the wait before an unresponsive cell is reported.</param>
    /// <exception cref="IOException">A port is in use.</exception>
    public NotebookKernel(ConnectionFile connection, string baseDirectory, TextWriter log, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _log = TextWriter.Synchronized(log);
        _clock = clock;
        _signer = new MessageSigner(connection.Key);
        _composer = new MessageComposer(_signer, clock);
        _engine = new CellEngine(baseDirectory);
        _sockets = new KernelSockets(connection) { OnShell = OnShell, OnControl = OnControl };
        _worker = new RequestWorker(_engine, _composer, _sockets, _log);
    }

    /// <summary>Process whose end ends the kernel too, as when the client was killed; null = none.</summary>
    public int? Parent { get; init; }

    /// <summary>Serves until a client asks for shutdown or the token is cancelled.</summary>
    /// <param name="cancellation">Ends the kernel.</param>
    public void Serve(CancellationToken cancellation = default)
    {
        _sockets.OnWatch = () =>
        {
            if (Parent is { } parent && !IsAlive(parent))
            {
                Stop();
            }
        };
        using CancellationTokenRegistration registration = cancellation.Register(Stop);
        _sockets.PublishNow(_composer.Publish(null, "status", new JsonObject { ["execution_state"] = "starting" }));
        _worker.Start();
        _sockets.Serve();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sockets.Dispose();
        _worker.Dispose();
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void OnShell(NetMQMessage message)
    {
        if (Read(message) is not { } request)
        {
            return;
        }

        if (!Answer(request, control: false))
        {
            _worker.Take(request);
        }
    }

    private void OnControl(NetMQMessage message)
    {
        if (Read(message) is { } request && !Answer(request, control: true))
        {
            Log($"a {request.Type} on the control socket");
        }
    }

    private KernelRequest? Read(NetMQMessage message)
    {
        KernelRequest? request = KernelRequest.Read(message, _signer, out string refusal);
        if (request is null)
        {
            Log(refusal);
        }

        return request;
    }

    /// <summary>Answers at once what cannot wait for the running cell; false when it can.</summary>
    private bool Answer(KernelRequest request, bool control)
    {
        switch (request.Type)
        {
            case "interrupt_request":
                Surround(request, control, "interrupt_reply", Interrupt());
                return true;
            case "shutdown_request":
                bool restart = request.Flag("restart", otherwise: false);
                Surround(request, control, "shutdown_reply", new JsonObject { ["status"] = "ok", ["restart"] = restart });
                Stop();
                return true;
            case "kernel_info_request" when control:
                Surround(request, control, "kernel_info_reply", KernelDescription.Create());
                return true;
            default:
                return false;
        }
    }

    private void Surround(KernelRequest request, bool control, string type, JsonObject content)
    {
        Publish("busy");
        _sockets.SendNow(control, _composer.Reply(request, type, content));
        Publish("idle");

        void Publish(string state) => _sockets.PublishNow(
            _composer.Publish(request.Header, "status", new JsonObject { ["execution_state"] = state }));
    }

    private JsonObject Interrupt()
    {
        if (_worker.Running is { } cell && _engine.Interrupt())
        {
            _ = ReportWhenStuckAsync(cell);
        }

        return new JsonObject { ["status"] = "ok" };
    }

    private async Task ReportWhenStuckAsync(RunningCell cell)
    {
        try
        {
            await cell.Ended.WaitAsync(Patience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            cell.Sink.Stream("stderr", $"The cell did not react to the interrupt within {Patience.TotalSeconds:0} s: it is inside "
                + "a call that does not take the Cancellation token. Only a restart of the kernel ends it.\n");
        }
    }

    private void Stop()
    {
        _engine.Interrupt();
        _worker.Stop();
        _sockets.Stop();
    }

    private void Log(string dropped) => _log.WriteLine($"dms kernel: dropped {dropped}.");
}
