namespace Dms.Predictive.Relay;

/// <summary>An update with the signatures of those who stand for it.</summary>
/// <param name="Update">What is to change.</param>
/// <param name="Signatures">In any order.</param>
public sealed record SignedUpdate(RiskParameterUpdate Update, IReadOnlyList<RelaySignature> Signatures);
