using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Who moves a model, when and why; enters the record.</summary>
/// <param name="Actor">Person or machine, 1 to 100 printable characters.</param>
/// <param name="At">Time of the move.</param>
/// <param name="Note">Why, one line of at most 1,000 characters; may be empty.</param>
public sealed record RegistrySignature(string Actor, Timestamp At, string Note = "");
