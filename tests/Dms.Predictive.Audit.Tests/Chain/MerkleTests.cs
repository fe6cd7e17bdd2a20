using System.Text;
using System.Text.Json;
using CsCheck;

namespace Dms.Predictive.Audit.Tests;

public class MerkleTests
{
    [SharedFact("audit/merkle.json")]
    public void Root_SharedVector_SameAtEverySize()
    {
        JsonElement vector = SharedVectors.Read("audit/merkle.json");
        byte[][] leaves = Leaves(vector);
        MerkleEdge edge = new();
        for (int size = 0; size <= leaves.Length; size++)
        {
            string expected = vector.GetProperty("roots").GetProperty($"{size}").GetString()!;
            Assert.Equal(expected, Convert.ToHexStringLower(edge.Root()));
            Assert.Equal(expected, Convert.ToHexStringLower(MerkleProof.Root(leaves.AsSpan(0, size))));
            if (size < leaves.Length)
            {
                edge.Add(leaves[size]);
            }
        }
    }

    [SharedFact("audit/merkle.json")]
    public void Inclusion_SharedVector_SameProofsAndTheyVerify()
    {
        JsonElement vector = SharedVectors.Read("audit/merkle.json");
        byte[][] leaves = Leaves(vector);
        int count = 0;
        foreach (JsonElement entry in vector.GetProperty("inclusion").EnumerateArray())
        {
            int size = entry.GetProperty("size").GetInt32();
            int index = entry.GetProperty("index").GetInt32();
            IReadOnlyList<byte[]> proof = MerkleProof.Inclusion(leaves.AsSpan(0, size), index);
            Assert.Equal(Hex(entry.GetProperty("proof")), proof.Select(Convert.ToHexStringLower));
            Assert.True(MerkleProof.VerifiesInclusion(
                index, size, leaves[index], proof, MerkleProof.Root(leaves.AsSpan(0, size))));
            count++;
        }

        Assert.True(count > 10, $"only {count} proofs");
    }

    [SharedFact("audit/merkle.json")]
    public void Consistency_SharedVector_SameProofsAndTheyVerify()
    {
        JsonElement vector = SharedVectors.Read("audit/merkle.json");
        byte[][] leaves = Leaves(vector);
        int count = 0;
        foreach (JsonElement entry in vector.GetProperty("consistency").EnumerateArray())
        {
            int older = entry.GetProperty("old").GetInt32();
            int newer = entry.GetProperty("new").GetInt32();
            IReadOnlyList<byte[]> proof = MerkleProof.Consistency(leaves.AsSpan(0, newer), older);
            Assert.Equal(Hex(entry.GetProperty("proof")), proof.Select(Convert.ToHexStringLower));
            Assert.True(MerkleProof.VerifiesConsistency(
                older, newer, MerkleProof.Root(leaves.AsSpan(0, older)), MerkleProof.Root(leaves.AsSpan(0, newer)),
                proof));
            count++;
        }

        Assert.True(count > 5, $"only {count} proofs");
    }

    [Fact]
    public void Root_EightLeavesOfTheReferenceTests_KnownRoot()
    {
        string[] hex = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f"];
        byte[][] leaves = [.. hex.Select(h => MerkleHash.Leaf(Convert.FromHexString(h)))];
        Assert.Equal(
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            Convert.ToHexStringLower(MerkleProof.Root(leaves)));
    }

    [Fact]
    public void Proofs_EverySizeUpTo40_VerifyAndStayShort()
    {
        byte[][] leaves = Numbered(40);
        for (int size = 1; size <= leaves.Length; size++)
        {
            byte[] root = MerkleProof.Root(leaves.AsSpan(0, size));
            int levels = (int)Math.Ceiling(Math.Log2(size));
            for (int i = 0; i < size; i++)
            {
                IReadOnlyList<byte[]> proof = MerkleProof.Inclusion(leaves.AsSpan(0, size), i);
                Assert.True(proof.Count <= levels);
                Assert.True(MerkleProof.VerifiesInclusion(i, size, leaves[i], proof, root));
                Assert.False(MerkleProof.VerifiesInclusion(i, size, leaves[i], [.. proof, root], root));
                IReadOnlyList<byte[]> growth = MerkleProof.Consistency(leaves.AsSpan(0, size), i + 1);
                byte[] older = MerkleProof.Root(leaves.AsSpan(0, i + 1));
                Assert.True(growth.Count <= levels + 1);
                Assert.True(MerkleProof.VerifiesConsistency(i + 1, size, older, root, growth));
            }
        }
    }

