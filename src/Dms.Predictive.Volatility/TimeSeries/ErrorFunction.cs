namespace Dms.Predictive.Volatility;

/// <summary>How far an observation is from its prediction; the names of the ML.NET time-series package.</summary>
public enum ErrorFunction
{
    /// <summary>Observed − predicted.</summary>
    SignedDifference,

    /// <summary>|Observed − predicted|.</summary>
    AbsoluteDifference,

    /// <summary>(Observed − predicted)/predicted; 0 where the prediction is 0.</summary>
    SignedProportion,

    /// <summary>|Observed − predicted|/|predicted|; 0 where the prediction is 0.</summary>
    AbsoluteProportion,

    /// <summary>(Observed − predicted)².</summary>
    SquaredDifference,
}
