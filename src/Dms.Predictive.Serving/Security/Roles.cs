namespace Dms.Predictive.Serving;

/// <summary>The five roles; nothing is implied by another.</summary>
public static class Roles
{
    /// <summary>Retrains and compares models; sees no account.</summary>
    public const string DataScientist = "data-scientist";

    /// <summary>Asks for margins and commands accounts of its own scope.</summary>
    public const string RiskEngine = "risk-engine";

    /// <summary>Runs the host; sees no account.</summary>
    public const string Operator = "operator";

    /// <summary>Proposes and approves parameters and models.</summary>
    public const string Approver = "approver";

    /// <summary>Reads everything, writes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [DataScientist, RiskEngine, Operator, Approver, Auditor];
}
