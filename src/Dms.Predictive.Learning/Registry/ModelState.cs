namespace Dms.Predictive.Learning;

/// <summary>Where a registered version stands.</summary>
public enum ModelState
{
    /// <summary>Known and verified; not used.</summary>
    Candidate = 0,

    /// <summary>Scored beside the champion and logged; moves no margin. One per model id.</summary>
    Challenger,

    /// <summary>Moves margins. One per model id; made by promotion or rollback only.</summary>
    Champion,

    /// <summary>Out of use; only a rollback brings a former champion back.</summary>
    Retired,

    /// <summary>May never serve again.</summary>
    Revoked,
}
