using System.Text;
using System.Text.Json;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class ChainHashesTests
{
    private const string Message = """
        {"market":"0xa3fa5377b11d5955c4ed83f7ace1c7822b5361de56c000486ef1e91146897315","parameter":"0x6aa0be2f9ad1a747b1fa9732b3b5bcbc25ce73acf5a3a995dc7faae85362e57e",
        "newValue":"62500000000000000","previousValue":"50000000000000000","updateId":42,"issuedAt":1772452800,"effectiveAt":1772456400,"deadline":1772474400,
        "auditHash":"0x268b796731ccfc69d6b751df7b4c3b8db81315ba3dbcf7f11facb93a3077f39c"}
        """;

    // The hash of the type as the specification of the message states it.
    [Fact]
    public void TypeHash_OfTheUpdate_IsTheStatedOne() => Assert.Equal(
        "b4bc34971f41400e6b32e75837e6cfeb0167aa9b48aaecb33987508d298303fd",
        Answer($$"""{"op":"eip712-type-hash","type":"{{Relay.RiskParameterUpdate.Type}}"}""").GetProperty("hash").GetString());

    [Fact]
    public void Digest_AnyFieldChanged_IsAnother()
    {
        string digest = Digest(Message);
        Assert.Equal(digest, Digest(Message));
        foreach ((string from, string to) in new[] { ("62500000000000000", "-1"), (":42", ":43"), ("2456400", "2456401"), ("f39c", "f39d"), ("7315", "7316") })
        {
            Assert.NotEqual(digest, Digest(Message.Replace(from, to, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("\"62500000000000000\"", "62500000000000000", "calls[0].message.newValue")]
    [InlineData("\"62500000000000000\"", "\"0.5\"", "calls[0].message.newValue")]
    [InlineData("0xa3fa", "0xa3fz", "calls[0].message.market")]
    [InlineData(":42", ":-1", "calls[0].message.updateId")]
    [InlineData("\"updateId\"", "\"updateID\"", "calls[0].message.updateID")]
    public void Digest_BadField_IsRefusedByItsPlace(string from, string to, string where)
    {
        MarginAnswer answer = Ask(Call(Message.Replace(from, to, StringComparison.Ordinal)));

        Assert.Equal(where, answer.Refusal!.Where);
    }

    [Fact]
    public void Digest_WithoutTheHashes_IsRefusedByName()
    {
        byte[] request = Request(Call(Message));

        Assert.Equal("NotSupported", MarginDocument.Answer(request).Items[0].Refusal!.Code);
    }

    private static string Digest(string message) => Answer(Call(message)).GetProperty("digest").GetString()!;

    private static string Call(string message) =>
        $$"""{"op":"relay-digest","domain":{"name":"Dms.Predictive","version":"1","chainId":31337,"verifyingContract":"0x00000000000000000000000000000000000000Aa"},"message":{{message}}}""";

    private static byte[] Request(string call) => Encoding.UTF8.GetBytes($$"""{"id":"c","policy":{"kind":"calculator"},"calls":[{{call}}]}""");

    private static MarginAnswer Ask(string call) => MarginDocument.Answer(Request(call), relay: ChainHashes.Formulas).Items[0];

    private static JsonElement Answer(string call)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            MarginDocument.Answer(Request(call), relay: ChainHashes.Formulas).Write(writer);
        }

        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.GetProperty("results")[0].Clone();
    }
}
