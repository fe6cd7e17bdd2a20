using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What happened to the parameters of a market.</summary>
public enum GovernanceKind
{
    /// <summary>The ledger begins: rules, first set, first person.</summary>
    Opened = 0,

    /// <summary>A person may act from now on.</summary>
    Enrolled,

    /// <summary>A new set is put forward.</summary>
    Proposed,

    /// <summary>Somebody else agrees.</summary>
    Approved,

    /// <summary>Somebody else disagrees; the proposal is over.</summary>
    Rejected,

    /// <summary>A guardian stops an approved set that is not in force yet.</summary>
    Vetoed,

    /// <summary>A set that can only raise margin is in force at once, by one person.</summary>
    Emergency,

    /// <summary>A guardian switches the learned part of the margins off.</summary>
    Killed,

    /// <summary>A guardian switches it on again.</summary>
    Revived,
}

/// <summary>One line of the ledger: signed by its actor and chained to the line before.</summary>
public sealed record GovernanceEvent
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>What happened.</summary>
    public required GovernanceKind Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required string At { get; init; }

    /// <summary>Who signed.</summary>
    public required string Actor { get; init; }

    /// <summary>Canonical set, of opened, proposed and emergency.</summary>
    public string? Set { get; init; }

    /// <summary>Hash of the set in question.</summary>
    public string? SetHash { get; init; }

    /// <summary>Requested time of the change, of proposed; at least the minimum delay after the last approval.</summary>
    public string? EffectiveAt { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Hash of the back-test that a lowering change rests on.</summary>
    public string? Evidence { get; init; }

    /// <summary>Canonical rules, of opened.</summary>
    public string? Rules { get; init; }

    /// <summary>Person, of opened and enrolled.</summary>
    public string? Name { get; init; }

    /// <summary>Role of that person: risk or guardian.</summary>
    public string? Role { get; init; }

    /// <summary>Public key of that person, SubjectPublicKeyInfo, base64.</summary>
    public string? PublicKey { get; init; }

    /// <summary>SHA-256 of the line before, lower-case hex; empty for the first.</summary>
    public string Previous { get; init; } = "";

    /// <summary>P-256 over SHA-256 of the canonical line without this field; r‖s, base64.</summary>
    public string? Signature { get; init; }

    /// <summary>The line as it stands in the ledger.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads a line.</summary>
    /// <param name="line">JSON.</param>
    /// <param name="where">File and line, for messages.</param>
    /// <exception cref="InputRefusedException"><c>ledger-damaged</c>.</exception>
    public static GovernanceEvent Parse(string line, string where)
    {
        try
        {
            return JsonSerializer.Deserialize<GovernanceEvent>(line, Options) ?? throw new JsonException("The line is null.");
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("ledger-damaged", $"The line is no event: {e.Message} Restore a copy of the ledger.", where, e);
        }
    }

    /// <summary>SHA-256 of the line, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToLine())));

    /// <summary>Signs with the actor's key.</summary>
    /// <param name="key">Private P-256 key.</param>
    public GovernanceEvent SignedBy(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] signature = key.SignData(Signed(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return this with { Signature = Convert.ToBase64String(signature) };
    }

    /// <summary>Whether the signature is of this key.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, base64.</param>
    public bool IsSignedBy(string publicKey)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.KeySize == 256 && Signature is not null && key.VerifyData(
                Signed(), Convert.FromBase64String(Signature), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private byte[] Signed() => CanonicalJson.Rewrite(Encoding.UTF8.GetBytes((this with { Signature = null }).ToLine()));
}
