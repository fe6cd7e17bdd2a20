using System.Text.Json;
using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What to prove.</summary>
/// <param name="Log">Folder of the log.</param>
/// <param name="Sequence">Record whose inclusion is proved; excludes <paramref name="From"/>.</param>
/// <param name="Size">Size of the tree; null for all records.</param>
/// <param name="From">Size of the older tree of a consistency proof.</param>
/// <param name="To">Size of the newer tree; null for all records.</param>
internal sealed record AuditProveRequest(string Log, long? Sequence, long? Size, long? From, long? To);

/// <summary>Runs <c>dms audit prove</c>.</summary>
internal static class AuditProve
{
    /// <summary>Reads the log, makes the proof, prints it.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    /// <exception cref="UsageException">Not exactly one of <c>--sequence</c> and <c>--from</c>, or a size out of
    /// range.</exception>
    public static int Run(AuditProveRequest request, bool json)
    {
        if (request.Sequence is null == request.From is null
            || (request.Sequence is null ? request.Size : request.To) is not null)
        {
            throw new UsageException(
                "Give --sequence N, with --size S if wanted, or --from M, with --to S if wanted.",
                "--sequence, --from");
        }

        byte[][] leaves = [.. AuditLogReader.Read(request.Log).Select(r => MerkleHash.Leaf(r.Canonical.Span))];
        object proof = request.Sequence is { } sequence
            ? Inclusion(leaves, sequence, request.Size ?? leaves.Length)
            : Consistency(leaves, request.From!.Value, request.To ?? leaves.Length);
        Console.Out.WriteLine(JsonSerializer.Serialize(proof, json ? Compact : Indented));
        return ExitCode.Done;
    }

    private static readonly JsonSerializerOptions Compact = new();

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static object Inclusion(byte[][] leaves, long sequence, long size)
    {
        InRange(size, 1, leaves.Length, "--size");
        InRange(sequence, 1, size, "--sequence");
        ReadOnlySpan<byte[]> tree = leaves.AsSpan(0, (int)size);
        return new
        {
            sequence,
            size,
            leafHash = Convert.ToHexStringLower(leaves[sequence - 1]),
            proof = Hex(MerkleProof.Inclusion(tree, (int)(sequence - 1))),
            root = Convert.ToHexStringLower(MerkleProof.Root(tree)),
        };
    }

    private static object Consistency(byte[][] leaves, long from, long to)
    {
        InRange(to, 1, leaves.Length, "--to");
        InRange(from, 1, to, "--from");
        ReadOnlySpan<byte[]> tree = leaves.AsSpan(0, (int)to);
        return new
        {
            from,
            to,
            fromRoot = Convert.ToHexStringLower(MerkleProof.Root(tree[..(int)from])),
            toRoot = Convert.ToHexStringLower(MerkleProof.Root(tree)),
            proof = Hex(MerkleProof.Consistency(tree, (int)from)),
        };
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value < least || value > most)
        {
            throw new UsageException($"{option} is {value}; {least} to {most} is allowed for this log.", option);
        }
    }

    private static string[] Hex(IReadOnlyList<byte[]> hashes) => [.. hashes.Select(h => Convert.ToHexStringLower(h))];
}
