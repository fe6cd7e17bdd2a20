namespace Dms.Predictive.Audit;

/// <summary>What is known about the signature of the newest head.</summary>
public enum SignatureVerdict
{
    /// <summary>There is no head.</summary>
    None = 0,

    /// <summary>Signed by a key that was asked for.</summary>
    Trusted,

    /// <summary>Signed by a key from inside the log: proves integrity, not origin.</summary>
    Self,

    /// <summary>Signed by a key that is not known, or not one of those asked for.</summary>
    UnknownKey,

    /// <summary>The signature is wrong.</summary>
    Bad,
}

/// <summary>The verdict on a log.</summary>
public sealed record LogVerification
{
    /// <summary>What the payloads are: the audit record, or a journal.</summary>
    public LogForm Form { get; init; }

    /// <summary>Good records: up to the finding, else up to the last commit.</summary>
    public required long Records { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsSound => FirstBad is null;

    /// <summary>Merkle root over the good records, lower-case hex; of nothing for a journal, which has no
    /// heads.</summary>
    public required string Root { get; init; }

    /// <summary>Chain hash after the good records, lower-case hex.</summary>
    public required string Chain { get; init; }

    /// <summary>Number of well-formed heads.</summary>
    public required int Heads { get; init; }

    /// <summary>What is known about the newest head's signature.</summary>
    public required SignatureVerdict Signature { get; init; }

    /// <summary>First finding in log order: segments, heads by size, keys, other files; null when there is
    /// none.</summary>
    public required LogFinding? FirstBad { get; init; }

    /// <summary>What is worth knowing but no damage; each begins with its name.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether a writer holds the log open.</summary>
    public required bool IsLive { get; init; }
}
