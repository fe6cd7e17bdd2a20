namespace Dms.Predictive.Audit;

/// <summary>A whole Merkle tree in memory (64 bytes a leaf), for many proofs over the same records.</summary>
/// <remarks>RFC 6962 §2.1. A lone node at the end of a level moves up unchanged: the same as splitting at the largest
/// power of two below n.</remarks>
public sealed class MerkleTree
{
    private readonly List<IReadOnlyList<byte[]>> _levels;

    /// <summary>Builds the tree.</summary>
    /// <param name="leafHashes">At least one; <see cref="MerkleHash.Leaf"/> of each record in order.</param>
    public MerkleTree(IReadOnlyList<byte[]> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        ArgumentOutOfRangeException.ThrowIfZero(leafHashes.Count);
        _levels = [leafHashes];
        while (_levels[^1].Count > 1)
        {
            IReadOnlyList<byte[]> below = _levels[^1];
            byte[][] level = new byte[(below.Count + 1) / 2][];
            for (int i = 0; i < level.Length; i++)
            {
                level[i] = (2 * i) + 1 < below.Count ? MerkleHash.Node(below[2 * i], below[(2 * i) + 1]) : below[2 * i];
            }

            _levels.Add(level);
        }
    }

    /// <summary>Root, 32 bytes.</summary>
    public ReadOnlySpan<byte> Root => _levels[^1][0];

    /// <summary>Proof that a leaf is in the tree, from the leaf upward; as <see
    /// cref="MerkleProof.Inclusion"/>.</summary>
    /// <param name="index">Leaf index from 0.</param>
    public IReadOnlyList<byte[]> Inclusion(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _levels[0].Count);
        List<byte[]> path = [];
        foreach (IReadOnlyList<byte[]> level in _levels.SkipLast(1))
        {
            if ((index ^ 1) < level.Count)
            {
                path.Add(level[index ^ 1]);
            }

            index >>= 1;
        }

        return path;
    }
}
