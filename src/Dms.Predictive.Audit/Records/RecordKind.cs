namespace Dms.Predictive.Audit;

/// <summary>The kinds of record that this version writes; readers accept further kinds.</summary>
public static class RecordKind
{
    /// <summary>First record of every log.</summary>
    public const string LogOpened = "log.opened";

    /// <summary>Fingerprint of machine and program.</summary>
    public const string Environment = "environment";

    /// <summary>A model bundle became known.</summary>
    public const string ModelRegistered = "model.registered";

    /// <summary>A policy takes effect.</summary>
    public const string PolicyChanged = "policy.changed";

    /// <summary>A variance forecast was issued.</summary>
    public const string ForecastIssued = "forecast.issued";

    /// <summary>A margin was decided.</summary>
    public const string MarginDecided = "margin.decided";

    /// <summary>An early warning was raised.</summary>
    public const string AlertRaised = "alert.raised";

    /// <summary>A half-written tail was moved out of the log at the start of a writer.</summary>
    public const string LogRepaired = "log.repaired";

    /// <summary>Market data was judged.</summary>
    public const string QualityVerdict = "quality.verdict";

    /// <summary>The learned part was switched off.</summary>
    public const string KillOn = "kill.on";

    /// <summary>The learned part was switched on again.</summary>
    public const string KillOff = "kill.off";

    /// <summary>Persons set a margin apart from the rules for a time.</summary>
    public const string OverrideSet = "override.set";

    /// <summary>An override ended.</summary>
    public const string OverrideExpired = "override.expired";
}
