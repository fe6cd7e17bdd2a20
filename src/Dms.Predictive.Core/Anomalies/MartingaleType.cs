namespace Dms.Predictive.Core;

/// <summary>How a p-value is turned into a bet against "nothing has changed"; the names of the ML.NET time-series
/// package.</summary>
public enum MartingaleType
{
    /// <summary>ε·p^(ε−1): pays for small p-values.</summary>
    Power,

    /// <summary>The power bet averaged over ε in [0, 1].</summary>
    Mixture,
}
