using System.Text;
using System.Text.Json;

namespace Dms.Predictive.Audit.Tests;

public class HashChainTests
{
    [SharedFact("audit/hashchain.json")]
    public void Advance_SharedVector_SameHashes()
    {
        HashChain chain = new();
        int count = 0;
        foreach (JsonElement entry in SharedVectors.Read("audit/hashchain.json").GetProperty("entries")
            .EnumerateArray())
        {
            Assert.Equal(entry.GetProperty("prev").GetString(), chain.Hex);
            string canonical = FromJson(entry.GetProperty("record")).ToString();
            Assert.Equal(entry.GetProperty("canonical").GetString(), canonical);
            byte[] bytes = Encoding.UTF8.GetBytes(canonical);
            Assert.Equal(bytes, CanonicalReader.Read(bytes).ToBytes());
            chain.Advance(bytes);
            Assert.Equal(entry.GetProperty("hash").GetString(), chain.Hex);
            count++;
        }

        Assert.Equal(5, count);
    }

    [Fact]
    public void Raw_BeforeTheFirstRecord_Zeros()
    {
        HashChain chain = new();
        Assert.Equal(new string('0', 64), chain.Hex);
        Assert.Equal(new byte[32], chain.Raw.ToArray());
    }

    private static CanonicalValue FromJson(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                return CanonicalValue.Null;
            case JsonValueKind.True or JsonValueKind.False:
                return CanonicalValue.Of(json.GetBoolean());
            case JsonValueKind.Number:
                return CanonicalValue.Of(json.GetInt64());
            case JsonValueKind.String:
                return CanonicalValue.Of(json.GetString());
            case JsonValueKind.Array:
                return CanonicalValue.Array(json.EnumerateArray().Select(FromJson));
            default:
                CanonicalObjectBuilder builder = new();
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    builder.Add(member.Name, FromJson(member.Value));
                }

                return builder.Build();
        }
    }
}
