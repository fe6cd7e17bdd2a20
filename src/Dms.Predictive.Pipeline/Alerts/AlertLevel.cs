namespace Dms.Predictive.Pipeline;

/// <summary>How alarmed a watch is; a higher level is rarer and surer.</summary>
public enum AlertLevel
{
    /// <summary>Nothing.</summary>
    Calm = 0,

    /// <summary>Look: up to six false alarms a day.</summary>
    Watch,

    /// <summary>Raise margin early: up to three false alarms a day.</summary>
    Raise,

    /// <summary>Cap new exposure: up to one false alarm a day.</summary>
    Cap,
}
