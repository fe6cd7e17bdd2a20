namespace Dms.Predictive.Training;

/// <summary>What a learned member predicts from its row.</summary>
public enum MemberTarget
{
    /// <summary>ln of the realized variance over the horizon, percent².</summary>
    LnVariance,

    /// <summary>The same minus the log-HAR's forecast, which is added back: the member corrects HAR.</summary>
    HarResidual,
}
