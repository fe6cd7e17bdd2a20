using System.Numerics;

namespace Dms.Predictive.Relay;

/// <summary>One risk parameter of one market gets a new value: what a chain is told.</summary>
public sealed record RiskParameterUpdate
{
    /// <summary>The type as it is hashed (EIP-712, <c>encodeType</c>).</summary>
    public const string Type =
        "RiskParameterUpdate(bytes32 market,bytes32 parameter,int256 newValue,int256 previousValue,uint64 updateId,"
        + "uint64 issuedAt,uint64 effectiveAt,uint64 deadline,bytes32 auditHash)";

    /// <summary>Keccak-256 of the market's name.</summary>
    public required Word Market { get; init; }

    /// <summary>Keccak-256 of the parameter's name.</summary>
    public required Word Parameter { get; init; }

    /// <summary>The value to come, fixed-point: <see cref="FixedPoint.One"/> = 1.</summary>
    public required BigInteger NewValue { get; init; }

    /// <summary>The value that the consumer must hold now, fixed-point.</summary>
    public required BigInteger PreviousValue { get; init; }

    /// <summary>Number of the update; rises from one update of a consumer to the next.</summary>
    public required ulong UpdateId { get; init; }

    /// <summary>When it was issued, seconds since 1970.</summary>
    public required ulong IssuedAt { get; init; }

    /// <summary>From when the value counts, seconds since 1970.</summary>
    public required ulong EffectiveAt { get; init; }

    /// <summary>Last second at which the consumer may take it, since 1970.</summary>
    public required ulong Deadline { get; init; }

    /// <summary>Hash of the record that says why.</summary>
    public required Word AuditHash { get; init; }

    /// <summary>Hash of the message (EIP-712, <c>hashStruct</c>).</summary>
    /// <exception cref="OverflowException">A value does not fit 256 bits.</exception>
    public Word StructHash => TypedHash.HashOf(
    [
        Keccak256.Of(Type), Market, Parameter, Word.Of(NewValue), Word.Of(PreviousValue), Word.Of(UpdateId),
        Word.Of(IssuedAt), Word.Of(EffectiveAt), Word.Of(Deadline), AuditHash,
    ]);

    /// <summary>What signers sign.</summary>
    /// <param name="domain">The contract and chain that it is for.</param>
    public Word DigestFor(RelayDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return TypedHash.DigestOf(domain.Separator, StructHash);
    }
}
