using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>All that handlers of requests look at.</summary>
internal sealed record HostContext
{
    /// <summary>Configuration.</summary>
    public required HostOptions Options { get; init; }

    /// <summary>The core's queue.</summary>
    public required HostEngine Engine { get; init; }

    /// <summary>Durability.</summary>
    public required SliceCommitter Committer { get; init; }

    /// <summary>What readers see.</summary>
    public required PublishedState Published { get; init; }

    /// <summary>Events for streams.</summary>
    public required StreamLog Stream { get; init; }

    /// <summary>Figures.</summary>
    public required HostMetrics Metrics { get; init; }

    /// <summary>The feed.</summary>
    public required ReplayFeed Feed { get; init; }

    /// <summary>The instrument.</summary>
    public required InstrumentTerms Terms { get; init; }

    /// <summary>Policy in force, with its hash.</summary>
    public required PolicyResource Policy { get; init; }

    /// <summary>Policy in force.</summary>
    public required PipelinePolicy PolicyRules { get; init; }

    /// <summary>Bar length, minutes.</summary>
    public required int BarMinutes { get; init; }

    /// <summary>Folder of the state.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The audit log.</summary>
    public required RecordKeeper Records { get; init; }

    /// <summary>Finds a model that was ever in service by the digest that records name.</summary>
    public required Func<string, ForecastModel?> Models { get; init; }

    /// <summary>Clock of the edges.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }
}
