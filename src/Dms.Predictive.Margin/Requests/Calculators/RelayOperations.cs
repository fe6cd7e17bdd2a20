using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads what is to be hashed for a chain.</summary>
internal static class RelayOperations
{
    private const int WordDigits = 64;
    private const int AddressDigits = 40;
    private static readonly BigInteger Limit = BigInteger.One << 255;

    /// <summary>Names of the operations, also where nobody hands the hashes in.</summary>
    public static IReadOnlyList<string> Names { get; } = ["eip712-type-hash", "relay-digest"];

    public static IReadOnlyList<CalculatorOperation> With(RelayFormulas relay) =>
    [
        new(Names[0], ["type"], f => new CalculatorResult().Text("hash", relay.TypeHash(f.Text("type")))),
        new(Names[1], ["domain", "message"], f =>
        {
            RelayDigestFields hashes = relay.Digest(ReadDomain(f), ReadMessage(f));
            return new CalculatorResult()
                .Text("domainSeparator", hashes.DomainSeparator)
                .Text("structHash", hashes.StructHash)
                .Text("digest", hashes.Digest);
        }),
    ];

    private static RelayDomainFields ReadDomain(JsonFields f)
    {
        JsonFields d = JsonFields.Open(f.Required("domain"), f.At("domain"), "name", "version", "chainId", "verifyingContract");
        return new(d.Text("name"), d.Text("version"), d.NotNegativeInteger("chainId"), Hexadecimal(d, "verifyingContract", AddressDigits));
    }

    private static RelayMessageFields ReadMessage(JsonFields f)
    {
        JsonFields m = JsonFields.Open(
            f.Required("message"), f.At("message"), "market", "parameter", "newValue", "previousValue", "updateId", "issuedAt",
            "effectiveAt", "deadline", "auditHash");
        return new()
        {
            Market = Hexadecimal(m, "market", WordDigits),
            Parameter = Hexadecimal(m, "parameter", WordDigits),
            NewValue = Signed(m, "newValue"),
            PreviousValue = Signed(m, "previousValue"),
            UpdateId = Unsigned(m, "updateId"),
            IssuedAt = Unsigned(m, "issuedAt"),
            EffectiveAt = Unsigned(m, "effectiveAt"),
            Deadline = Unsigned(m, "deadline"),
            AuditHash = Hexadecimal(m, "auditHash", WordDigits),
        };
    }

    private static string Hexadecimal(JsonFields f, string name, int digits)
    {
        string text = f.Text(name);
        bool isWritten = text.Length == digits + 2 && text.StartsWith("0x", StringComparison.Ordinal)
            && text.Skip(2).All(char.IsAsciiHexDigit);
        Refuse.Unless(isWritten, f.At(name), $"'{text}'", $"0x and {digits} hexadecimal digits");
        return text;
    }

    // Too wide for a JSON number, so a text.
    private static BigInteger Signed(JsonFields f, string name)
    {
        string text = f.Text(name);
        bool isNumber = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value);
        Refuse.Unless(isNumber && value >= -Limit && value < Limit, f.At(name), $"'{text}'", "a whole number of 256 bits, as a text");
        return value;
    }

    private static ulong Unsigned(JsonFields f, string name)
    {
        JsonElement value = f.Required(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong number)
            ? number
            : throw Refuse.OutOfRange(f.At(name), value.GetRawText(), "a whole number in [0, 2^64)");
    }
}
