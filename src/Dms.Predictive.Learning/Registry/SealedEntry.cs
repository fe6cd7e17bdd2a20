namespace Dms.Predictive.Learning;

/// <summary>An entry as it is stored.</summary>
/// <param name="Body">The entry, JSON in the one form of <see cref="RegistryEntryJson"/>.</param>
/// <param name="Hash">SHA-256 over the hash before it and the body, lower-case hex.</param>
/// <param name="Signature">The registry key's signature over the hash, base64.</param>
public sealed record SealedEntry(string Body, string Hash, string Signature);
