namespace Dms.Predictive.Core;

/// <summary>Why a forecast was not allowed to raise margin, in the order in which reasons are listed.</summary>
public enum GateReason
{
    /// <summary>The operator switched the learned part off.</summary>
    KillSwitch = 0,

    /// <summary>The learned forecast is missing or not a finite positive number.</summary>
    ForecastNotFinite,

    /// <summary>As-of is at or after the end of validity.</summary>
    ForecastExpired,

    /// <summary>As-of is before the forecast was issued.</summary>
    ForecastNotYetValid,

    /// <summary>The features lie outside the training range.</summary>
    OutOfDistribution,

    /// <summary>The calibration check failed.</summary>
    Miscalibrated,

    /// <summary>The model bundle was not verified.</summary>
    BundleUnverified,

    /// <summary>The forecast covers another horizon than the policy.</summary>
    HorizonMismatch,

    /// <summary>The policy takes no forecasts.</summary>
    PolicyExempt,

    /// <summary>Realized coverage fell below its bound.</summary>
    DrawdownOfCoverage,

    /// <summary>The GARCH or the reference volatility is missing: the multiplier is held, without decay.</summary>
    BaselineUnavailable,
}
