using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dms.Predictive.Serving;

/// <summary>One process, one writer, many readers.</summary>
public static class DmsHost
{
    /// <summary>Exit code of an orderly stop.</summary>
    public const int Stopped = 0;

    /// <summary>Exit code after the disk failed.</summary>
    public const int DiskFailed = 4;

    /// <summary>Runs a host until it is told to stop.</summary>
    /// <param name="start">What it is started with.</param>
    /// <param name="time">Clock of the edges.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="InputRefusedException">State, bars, model or policy are refused; no socket was opened.</exception>
    public static async Task<int> RunAsync(HostStart start, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(time);
        BarReading reading = BarFile.Read(start.ReplayFile);
        BarSeries series = new(start.Instrument ?? reading.Instrument, reading.Step, reading.Bars);
        PipelinePolicy policy = PolicyFor(start.Options.Policy.File, series.LengthMinutes);
        using HostMetrics metrics = new(series.Instrument, time);
        PublishedState published = new();
        StreamLog stream = new(start.Options.Stream, time);
        BundleTrust? trust = start.Options.Forecast.TrustFile is { } file ? BundleTrustJson.Read(File.ReadAllText(file), file) : null;
        using RecoveredHost recovered = RecoveredHost.Open(start.StateFolder, published, stream, metrics, time, trust);
        HostStarted founding = new(
            series.Bars[0].OpenTime, series.Instrument, series.LengthMinutes, start.Options.Forecast.WarmUpBars, "",
            PipelinePolicyJson.Canonical(policy), Encoding.UTF8.GetString(start.Fingerprint.ToBytes()))
        {
            HasFlow = start.Flow is not null,
        };
        ILoggerFactory logs = LoggerFactory.Create(WebDoor.Log);
        ILogger log = logs.CreateLogger("Dms");
        RegistryWatch? watch = null;
        PipelineSettings market = new(series.Instrument, series.LengthMinutes, policy, new string('0', 32), start.Fingerprint)
        {
            Inputs = HostCore.InputsOf(founding),
        };
        IReadOnlyList<HostEvent> beginning = recovered.Begin(
            founding, start.Options.Forecast.ModelDirectory, market,
            start.Options.Registry.Models is null ? null : shelf => (watch = WatchOf(start, shelf, market)).Look(recovered.Models, log));
        ModelView models = RegistryWatch.After(recovered.Models, beginning);
        FeedState from = recovered.Core.Feed;
        string recoveredAs = recovered.Core.Founding is null ? "new state" : $"recovered to sequence {recovered.Core.Sequence}, state {recovered.Core.StateHash()}";

        WebApplicationBuilder builder = WebDoor.Builder(start.Options);
        HostLog.Opened(log, start.StateFolder, recoveredAs);
        using HostEngine engine = new(recovered.Core, recovered.Committer, new EngineParts(metrics, time, log, start.Options.Serving.SliceMilliseconds));
        ReplayFeed feed = new(new ReplaySource(series, start.Flow, recovered.Core.Flow.KnownUntil), new ReplayPlan(start.Speed, start.WarmUp, start.Options.Forecast.WarmUpBars), engine, metrics, time);
        HostContext host = new()
        {
            Options = start.Options,
            Engine = engine,
            Committer = recovered.Committer,
            Published = published,
            Stream = stream,
            Metrics = metrics,
            Feed = feed,
            Terms = InstrumentTerms.Default(series.Instrument),
            Policy = new PolicyResource(policy.Id, PipelinePolicyJson.Hash(policy)),
            PolicyRules = policy,
            BarMinutes = series.LengthMinutes,
            StateFolder = Path.GetFullPath(start.StateFolder),
            Records = recovered.Records,
            Models = recovered.ModelBySha256,
            Time = time,
            Version = start.Version,
        };
        metrics.Describe(host.Policy, start.Version);
        await using AccessGate gate = new(start.Options, metrics, time);
        await using WebApplication app = WebDoor.Build(builder, host, gate);
        HostRun run = new(app, engine, recovered, log);
        if (watch is not null)
        {
            run.Beside(stop => watch.RunAsync(models, engine, time, log, stop));
        }

        if (start.Options.Retraining.Arguments.Count > 0)
        {
            run.Beside(stop => new TrainingChild(start.Options.Retraining, start.Program, time).RunAsync(log, stop));
        }

        return await run.RunAsync(beginning, stop => feed.RunAsync(from, stop)).ConfigureAwait(false);
    }

