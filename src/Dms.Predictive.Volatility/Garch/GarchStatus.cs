namespace Dms.Predictive.Volatility;

/// <summary>How a fit ended. Anything but <see cref="Converged"/> is a reason to fall back to EWMA and say
/// so.</summary>
public enum GarchStatus
{
    /// <summary>First-order conditions hold and every start that ended elsewhere ended lower.</summary>
    Converged = 0,

    /// <summary>First-order conditions hold, but the likelihood does not tell the parameters apart.</summary>
    FlatDirection,

    /// <summary>The iterations ran out; the best point is returned.</summary>
    IterationLimit,

    /// <summary>No step along the search direction gained; the best point is returned.</summary>
    LineSearchFailed,

    /// <summary>No start had a finite likelihood.</summary>
    NonFiniteLikelihood,

    /// <summary>The returns cannot carry a variance model: constant, too few, mostly zero, or one outlier.</summary>
    DegenerateData,
}
