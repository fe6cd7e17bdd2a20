using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>Works through requests in their order, on a thread of its own.</summary>
internal sealed class RequestWorker : IDisposable
{
    private const int StackBytes = 16 * 1024 * 1024;

    private readonly BlockingCollection<(long Sequence, KernelRequest Request)> _requests = [];
    private readonly InputHistory _history = new();
    private readonly CellEngine _engine;
    private readonly MessageComposer _composer;
    private readonly KernelSockets _sockets;
    private readonly TextWriter _log;
    private long _received;
    private long _abortUpTo;
    private int _count;

    public RequestWorker(CellEngine engine, MessageComposer composer, KernelSockets sockets, TextWriter log) =>
        (_engine, _composer, _sockets, _log) = (engine, composer, sockets, log);

    /// <summary>The cell that runs now; null between cells.</summary>
    public RunningCell? Running { get; private set; }

    /// <summary>Starts the thread; it never keeps the process alive.</summary>
    public void Start() => new Thread(Work, StackBytes) { IsBackground = true, Name = "cells" }.Start();

    /// <summary>Puts a request at the end of the queue.</summary>
    public void Take(KernelRequest request)
    {
        if (!_requests.IsAddingCompleted)
        {
            _requests.Add((Interlocked.Increment(ref _received), request));
        }
    }

    /// <summary>Lets nothing new in; what is queued is forgotten.</summary>
    public void Stop()
    {
        _requests.CompleteAdding();
        while (_requests.TryTake(out _))
        {
        }
    }

    public void Dispose() => Stop();

    private void Work()
    {
        foreach ((long sequence, KernelRequest request) in _requests.GetConsumingEnumerable())
        {
            JupyterSink sink = new(request.Header, _composer, _sockets);
            sink.Status("busy");
            try
            {
                if (Answer(request, sequence, sink) is { } content)
                {
                    string type = request.Type.Replace("_request", "_reply", StringComparison.Ordinal);
                    _sockets.SendShell(_composer.Reply(request, type, content));
                }
                else
                {
                    _log.WriteLine($"dms kernel: no answer to a message of the unknown type \"{request.Type}\".");
                }
            }
            catch (Exception e)
            {
                // A fault of the kernel must be seen, and must not end the session with its variables.
                _log.WriteLine($"dms kernel: {request.Type} failed: {e}");
                string type = request.Type.Replace("_request", "_reply", StringComparison.Ordinal);
                _sockets.SendShell(_composer.Reply(request, type, ErrorContent(e.GetType().Name, e.Message, [])));
            }

            sink.Status("idle");
        }
    }

    private JsonObject? Answer(KernelRequest request, long sequence, JupyterSink sink) => request.Type switch
    {
        "kernel_info_request" => KernelDescription.Create(),
        "execute_request" when sequence <= _abortUpTo => Aborted(),
        "execute_request" => Execute(request, sink),
        "complete_request" => CodeAnswers.Complete(_engine.Insight, request),
        "inspect_request" => CodeAnswers.Inspect(_engine.Insight, request),
        "is_complete_request" => CodeAnswers.IsComplete(request),
        "history_request" => _history.Answer(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        _ => null,
    };

    private JsonObject Execute(KernelRequest request, JupyterSink sink)
    {
        string code = request.Text("code");
        bool silent = request.Flag("silent", otherwise: false);
        bool keep = !silent && request.Flag("store_history", otherwise: true);
        int number = keep ? ++_count : _count;
        if (keep)
        {
            _history.Add(number, code);
        }

        if (!silent)
        {
            sink.Input(code, number);
        }

        CellOutcome outcome = Run(code, number, sink);
        if (outcome.Error is { } error)
        {
            sink.Error(ErrorContent(error.Name, error.Message, error.Traceback, status: false));
            if (request.Flag("stop_on_error", otherwise: true))
            {
                _abortUpTo = Interlocked.Read(ref _received);
            }

            JsonObject failed = ErrorContent(error.Name, error.Message, error.Traceback);
            failed["execution_count"] = number;
            return failed;
        }

        if (outcome.Result is { } result && !silent)
        {
            sink.Result(result, number);
        }

        return new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = number,
            ["user_expressions"] = new JsonObject(),
            ["payload"] = new JsonArray(),
        };
    }

    private CellOutcome Run(string code, int number, JupyterSink sink)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Running = new RunningCell(sink, ended.Task);
        try
        {
            return _engine.Run(code, number, sink);
        }
        finally
        {
            Running = null;
            ended.SetResult();
        }
    }

    private static JsonObject Aborted() => new() { ["status"] = "aborted" };

    private static JsonObject ErrorContent(
        string name, string message, IReadOnlyList<string> traceback, bool status = true)
    {
        JsonObject content = new()
        {
            ["ename"] = name,
            ["evalue"] = message,
            ["traceback"] = new JsonArray([.. traceback.Select(t => (JsonNode?)JsonValue.Create(t))]),
        };
        if (status)
        {
            content["status"] = "error";
        }

        return content;
    }
}
