using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Microsoft.Extensions.Logging;

namespace Dms.Predictive.Serving;

/// <summary>What the core knows of models; the watch compares the registry with it.</summary>
/// <param name="Champion">Digest of the model in service; null = none.</param>
/// <param name="Withdrawn">Why it counts with weight 0; null when it counts.</param>
/// <param name="Challenger">Digest of the challenger; null = none.</param>
internal sealed record ModelView(string? Champion, string? Withdrawn, string? Challenger);

/// <summary>
/// Follows a registry: champion into service, challenger into shadow, what was revoked out of both. What it finds becomes
/// events, so that a restart repeats it. A registry that cannot be read changes nothing.
/// </summary>
/// <param name="options">Folder, model id, pace.</param>
/// <param name="open">Opens the registry.</param>
/// <param name="shelf">Keeps verified copies of bundles.</param>
/// <param name="market">The market that models must fit.</param>
internal sealed class RegistryWatch(RegistryOptions options, Func<string, IRegistryStore> open, ModelShelf shelf, PipelineSettings market)
{
    /// <summary>Events that bring the core to where the registry stands.</summary>
    /// <param name="view">Where the core stands.</param>
    /// <param name="log">Told of bundles and registries that are refused.</param>
    public IReadOnlyList<HostEvent> Look(ModelView view, ILogger log)
    {
        try
        {
            ModelRegistry registry = new(open(options.Models!));
            List<HostEvent> events = [];
            Champion(registry, view, log, events);
            Challenger(registry, view, log, events);
            return events;
        }
        catch (Exception e) when (e is InputRefusedException or IOException or UnauthorizedAccessException)
        {
            RegistryLog.Unreadable(log, options.Models!, e.Message);
            return [];
        }
    }

    /// <summary>Where the core stands after events.</summary>
    public static ModelView After(ModelView view, IEnumerable<HostEvent> events) => events.Aggregate(view, (v, e) => e switch
    {
        ModelActivated m => v with { Champion = m.ManifestSha256, Withdrawn = null },
        ModelWithdrawn w => v with { Withdrawn = w.Reason },
        ChallengerActivated c => v with { Challenger = c.ManifestSha256 },
        ChallengerWithdrawn => v with { Challenger = null },
        _ => v,
    });

    /// <summary>Looks again and again until the host stops.</summary>
    public async Task RunAsync(ModelView view, HostEngine engine, TimeProvider time, ILogger log, CancellationToken stop)
    {
        using PeriodicTimer timer = new(options.Poll, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                foreach (HostEvent e in Look(view, log))
                {
                    await engine.FeedAsync(e, stop).ConfigureAwait(false);
                    view = After(view, [e]);
                    RegistryLog.Followed(log, e.GetType().Name, (e as ModelWithdrawn)?.Reason ?? (e as ModelActivated)?.ManifestSha256 ?? (e as ChallengerActivated)?.ManifestSha256 ?? "");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, as it was told.
        }
    }

    private void Champion(ModelRegistry registry, ModelView view, ILogger log, List<HostEvent> events)
    {
        RegisteredModel? champion = registry.Alias(options.Id!, ModelState.Champion);
        bool serves = champion is not null && champion.ManifestSha256 == view.Champion && view.Withdrawn is null;
        if (!serves && champion is not null && Take(champion, log) is { } taken)
        {
            events.Add(taken);
            return;
        }

        // Whatever else fails: a version that was taken out of service does not go on.
        RegisteredModel? now = registry.Models.FirstOrDefault(m => m.ManifestSha256 == view.Champion);
        if (!serves && view.Champion is not null && view.Withdrawn is null && now?.State != ModelState.Champion)
        {
            events.Add(new ModelWithdrawn(now?.State == ModelState.Revoked ? "ModelRevoked" : "ModelRetired"));
        }
    }

    private void Challenger(ModelRegistry registry, ModelView view, ILogger log, List<HostEvent> events)
    {
        RegisteredModel? challenger = registry.Alias(options.Id!, ModelState.Challenger);
        if (challenger?.ManifestSha256 == view.Challenger)
        {
            return;
        }

        if (challenger is not null && Take(challenger, log) is { } taken)
        {
            events.Add(new ChallengerActivated(taken.Folder, taken.ManifestSha256));
        }
        else if (view.Challenger is not null)
        {
            events.Add(new ChallengerWithdrawn());
        }
    }

    private ModelActivated? Take(RegisteredModel model, ILogger log)
    {
        string folder = Path.Combine(options.Models!, model.Model, model.Version);
        try
        {
            ModelActivated taken = shelf.Take(folder);
            if (taken.ManifestSha256 == model.ManifestSha256)
            {
                shelf.RefuseUnfit(taken, market);
                return taken;
            }

            RegistryLog.Refused(log, folder, $"its manifest is {taken.ManifestSha256}, registered is {model.ManifestSha256}");
        }
        catch (InputRefusedException e)
        {
            RegistryLog.Refused(log, folder, $"{e.Code}: {e.Message}");
        }

        return null;
    }
}

/// <summary>Log lines of the registry's watch.</summary>
internal static partial class RegistryLog
{
    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "Registry: {Event} {What}")]
    public static partial void Followed(ILogger log, string @event, string what);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "Bundle {Folder} is not taken: {Fault}")]
    public static partial void Refused(ILogger log, string folder, string fault);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Warning, Message = "Registry {Folder} cannot be read, nothing changes: {Fault}")]
    public static partial void Unreadable(ILogger log, string folder, string fault);
}
