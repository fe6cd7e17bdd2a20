namespace Dms.Predictive.Learning;

/// <summary>Where a registered version stands; it only moves forward, but for a challenger that another one
/// replaces.</summary>
public enum ModelState
{
    /// <summary>Known and verified; not used.</summary>
    Candidate = 0,

    /// <summary>Scored beside the champion and logged; moves no margin. One per model id.</summary>
    Challenger,

    /// <summary>Moves margins. One per model id; made by promotion only.</summary>
    Champion,

    /// <summary>Out of use for good; its version is never used again.</summary>
    Retired,
}
