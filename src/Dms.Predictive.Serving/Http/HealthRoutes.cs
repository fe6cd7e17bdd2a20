using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>One condition of health.</summary>
internal sealed record HealthCheck(string Name, bool Ok, string Detail);

/// <summary>Health as a whole.</summary>
internal sealed record HealthResource(string Status, IReadOnlyList<HealthCheck> Checks);

/// <summary>Whether the host lives, and whether it may be relied on.</summary>
internal static class HealthRoutes
{
    private const long LeastFreeBytes = 1L << 30;
    private const double LeastFreeShare = 0.05;
    private const long MostRecordsBehind = 1000;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host)
    {
        ClockWatch clock = new(host.Time);
        routes.Route("GET", "/health/live", Access.Open, c => WriteAsync(c, Live(host)))
            .Says<HealthResource>("getLive", "Whether the core loop goes round").ProducesProblem(503);
        routes.Route("GET", "/health/ready", Access.Open, c => WriteAsync(c, Ready(host, clock)))
            .Says<HealthResource>("getReady", "Whether margins of this host may be relied on").ProducesProblem(503);
    }

    private static Task WriteAsync(HttpContext context, IReadOnlyList<HealthCheck> checks)
    {
        bool ok = checks.All(c => c.Ok);
        return Endpoint.JsonAsync(context, Answers.Text(new HealthResource(ok ? "ok" : "unavailable", checks)), ok ? 200 : 503);
    }

    private static HealthCheck[] Live(HostContext host) =>
        [new("core", host.Engine.IdleFor < LongestSilence, $"the loop went round {host.Engine.IdleFor.TotalSeconds:0.0} s ago")];

    private static HealthCheck[] Ready(HostContext host, ClockWatch clock)
    {
        MarketFrame? market = host.Published.Market;
        return
        [
            new("caughtUp", true, $"sequence {host.Published.Sequence}"),
            Journal(host),
            new("feed", market is { Feed.IsStale: false }, market is null ? "no bar yet" : $"{market.Feed.Verdict}, last bar known at {market.Feed.LastKnown}"),
            Warm(host, market),
            new("model", true, market?.Model is { } m ? $"{m.Id} {m.Version}, verified" : "baseline only, no model configured"),
            new("policy", true, $"{host.Policy.Version} {host.Policy.Sha256}"),
            new("audit", host.Records.Waiting <= MostRecordsBehind, $"{host.Records.Standing.Records} records durable, {host.Records.Waiting} waiting"),
            clock.Check(),
        ];
    }

    private static HealthCheck Warm(HostContext host, MarketFrame? market) => market?.Outlook is null
        ? new HealthCheck("warm", false, $"{market?.Feed.Bars ?? 0} of {host.Options.Forecast.WarmUpBars} bars")
        : new HealthCheck("warm", host.Feed.IsPacing, host.Feed.IsPacing ? "baseline volatility is there" : $"warming up, at {market.Feed.At}");

    private static HealthCheck Journal(HostContext host)
    {
        DriveInfo drive = new(host.StateFolder);
        bool room = drive.AvailableFreeSpace >= LeastFreeBytes && drive.AvailableFreeSpace >= LeastFreeShare * drive.TotalSize;
        string detail = room ? $"durable up to {host.Committer.DurableSequence}" : $"only {drive.AvailableFreeSpace >> 20} MiB are free";
        return new HealthCheck("journal", room, detail);
    }
}

/// <summary>Compares the wall clock with the monotonic one since the start.</summary>
internal sealed class ClockWatch(TimeProvider time)
{
    private const double MostDriftPerMinute = 0.5;
    private readonly DateTimeOffset _wall = time.GetUtcNow();
    private readonly long _monotonic = time.GetTimestamp();

    /// <summary>Whether the clocks stay together: less than half a second apart per minute.</summary>
    public HealthCheck Check()
    {
        TimeSpan elapsed = time.GetElapsedTime(_monotonic);
        double drift = (time.GetUtcNow() - _wall - elapsed).TotalSeconds;
        return new HealthCheck("clock", Math.Abs(drift) < MostDriftPerMinute * Math.Max(1, elapsed.TotalMinutes), $"{drift:0.000} s of drift");
    }
}
