using System.Diagnostics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Dms.Predictive.Serving;

/// <summary>The one place that lets requests in: key, role, rate. Deny by default.</summary>
internal sealed class AccessGate : IAsyncDisposable
{
    private const string Anonymous = "(anonymous)";
    private static readonly object PrincipalItem = new();
    private readonly KeyRing _keys;
    private readonly MetricsOptions _metricsOptions;
    private readonly HostMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly PartitionedRateLimiter<string> _rates;

    /// <summary>Builds the gate from the configuration.</summary>
    public AccessGate(HostOptions options, HostMetrics metrics, TimeProvider time)
    {
        _keys = new KeyRing(options.Auth);
        (_metricsOptions, _metrics, _time) = (options.Metrics, metrics, time);
        _rates = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RateLimit.Burst,
            TokensPerPeriod = Math.Max(1, options.RateLimit.TokensPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(options.RateLimit.TokensPerSecond >= 10 ? 0.1 : 1.0 / options.RateLimit.TokensPerSecond),
            QueueLimit = 0,
        }));
    }

    /// <summary>The principal of a request that came through; null where no key was needed.</summary>
    public static Principal? Of(HttpContext context) => context.Items[PrincipalItem] as Principal;

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        Access? access = context.GetEndpoint()?.Metadata.GetMetadata<Access>();
        string? key = KeyOf(context.Request);
        string reason = "missing";
        Principal? principal = key is null ? null : _keys.Find(key, _time.GetUtcNow(), out reason);
        if (!TakeTokens(principal?.Id ?? Anonymous + context.Connection.RemoteIpAddress, context))
        {
            await Refuse(context, 429, "rate-limited", "The bucket of this key is empty. Wait a second and go slower.").ConfigureAwait(false);
        }
        else if (access?.IsOpen == true || IsOpenMetrics(context))
        {
            await next(context).ConfigureAwait(false);
        }
        else if (principal is null && !(access?.IsMarket == true && _keys.IsEmpty && key is null))
        {
            _metrics.AuthFailed(reason);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refuse(context, 401, "unauthenticated", "Send a key: Authorization: Bearer KEY. Make one with dms serve keys new.").ConfigureAwait(false);
        }
        else if (principal is not null && access is { Roles.Count: > 0 } && !principal.HasAny([.. access.Roles]))
        {
            _metrics.AuthFailed("role");
            await Refuse(context, 403, "forbidden", $"This needs the role {access.Describe()}.").ConfigureAwait(false);
        }
        else
        {
            context.Items[PrincipalItem] = principal;
            await next(context).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rates.DisposeAsync();

    private static string? KeyOf(HttpRequest request)
    {
        string bearer = request.Headers.Authorization.ToString();
        string direct = request.Headers["X-Api-Key"].ToString();
        return bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer[7..].Trim() : direct.Length > 0 ? direct : null;
    }

    private bool IsOpenMetrics(HttpContext context) => _metricsOptions.Anonymous && context.Request.Path == "/metrics";

    private bool TakeTokens(string who, HttpContext context)
    {
        int weight = context.GetEndpoint()?.Metadata.GetMetadata<Weight>()?.Tokens ?? 1;
        using RateLimitLease lease = _rates.AttemptAcquire(who, weight);
        if (!lease.IsAcquired)
        {
            _metrics.RateLimited();
            context.Response.Headers.RetryAfter = "1";
        }

        return lease.IsAcquired;
    }

    private static Task Refuse(HttpContext context, int status, string code, string detail)
    {
        Activity.Current?.SetTag("dms.refused", code);
        return Problems.WriteAsync(context, status, code, detail);
    }
}

/// <summary>What a request costs of its principal's bucket.</summary>
/// <param name="Tokens">Tokens.</param>
internal sealed record Weight(int Tokens);
