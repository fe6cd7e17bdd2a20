using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Dms.Predictive.Serving;

/// <summary>
/// Runs the core: inputs are gathered into slices and applied by one loop; a second loop makes each slice durable before
/// anything of it is published or answered. While one slice is written the next one gathers: that is the group commit.
/// </summary>
internal sealed class HostEngine : IDisposable
{
    private const int InputsAhead = 8192;
    private const int FeedAhead = 256;
    private const int SlicesAhead = 64;
    private const int SliceEvents = 256;
    private static readonly TimeSpan RecordsWaitAtMost = TimeSpan.FromMilliseconds(150);

    private readonly Channel<CoreInput> _inputs = Channel.CreateBounded<CoreInput>(new BoundedChannelOptions(InputsAhead) { SingleReader = true });
    private readonly Channel<Slice> _slices = Channel.CreateBounded<Slice>(new BoundedChannelOptions(SlicesAhead) { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _feedRoom = new(FeedAhead);
    private readonly HostCore _core;
    private readonly SliceCommitter _committer;
    private readonly HostMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _slice;
    private readonly ILogger _log;
    private long _advancedAt;

    /// <summary>Takes over a recovered core.</summary>
    public HostEngine(HostCore core, SliceCommitter committer, EngineParts parts)
    {
        (_core, _committer, _metrics, _time, _log) = (core, committer, parts.Metrics, parts.Time, parts.Log);
        _slice = TimeSpan.FromMilliseconds(parts.SliceMilliseconds);
        _advancedAt = _time.GetTimestamp();
        _metrics.Watch(() => _inputs.Reader.Count, () => _core.Sequence);
    }

    /// <summary>Time since the core loop last went round.</summary>
    public TimeSpan IdleFor => _time.GetElapsedTime(Volatile.Read(ref _advancedAt));

    /// <summary>Inputs that wait.</summary>
    public int Waiting => _inputs.Reader.Count;

    /// <summary>Asks the core; the answer comes when it is durable.</summary>
    /// <returns>Null when the queue is full.</returns>
    public Task<Reply>? Ask(Func<HostCore, CoreVerdict> ask)
    {
        CoreInput input = new(ask, new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _inputs.Writer.TryWrite(input) ? input.Reply!.Task : null;
    }

    /// <summary>Looks at the core between two events.</summary>
    /// <exception cref="RequestRefusedException">The queue is full (429).</exception>
    public Task<Reply> LookAsync(Func<HostCore, string> look, CancellationToken stop) =>
        Ask(core => new CoreVerdict(null, new Reply(new Answer(200, look(core)), false)))?.WaitAsync(stop)
        ?? throw new RequestRefusedException(429, "queue-full", "The host has too much waiting. Repeat in a second.");

    /// <summary>Hands the next event of the feed to the core; waits while the core is busy.</summary>
    public async ValueTask FeedAsync(HostEvent e, CancellationToken stop)
    {
        await _feedRoom.WaitAsync(stop).ConfigureAwait(false);
        await _inputs.Writer.WriteAsync(new CoreInput(_ => new CoreVerdict(e), null), stop).ConfigureAwait(false);
    }

    /// <summary>The core's loop, until no more inputs are taken.</summary>
    public async Task RunCoreAsync(CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            // A sign of life once a second, also when nothing happens.
            while (true)
            {
                Volatile.Write(ref _advancedAt, _time.GetTimestamp());
                using CancellationTokenSource second = CancellationTokenSource.CreateLinkedTokenSource(stop);
                second.CancelAfter(TimeSpan.FromSeconds(1));
                try
                {
                    if (!await _inputs.Reader.WaitToReadAsync(second.Token).ConfigureAwait(false))
                    {
                        return;
                    }
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    continue;
                }

                await _slices.Writer.WriteAsync(NextSlice(), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What was taken in before the stop is still applied and answered.
            while (_inputs.Reader.TryPeek(out _))
            {
                await _slices.Writer.WriteAsync(NextSlice(), CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _inputs.Writer.TryComplete();
            _slices.Writer.TryComplete();
        }
    }

    /// <summary>The committer's loop, until the core has ended and all is written.</summary>
    public async Task RunCommitAsync()
    {
        await Task.Yield();
        List<Slice> batch = [];
        while (await NextAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (_slices.Reader.TryRead(out Slice? slice))
            {
                batch.Add(slice);
            }

            _committer.Commit(batch);
            ReserveNumbers();
        }
    }

    // Waits for slices; while records wait to become durable, not for long.
    private async ValueTask<bool> NextAsync()
    {
        while (_committer.HasRecordsWaiting)
        {
            Task<bool> next = _slices.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            try
            {
                return await next.WaitAsync(RecordsWaitAtMost, _time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _committer.CommitRecords();
            }
        }

        return await _slices.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Answers whatever still waits after a failure: nothing of it was applied for good.</summary>
    public void Abandon(Exception cause)
    {
        _inputs.Writer.TryComplete();
        while (_slices.Reader.TryRead(out Slice? slice))
        {
            slice.Fail(cause);
        }

        while (_inputs.Reader.TryRead(out CoreInput? input))
        {
            input.Reply?.TrySetException(cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _feedRoom.Dispose();

    private Slice NextSlice()
    {
        long began = _time.GetTimestamp();
        Slice slice = new();
        while (slice.Inputs < SliceEvents && _inputs.Reader.TryRead(out CoreInput? input))
        {
            Take(input, slice);
            if (_time.GetElapsedTime(began) > _slice)
            {
                break;
            }
        }

        _metrics.Swept(_time.GetElapsedTime(began));
        return slice;
    }

    private void Take(CoreInput input, Slice slice)
    {
        if (input.Reply is null)
        {
            _feedRoom.Release();
        }

        CoreVerdict verdict = input.Ask(_core);
        CoreStep? step = verdict.Event is null ? null : _core.Apply(verdict.Event);
        Reply? reply = verdict.Reply ?? (step?.Answer is { } answer ? new Reply(answer, false) : null);
        slice.Add(step, input.Reply, reply, input.TakenAt);
    }

    private void ReserveNumbers()
    {
        if (_committer.NextBlock() is long first && !_inputs.Writer.TryWrite(new CoreInput(_ => new CoreVerdict(new OutputsReserved(first)), CoreInput.NoReply)))
        {
            EngineLog.NumbersLate(_log);
        }
    }
}

/// <summary>What an engine works with.</summary>
internal sealed record EngineParts(HostMetrics Metrics, TimeProvider Time, ILogger Log, int SliceMilliseconds);

/// <summary>Something for the core: a question that may turn into an event.</summary>
/// <param name="Ask">Looks at the core, on its own thread.</param>
/// <param name="Reply">Where the answer goes; null for the feed.</param>
internal sealed record CoreInput(Func<HostCore, CoreVerdict> Ask, TaskCompletionSource<Reply>? Reply)
{
    /// <summary>A reply that nobody waits for, of inputs that are not the feed's.</summary>
    public static TaskCompletionSource<Reply> NoReply => new();

    /// <summary>Monotonic time at which it was queued.</summary>
    public long TakenAt { get; } = System.Diagnostics.Stopwatch.GetTimestamp();
}

/// <summary>What a question came to: an event to apply, or a reply without one.</summary>
/// <param name="Event">Event to apply.</param>
/// <param name="Reply">Reply without an event.</param>
internal sealed record CoreVerdict(HostEvent? Event, Reply? Reply = null);

/// <summary>An answer, and whether it was given before.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="IsReplayed">Whether the same request had it before.</param>
internal sealed record Reply(Answer Answer, bool IsReplayed);

/// <summary>Steps that become durable together.</summary>
internal sealed class Slice
{
    private readonly List<(TaskCompletionSource<Reply> To, Reply Reply)> _replies = [];

    /// <summary>Inputs taken.</summary>
    public int Inputs { get; private set; }

    /// <summary>Steps in order.</summary>
    public List<CoreStep> Steps { get; } = [];

    /// <summary>Monotonic time at which the oldest input was queued.</summary>
    public long OldestAt { get; private set; }

    /// <summary>Adds what one input came to.</summary>
    public void Add(CoreStep? step, TaskCompletionSource<Reply>? to, Reply? reply, long queuedAt)
    {
        OldestAt = Inputs++ == 0 ? queuedAt : OldestAt;
        if (step is not null)
        {
            Steps.Add(step);
        }

        if (to is not null && reply is not null)
        {
            _replies.Add((to, reply));
        }
    }

    /// <summary>Gives the answers out.</summary>
    public void Complete() => _replies.ForEach(r => r.To.TrySetResult(r.Reply));

    /// <summary>Says that nothing of it is durable.</summary>
    public void Fail(Exception cause) => _replies.ForEach(r => r.To.TrySetException(cause));
}

/// <summary>Log lines of the engine.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "The queue is full: a new block of output numbers is reserved with the next slice")]
    public static partial void NumbersLate(ILogger log);
}