    private static RegistryWatch WatchOf(HostStart start, ModelShelf shelf, PipelineSettings market) => new(
        start.Options.Registry, start.OpenRegistry ?? throw new InvalidOperationException("This start opens no registry."), shelf, market);

    // A step of the policy is at least one bar.
    private static PipelinePolicy PolicyFor(string? file, int barMinutes)
    {
        PipelinePolicy policy = file is null ? new PipelinePolicy() : PipelinePolicyJson.Read(File.ReadAllBytes(file), file);
        int step = (policy.StepMinutes + barMinutes - 1) / barMinutes * barMinutes;
        return step == policy.StepMinutes ? policy : policy with
        {
            StepMinutes = step,
            HorizonMinutes = Math.Max(policy.HorizonMinutes, barMinutes),
            Overlay = policy.Overlay with { StepSeconds = step * 60.0 },
        };
    }
}

/// <summary>One run of a host, from the first event to an orderly end.</summary>
internal sealed class HostRun(WebApplication app, HostEngine engine, RecoveredHost recovered, ILogger log)
{
    private static readonly TimeSpan DrainAtMost = TimeSpan.FromSeconds(5);

    private readonly List<Func<CancellationToken, Task>> _beside = [];
    private Task _others = Task.CompletedTask;

    /// <summary>Adds work that begins once the host listens and ends with it.</summary>
    public void Beside(Func<CancellationToken, Task> work) => _beside.Add(work);

    public async Task<int> RunAsync(IReadOnlyList<HostEvent> beginning, Func<CancellationToken, Task> feed)
    {
        using CancellationTokenSource stop = new();
        Task core = engine.RunCoreAsync(stop.Token);
        Task commit = engine.RunCommitAsync();
        foreach (HostEvent e in beginning)
        {
            await engine.FeedAsync(e, CancellationToken.None).ConfigureAwait(false);
        }

        await app.StartAsync(CancellationToken.None).ConfigureAwait(false);
        string urls = string.Join(' ', app.Urls);
        HostLog.Listening(log, urls);
        _others = Task.WhenAll(_beside.Select(b => b(stop.Token)));
        Task playing = feed(stop.Token);
        Task shutdown = app.WaitForShutdownAsync(CancellationToken.None);
        Task first = await Task.WhenAny(shutdown, core, commit, Faulted(playing), Faulted(_others)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        return first == shutdown
            ? await EndAsync(core, commit, playing).ConfigureAwait(false)
            : await FailAsync(core, commit, playing).ConfigureAwait(false);
    }

    // A feed that ends is no event; one that fails is.
    private static async Task Faulted(Task playing)
    {
        await playing.ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    private async Task<int> EndAsync(Task core, Task commit, Task playing)
    {
        using CancellationTokenSource limit = new(DrainAtMost);
        await app.StopAsync(limit.Token).ConfigureAwait(false);
        await Quietly(_others).ConfigureAwait(false);
        await core.ConfigureAwait(false);
        await commit.ConfigureAwait(false);
        await Quietly(playing).ConfigureAwait(false);
        recovered.Committer.Close();
        string state = recovered.Core.StateHash();
        HostLog.Stopped(log, recovered.Core.Sequence, state);
        return DmsHost.Stopped;
    }

    // After a failed write nothing more may be said: what the disk holds is not known.
    private async Task<int> FailAsync(Task core, Task commit, Task playing)
    {
        Exception cause = (commit.Exception ?? core.Exception ?? playing.Exception ?? _others.Exception)?.GetBaseException()
            ?? new InvalidOperationException("A loop of the host ended by itself.");
        HostLog.Failed(log, cause);
        engine.Abandon(cause);
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1));
        await Quietly(app.StopAsync(now.Token)).ConfigureAwait(false);
        return DmsHost.DiskFailed;
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped, as it was told.
        }
    }
}

/// <summary>Log lines of the host.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "State {Folder}: {Recovered}")]
    public static partial void Opened(ILogger log, string folder, string recovered);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Listening on {Urls}")]
    public static partial void Listening(ILogger log, string urls);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Information, Message = "Stopped in good order at sequence {Sequence}, state {StateHash}")]
    public static partial void Stopped(ILogger log, long sequence, string stateHash);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Critical, Message = "The host stops at once; nothing more was acknowledged")]
    public static partial void Failed(ILogger log, Exception cause);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Error, Message = "Request {Method} {Path} failed, trace {Trace}")]
    public static partial void RequestFailed(ILogger log, Exception cause, string method, string path, string trace);
}
