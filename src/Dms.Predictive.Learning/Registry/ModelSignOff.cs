using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>A validator has read a version's report and stands for it.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Version">Version.</param>
/// <param name="ReportSha256">Digest of the report, lower-case hex.</param>
/// <param name="Validator">Name under which the key is enrolled.</param>
/// <param name="KeyId">Id of the key that signed.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Note">What the validator says of it; may be empty.</param>
public sealed record ModelSignOff(string Model, string Version, string ReportSha256, string Validator, string KeyId, Timestamp At, string Note);
