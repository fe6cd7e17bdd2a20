namespace Dms.Predictive.Training;

/// <summary>Loss that a learned member minimises.</summary>
public enum MemberLoss
{
    /// <summary>Squared error of ln variance.</summary>
    Squared,

    /// <summary>QLIKE of the variance: y·e^−f + f, with f = ln of the forecast. Native LightGBM only.</summary>
    Qlike,
}
