using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>A signed statement about the first records of a log.</summary>
public sealed record TreeHead
{
    /// <summary>Name of the form.</summary>
    public const string SchemaName = "dms-tree-head/1";

    /// <summary>Id of the log.</summary>
    public required string Log { get; init; }

    /// <summary>Number of records that it covers; ≥ 1.</summary>
    public required long Size { get; init; }

    /// <summary>Chain hash after record <see cref="Size"/>, lower-case hex.</summary>
    public required string Chain { get; init; }

    /// <summary>Merkle root over records 1 to <see cref="Size"/>, lower-case hex.</summary>
    public required string Root { get; init; }

    /// <summary>Time of record <see cref="Size"/>.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>Id of the key that signed.</summary>
    public required string KeyId { get; init; }

    /// <summary>Name of the signature algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Signature over <see cref="SignedBytes"/>; empty before it is signed.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The bytes that are signed: the canonical head without its signature.</summary>
    public byte[] SignedBytes() => Fields().Build().ToBytes();

    /// <summary>The canonical bytes of the head file.</summary>
    public byte[] ToBytes() =>
        Fields().Add("signature", Convert.ToBase64String(Signature.Span)).Build().ToBytes();

    /// <summary>The same head with a signature.</summary>
    public TreeHead SignedBy(AuditSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        TreeHead mine = this with { KeyId = signer.PublicKey.KeyId, Algorithm = signer.PublicKey.Algorithm };
        return mine with { Signature = signer.Sign(mine.SignedBytes()) };
    }

    /// <summary>Reads a head file.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not a canonical head.</exception>
    public static TreeHead Read(ReadOnlySpan<byte> bytes)
    {
        CanonicalObject body = CanonicalReader.ReadObject(bytes);
        TreeHead head = new()
        {
            Log = body.Text("log") ?? "",
            Size = body.Integer("size") ?? 0,
            Chain = body.Text("chain") ?? "",
            Root = body.Text("root") ?? "",
            Time = new Timestamp(body.Integer("time") ?? 0),
            KeyId = body.Text("keyId") ?? "",
            Algorithm = body.Text("algorithm") ?? "",
            Signature = AuditKey.FromBase64(body.Text("signature") ?? ""),
        };
        return head.Size >= 1 && head.ToBytes().AsSpan().SequenceEqual(bytes)
            ? head
            : throw new CanonicalFormatException(
                "A head has algorithm, chain, keyId, log, root, schema, signature, size and time, and nothing else.");
    }

    private CanonicalObjectBuilder Fields() => new CanonicalObjectBuilder()
        .Add("algorithm", Algorithm)
        .Add("chain", Chain)
        .Add("keyId", KeyId)
        .Add("log", Log)
        .Add("root", Root)
        .Add("schema", SchemaName)
        .Add("size", Size)
        .Add("time", (Timestamp?)Time);
}
