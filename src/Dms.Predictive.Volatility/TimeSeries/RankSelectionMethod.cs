namespace Dms.Predictive.Volatility;

/// <summary>How many singular vectors span the signal; the names of the ML.NET time-series package.</summary>
public enum RankSelectionMethod
{
    /// <summary>The rank that the options state.</summary>
    Fixed,

    /// <summary>The rank whose recursive forecast of the series' own end, begun from the reconstructed signal, misses
    /// least in total absolute error.</summary>
    Exact,

    /// <summary>The same, begun from one window projected on the signal alone: no reconstruction.</summary>
    Fast,
}
