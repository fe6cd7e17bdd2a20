namespace Dms.Predictive.Explanation.Report;

/// <summary>The sealed log and the evidence that it can be computed again.</summary>
public sealed record RecordEvidence
{
    /// <summary>Records in the log.</summary>
    public required long Records { get; init; }

    /// <summary>Merkle root, hex.</summary>
    public required string Root { get; init; }

    /// <summary>Hash of the last record, hex.</summary>
    public required string ChainHead { get; init; }

    /// <summary>Result of verifying the whole chain.</summary>
    public required VerdictStatus Verified { get; init; }

    /// <summary>One sentence on the verification.</summary>
    public string VerifiedText { get; init; } = "";

    /// <summary>Decisions computed again from the record.</summary>
    public long Replayed { get; init; }

    /// <summary>Of these, bit-identical.</summary>
    public long Identical { get; init; }

    /// <summary>Key id or name of the signer; empty when unsigned.</summary>
    public string Signer { get; init; } = "";

    /// <summary>What to say about the key (throw-away key of the demo …).</summary>
    public string SignerNote { get; init; } = "";

    /// <summary>Commands that repeat and verify, without paths of a machine.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Runtime, package lock hash, architecture; nothing that names a machine.</summary>
    public IReadOnlyList<NamedText> Environment { get; init; } = [];
}
