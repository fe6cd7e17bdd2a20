using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Hashes that chains need, handed in by who has them: margins themselves need none.</summary>
/// <param name="TypeHash">Hash of a type as it is written, lower-case digits without 0x.</param>
/// <param name="Digest">Domain separator, hash of the message and digest to sign.</param>
public sealed record RelayFormulas(
    Func<string, string> TypeHash, Func<RelayDomainFields, RelayMessageFields, RelayDigestFields> Digest);

/// <summary>Contract and chain of a message, as a request states them.</summary>
/// <param name="Name">Name of the signing protocol.</param>
/// <param name="Version">Its version.</param>
/// <param name="ChainId">Number of the chain.</param>
/// <param name="VerifyingContract">0x and 40 digits.</param>
public sealed record RelayDomainFields(string Name, string Version, BigInteger ChainId, string VerifyingContract);

/// <summary>An update of a risk parameter, as a request states it.</summary>
public sealed record RelayMessageFields
{
    /// <summary>0x and 64 digits.</summary>
    public required string Market { get; init; }

    /// <summary>0x and 64 digits.</summary>
    public required string Parameter { get; init; }

    /// <summary>Value to come, fits 256 bits.</summary>
    public required BigInteger NewValue { get; init; }

    /// <summary>Value before, fits 256 bits.</summary>
    public required BigInteger PreviousValue { get; init; }

    /// <summary>Number of the update.</summary>
    public required ulong UpdateId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required ulong IssuedAt { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required ulong EffectiveAt { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required ulong Deadline { get; init; }

    /// <summary>0x and 64 digits.</summary>
    public required string AuditHash { get; init; }
}

/// <summary>Hashes of a message, lower-case digits without 0x.</summary>
/// <param name="DomainSeparator">Hash of the domain.</param>
/// <param name="StructHash">Hash of the message.</param>
/// <param name="Digest">What is signed.</param>
public sealed record RelayDigestFields(string DomainSeparator, string StructHash, string Digest);
