using System.ComponentModel.DataAnnotations;

namespace Dms.Predictive.Serving;

/// <summary>Section <c>Dms</c>: all that a host is configured with. Ranges in the attributes are the ones enforced.</summary>
public sealed class HostOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Dms";

    /// <summary>Addresses and limits of the HTTP door.</summary>
    public ServingOptions Serving { get; set; } = new();

    /// <summary>Who may come in.</summary>
    public AuthOptions Auth { get; set; } = new();

    /// <summary>Event stream.</summary>
    public StreamOptions Stream { get; set; } = new();

    /// <summary>Requests per principal.</summary>
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>Prometheus text.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Models and warm-up.</summary>
    public ForecastOptions Forecast { get; set; } = new();

    /// <summary>Margin policy.</summary>
    public PolicyOptions Policy { get; set; } = new();

    /// <summary>Where models come from when a registry is followed.</summary>
    public RegistryOptions Registry { get; set; } = new();

    /// <summary>Scheduled retraining beside the host.</summary>
    public RetrainingOptions Retraining { get; set; } = new();
}

/// <summary>Addresses and limits of the HTTP door.</summary>
public sealed class ServingOptions
{
    /// <summary>Addresses to listen on.</summary>
    public IList<string> Urls { get; set; } = [];

    /// <summary>Largest request body, bytes.</summary>
    [Range(1024, 67_108_864)]
    public int MaxBodyBytes { get; set; } = 1_048_576;

    /// <summary>Longest time that inputs are gathered before a slice ends, milliseconds.</summary>
    [Range(1, 1000)]
    public int SliceMilliseconds { get; set; } = 1;

    /// <summary>Longest time a request may take, streams excepted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests served at the same time, streams excepted.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentRequests { get; set; } = 256;

    /// <summary>Plain HTTP beyond loopback, for a host behind a proxy that speaks TLS.</summary>
    public bool AllowPlainText { get; set; }
}

/// <summary>Who may come in.</summary>
public sealed class AuthOptions
{
    /// <summary>Keys by their digest; the keys themselves are never stored.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; set; } = [];
}

/// <summary>One key.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>Name of the principal, in logs and records.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9._-]{1,64}")]
    public string Id { get; set; } = "";

    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 lower-case hex digits.</summary>
    [Required]
    [RegularExpression("[0-9a-f]{64}")]
    public string Sha256 { get; set; } = "";

    /// <summary>Roles; one or more of <c>data-scientist risk-engine operator approver auditor</c>.</summary>
    public IList<string> Roles { get; set; } = [];

    /// <summary>Accounts the key may see; <c>*</c> = all.</summary>
    public IList<string> Accounts { get; set; } = [];

    /// <summary>End of validity, UTC; null = none.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>Event stream.</summary>
public sealed class StreamOptions
{
    /// <summary>Events kept for clients that come back.</summary>
    [Range(1024, 4_194_304)]
    public int RetainedEvents { get; set; } = 65_536;

    /// <summary>Time for which events are kept.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan RetainedFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between signs of life on a quiet stream, seconds.</summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 5;

    /// <summary>Streams open at the same time.</summary>
    [Range(1, 100_000)]
    public int MaxClients { get; set; } = 1000;
}

/// <summary>Requests per principal: a bucket of tokens.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Tokens that flow in, per second.</summary>
    [Range(1, 1_000_000)]
    public int TokensPerSecond { get; set; } = 200;

    /// <summary>Tokens that the bucket holds.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 400;
}

/// <summary>Prometheus text.</summary>
public sealed class MetricsOptions
{
    /// <summary>Whether <c>/metrics</c> answers without a key.</summary>
    public bool Anonymous { get; set; }
}

/// <summary>Models and warm-up.</summary>
public sealed class ForecastOptions
{
    /// <summary>Bars before the first margin.</summary>
    [Range(60, 100_000)]
    public int WarmUpBars { get; set; } = 300;

    /// <summary>Folder of a model bundle; null = baseline only.</summary>
    public string? ModelDirectory { get; set; }

    /// <summary>Trust file (<see cref="Learning.BundleTrustJson"/>): accepted keys, revocations and floors of every bundle
    /// that is taken into service; null = any key, so that a bundle only proves that it is whole.</summary>
    public string? TrustFile { get; set; }
}

/// <summary>Margin policy.</summary>
public sealed class PolicyOptions
{
    /// <summary>Policy file; null = the built-in parametric expected shortfall.</summary>
    public string? File { get; set; }
}
