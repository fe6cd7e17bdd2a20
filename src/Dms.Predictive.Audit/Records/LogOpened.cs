using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>First record of every log: <c>log.opened</c>.</summary>
public sealed record LogOpened
{
    /// <summary>Name of the record form.</summary>
    public const string SchemaName = "dms-audit/1";

    /// <summary>Id of the log, 32 lower-case hex digits; random once, or from <see cref="IdFrom"/>.</summary>
    public required string Log { get; init; }

    /// <summary>Version of the product.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>Source commit of the product, or null when it is not known.</summary>
    public required string? ProductCommit { get; init; }

    /// <summary>SHA-256 of the policy that holds at the start, lower-case hex.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>Further fields, or null.</summary>
    public CanonicalObject? Extra { get; init; }

    /// <summary>An id that repeats when configuration and data repeat: the first 32 hex digits of a SHA-256.</summary>
    /// <param name="configurationSha256">SHA-256 of the configuration, hex.</param>
    /// <param name="inputSha256">SHA-256 of every input, hex, in a fixed order.</param>
    public static string IdFrom(string configurationSha256, IEnumerable<string> inputSha256)
    {
        string text = string.Join('\n', inputSha256.Prepend(configurationSha256));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.LogOpened,
        at,
        actor,
        new CanonicalObjectBuilder()
            .Add("log", Log)
            .Add("schema", SchemaName)
            .Add("product", new CanonicalObjectBuilder()
                .Add("version", ProductVersion).Add("commit", ProductCommit).Build())
            .Add("policyHash", PolicyHash)
            .AddAll(Extra)
            .Build());
}
