using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>Canonical encoding, hash chain and Merkle proofs.</summary>
internal static class RecordVectors
{
    public static object HashChain(VectorField file)
    {
        HashChain chain = new();
        List<string> canonical = [];
        List<string> hashes = [];
        foreach (VectorField entry in file["entries"].Items())
        {
            byte[] bytes = Encode(entry["record"]);
            chain.Advance(bytes);
            canonical.Add(Encoding.UTF8.GetString(bytes));
            hashes.Add(chain.Hex);
        }

        return new { canonical, hash = hashes };
    }

    public static object Merkle(VectorField file)
    {
        byte[][] leaves = [.. file["leaves_hex"].Items().Select(l => MerkleHash.Leaf(FromHex(l)))];
        return new
        {
            roots = file["roots"].Members().ToDictionary(
                r => r.Name, r => Convert.ToHexStringLower(MerkleProof.Root(First(leaves, SizeOf(r.Name, r.Value))))),
            inclusion = file["inclusion"].Items().Select(e => InclusionOf(leaves, e)).ToArray(),
            consistency = file["consistency"].Items().Select(e => ConsistencyOf(leaves, e)).ToArray(),
        };
    }

    private static object InclusionOf(byte[][] leaves, VectorField entry)
    {
        (int size, int index) = (entry["size"].Count(), entry["index"].Count());
        if (index >= size)
        {
            throw entry["index"].Refused($"an index below {size}");
        }

        return new { size, index, proof = Hex(MerkleProof.Inclusion(First(leaves, (size, entry["size"])), index)) };
    }

    private static object ConsistencyOf(byte[][] leaves, VectorField entry)
    {
        (int older, int newer) = (entry["old"].Count(), entry["new"].Count());
        if (older < 1 || older > newer)
        {
            throw entry["old"].Refused($"a size from 1 to {newer}");
        }

        return new
        {
            old = older,
            @new = newer,
            proof = Hex(MerkleProof.Consistency(First(leaves, (newer, entry["new"])), older)),
        };
    }

    private static ReadOnlySpan<byte[]> First(byte[][] leaves, (int Size, VectorField Field) size) =>
        size.Size <= leaves.Length ? leaves.AsSpan(0, size.Size) : throw size.Field.Refused($"at most {leaves.Length}");

    private static (int Size, VectorField Field) SizeOf(string name, VectorField field) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? (size, field)
            : throw new InputRefusedException("vector-json", $"Expected a size as a name, found {name}.", field.Where);

    private static byte[] FromHex(VectorField text)
    {
        try
        {
            return Convert.FromHexString(text.Text());
        }
        catch (FormatException)
        {
            throw text.Refused("hex digits");
        }
    }

    private static string[] Hex(IEnumerable<byte[]> hashes) => [.. hashes.Select(Convert.ToHexStringLower)];

    private static byte[] Encode(VectorField record)
    {
        try
        {
            return ToCanonical(record).ToBytes();
        }
        catch (CanonicalFormatException e)
        {
            throw new InputRefusedException("vector-json", e.Message, record.Where, e);
        }
    }

    private static CanonicalValue ToCanonical(VectorField value)
    {
        switch (value.Json.ValueKind)
        {
            case JsonValueKind.Object:
                CanonicalObjectBuilder members = new();
                foreach ((string name, VectorField member) in value.Members())
                {
                    members.Add(name, ToCanonical(member));
                }

                return members.Build();
            case JsonValueKind.Array:
                return CanonicalValue.Array(value.Items().Select(ToCanonical));
            case JsonValueKind.String:
                return CanonicalValue.Of(value.Text());
            case JsonValueKind.Number when value.Json.TryGetInt64(out long integer):
                return CanonicalValue.Of(integer);
            case JsonValueKind.True or JsonValueKind.False:
                return CanonicalValue.Of(value.Json.GetBoolean());
            case JsonValueKind.Null:
                return CanonicalValue.Null;
            default:
                throw value.Refused("an integer");
        }
    }
}
