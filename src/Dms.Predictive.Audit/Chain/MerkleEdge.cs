namespace Dms.Predictive.Audit;

/// <summary>The right edge of a growing Merkle tree: the roots of its perfect subtrees, at most 64.</summary>
/// <remarks>RFC 6962 §2.1, RFC 9162 §2.1. Adding a leaf is O(1) on average, the root O(log n).</remarks>
public sealed class MerkleEdge
{
    private readonly List<byte[]> _subtrees = [];

    /// <summary>Starts without leaves.</summary>
    public MerkleEdge()
    {
    }

    private MerkleEdge(MerkleEdge other)
    {
        Size = other.Size;
        _subtrees.AddRange(other._subtrees);
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a leaf.</summary>
    /// <param name="leafHash">Hash of the leaf, 32 bytes: <see cref="MerkleHash.Leaf"/>.</param>
    public void Add(byte[] leafHash)
    {
        ArgumentNullException.ThrowIfNull(leafHash);
        ArgumentOutOfRangeException.ThrowIfNotEqual(leafHash.Length, MerkleHash.Size);
        byte[] subtree = leafHash;
        for (long full = Size; (full & 1) == 1; full >>= 1)
        {
            subtree = MerkleHash.Node(_subtrees[^1], subtree);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(subtree);
        Size++;
    }

    /// <summary>Root over all leaves so far, 32 bytes.</summary>
    public byte[] Root()
    {
        if (_subtrees.Count == 0)
        {
            return MerkleHash.EmptyRoot();
        }

        byte[] root = _subtrees[^1];
        for (int i = _subtrees.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.Node(_subtrees[i], root);
        }

        return root;
    }

    /// <summary>An edge of the same state that grows on its own.</summary>
    public MerkleEdge Copy() => new(this);
}
