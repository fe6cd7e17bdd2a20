namespace Dms.Predictive.Core;

/// <summary>How the positions of an account share collateral.</summary>
public enum MarginMode
{
    /// <summary>One requirement per instrument, added up; no offset between instruments.</summary>
    Isolated = 0,

    /// <summary>One equity for all positions; offsets only where the policy has them.</summary>
    Cross,

    /// <summary>Positions net and correlate as the policy defines.</summary>
    Portfolio,
}
