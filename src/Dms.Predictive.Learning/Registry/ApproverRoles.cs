namespace Dms.Predictive.Learning;

/// <summary>In which capacity a person approves; a promotion needs two people in two of these.</summary>
public static class ApproverRoles
{
    /// <summary>Answers for the model.</summary>
    public const string ModelOwner = "model-owner";

    /// <summary>Answers for the margins.</summary>
    public const string RiskOfficer = "risk-officer";

    /// <summary>Checks the model independently of its author.</summary>
    public const string Validator = "validator";

    /// <summary>Every role.</summary>
    public static IReadOnlyList<string> All { get; } = [ModelOwner, RiskOfficer, Validator];
}
