namespace Dms.Predictive.Audit;

/// <summary>Short proofs over a Merkle tree: that a record is in it, and that one head grew out of another.</summary>
/// <remarks>RFC 6962 §2.1.1–2.1.2; verification after RFC 9162 §2.1.3.2 and §2.1.4.2.</remarks>
public static class MerkleProof
{
    /// <summary>Root over leaf hashes, 32 bytes.</summary>
    /// <param name="leafHashes">Leaf hashes in order; may be empty.</param>
    public static byte[] Root(ReadOnlySpan<byte[]> leafHashes)
    {
        MerkleEdge edge = new();
        foreach (byte[] leaf in leafHashes)
        {
            edge.Add(leaf);
        }

        return edge.Root();
    }

    /// <summary>Proof that a leaf is in the tree, from the leaf upward; at most ⌈log₂ n⌉ hashes.</summary>
    /// <param name="leafHashes">All leaf hashes of the tree.</param>
    /// <param name="index">Leaf index from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<byte[]> Inclusion(ReadOnlySpan<byte[]> leafHashes, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leafHashes.Length);
        List<byte[]> path = [];
        ReadOnlySpan<byte[]> tree = leafHashes;
        while (tree.Length > 1)
        {
            int split = SplitOf(tree.Length);
            bool left = index < split;
            path.Add(Root(left ? tree[split..] : tree[..split]));
            tree = left ? tree[..split] : tree[split..];
            index -= left ? 0 : split;
        }

        path.Reverse();
        return path;
    }

    /// <summary>Proof that the tree of the first <paramref name="oldSize"/> leaves is a prefix of the whole.</summary>
    /// <param name="leafHashes">All leaf hashes of the newer tree.</param>
    /// <param name="oldSize">Size of the older tree, 1 to the size of the newer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The older size is 0 or larger than the newer.</exception>
    public static IReadOnlyList<byte[]> Consistency(ReadOnlySpan<byte[]> leafHashes, int oldSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, leafHashes.Length);
        List<byte[]> path = [];
        bool whole = true;
        ReadOnlySpan<byte[]> tree = leafHashes;
        while (oldSize < tree.Length)
        {
            int split = SplitOf(tree.Length);
            bool left = oldSize <= split;
            path.Add(Root(left ? tree[split..] : tree[..split]));
            tree = left ? tree[..split] : tree[split..];
            whole &= left;
            oldSize -= left ? 0 : split;
        }

        if (!whole)
        {
            path.Add(Root(tree));
        }

        path.Reverse();
        return path;
    }

    /// <summary>Whether the proof leads from the leaf to the root.</summary>
    /// <param name="index">Leaf index from 0.</param>
    /// <param name="size">Size of the tree.</param>
    /// <param name="leafHash">Hash of the leaf, 32 bytes.</param>
    /// <param name="proof">Hashes from the leaf upward.</param>
    /// <param name="root">Root of the tree, 32 bytes.</param>
    public static bool VerifiesInclusion(
        long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || !AreHashes(proof) || leafHash.Length != MerkleHash.Size)
        {
            return false;
        }

        (long node, long last) = (index, size - 1);
        byte[] hash = leafHash.ToArray();
        foreach (byte[] sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the proof shows that the newer tree begins with the older one. Size 0 never proves
    /// anything.</summary>
    /// <param name="oldSize">Size of the older tree.</param>
    /// <param name="newSize">Size of the newer tree.</param>
    /// <param name="oldRoot">Root of the older tree, 32 bytes.</param>
    /// <param name="newRoot">Root of the newer tree, 32 bytes.</param>
    /// <param name="proof">Hashes as <see cref="Consistency"/> gives them.</param>
    public static bool VerifiesConsistency(
        long oldSize, long newSize, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 1 || oldSize > newSize || !AreHashes(proof))
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return proof.Count == 0 && oldRoot.SequenceEqual(newRoot);
        }

        List<byte[]> path = [.. proof];
        if (long.IsPow2(oldSize))
        {
            path.Insert(0, oldRoot.ToArray());
        }

        return path.Count > 0 && Climb(oldSize - 1, newSize - 1, path) is var (older, newer)
               && oldRoot.SequenceEqual(older) && newRoot.SequenceEqual(newer);
    }

    private static (byte[] Older, byte[] Newer)? Climb(long node, long last, List<byte[]> path)
    {
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        (byte[] older, byte[] newer) = (path[0], path[0]);
        foreach (byte[] hash in path.Skip(1))
        {
            if (last == 0)
            {
                return null;
            }

            if ((node & 1) == 1 || node == last)
            {
                (older, newer) = (MerkleHash.Node(hash, older), MerkleHash.Node(hash, newer));
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                newer = MerkleHash.Node(newer, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 ? (older, newer) : null;
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return proof.All(h => h is { Length: MerkleHash.Size });
    }

    /// <summary>Largest power of two below n.</summary>
    private static int SplitOf(int n) => 1 << (31 - int.LeadingZeroCount(n - 1));
}
