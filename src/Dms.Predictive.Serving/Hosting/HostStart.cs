using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Serving;

/// <summary>All that a host is started with.</summary>
public sealed record HostStart
{
    /// <summary>Checked configuration.</summary>
    public required HostOptions Options { get; init; }

    /// <summary>Folder of journal, audit log, models and keys.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Bars file that becomes the feed.</summary>
    public required string ReplayFile { get; init; }

    /// <summary>Trades and book of the instrument as flow bars; null = bars alone.</summary>
    public FlowSeries? Flow { get; init; }

    /// <summary>Instrument id; null = the file's name up to its first dot.</summary>
    public string? Instrument { get; init; }

    /// <summary>Event time per wall time; null = as fast as possible.</summary>
    public double? Speed { get; init; } = 1;

    /// <summary>Event time that is taken in at full speed.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Opens the registry of a folder of models; null = none can be followed.</summary>
    public Func<string, IRegistryStore>? OpenRegistry { get; init; }

    /// <summary>Program and first arguments that start <c>dms</c> again, for retraining; empty = it cannot be started.</summary>
    public IReadOnlyList<string> Program { get; init; } = [];

    /// <summary>Machine and program, for the record.</summary>
    public required CanonicalObject Fingerprint { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }
}