    [Fact]
    public void Verifies_AnyBitOfAProofFlipped_False() =>
        Gen.Select(Gen.Int[2, 40], Gen.Int[0, 39], Gen.Int[0, 1 << 20]).Sample(
        (size, index, bit) =>
        {
            byte[][] leaves = Numbered(size);
            index %= size;
            byte[] root = MerkleProof.Root(leaves);
            List<byte[]> proof = [.. MerkleProof.Inclusion(leaves, index).Select(h => (byte[])h.Clone())];
            proof[bit % proof.Count][bit / 8 % 32] ^= (byte)(1 << (bit % 8));
            Assert.False(MerkleProof.VerifiesInclusion(index, size, leaves[index], proof, root));
            if (index + 1 < size)
            {
                byte[] older = MerkleProof.Root(leaves.AsSpan(0, index + 1));
                List<byte[]> growth = [.. MerkleProof.Consistency(leaves, index + 1).Select(h => (byte[])h.Clone())];
                growth[bit % growth.Count][bit / 8 % 32] ^= (byte)(1 << (bit % 8));
                Assert.False(MerkleProof.VerifiesConsistency(index + 1, size, older, root, growth));
            }
        },
        iter: 3_000);

    [Fact]
    public void Verifies_IndexesAndHashesOutOfRange_False()
    {
        byte[][] leaves = Numbered(5);
        byte[] root = MerkleProof.Root(leaves);
        IReadOnlyList<byte[]> proof = MerkleProof.Inclusion(leaves, 2);
        Assert.False(MerkleProof.VerifiesInclusion(5, 5, leaves[2], proof, root));
        Assert.False(MerkleProof.VerifiesInclusion(-1, 5, leaves[2], proof, root));
        Assert.False(MerkleProof.VerifiesInclusion(2, 5, leaves[2], [.. proof.SkipLast(1)], root));
        Assert.False(MerkleProof.VerifiesInclusion(2, 5, leaves[2], [proof[0][..31], .. proof.Skip(1)], root));
        Assert.False(MerkleProof.VerifiesConsistency(0, 5, MerkleHash.EmptyRoot(), root, []));
        Assert.False(MerkleProof.VerifiesConsistency(6, 5, root, root, []));
        Assert.False(MerkleProof.VerifiesConsistency(5, 5, root, root, [root]));
        Assert.False(MerkleProof.VerifiesConsistency(3, 5, root, root, []));
    }

    private static byte[][] Numbered(int count) =>
        [.. Enumerable.Range(0, count).Select(i => MerkleHash.Leaf(Encoding.ASCII.GetBytes($"leaf {i}")))];

    private static byte[][] Leaves(JsonElement vector) =>
        [.. Hex(vector.GetProperty("leaves_hex")).Select(h => MerkleHash.Leaf(Convert.FromHexString(h!)))];

    private static IEnumerable<string?> Hex(JsonElement list) => list.EnumerateArray().Select(h => h.GetString());

    [Fact]
    public void Tree_AnySize_SameRootAndProofsAsTheRecursion()
    {
        for (int size = 1; size <= 70; size++)
        {
            byte[][] leaves = [.. Enumerable.Range(0, size).Select(i => MerkleHash.Leaf([(byte)i, 7]))];
            MerkleTree tree = new(leaves);
            Assert.Equal(MerkleProof.Root(leaves), tree.Root.ToArray());
            for (int index = 0; index < size; index++)
            {
                Assert.Equal(MerkleProof.Inclusion(leaves, index), tree.Inclusion(index));
            }
        }
    }
}
