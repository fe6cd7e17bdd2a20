namespace Dms.Predictive.Pipeline;

/// <summary>How alarmed a watch is; a higher level is rarer and surer.</summary>
public enum AlertLevel
{
    /// <summary>Nothing.</summary>
    Calm = 0,

    /// <summary>Look: about three false alarms a day.</summary>
    Watch,

    /// <summary>Raise margin early: about one false alarm a day.</summary>
    Raise,

    /// <summary>Cap new exposure: about one false alarm in two days.</summary>
    Cap,
}
