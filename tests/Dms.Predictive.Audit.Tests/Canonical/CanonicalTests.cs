using System.Globalization;
using System.Text;
using CsCheck;

namespace Dms.Predictive.Audit.Tests;

public class CanonicalTests
{
    private static readonly Gen<string> GenKey =
        Gen.String[Gen.Char["abcXYZ019_.:/-"], 1, 12].Where(k => !CanonicalRules.IsTimeKey(k));

    private static readonly Gen<string> GenText = Gen.OneOf(
        Gen.String[Gen.Char["\0\u0001\b\t\n\f\r\u001f\u007f\"\\/aé€ \u2028"], 0, 20],
        Gen.String[Gen.Char.AlphaNumeric, 0, 8].Select(s => s + "𝄞" + s));

    private static readonly Gen<CanonicalValue> GenLeaf = Gen.OneOf(
        Gen.Const(CanonicalValue.Null),
        Gen.Bool.Select(CanonicalValue.Of),
        Gen.Long[-CanonicalRules.MaxInteger, CanonicalRules.MaxInteger].Select(CanonicalValue.Of),
        GenText.Select(s => CanonicalValue.Of(s)),
        Gen.Double.Select(CanonicalValue.Bits));

    private static Gen<CanonicalValue> GenValue(int depth) => depth == 0
        ? GenLeaf
        : Gen.OneOf(
            GenLeaf,
            GenValue(depth - 1).Array[0, 4].Select(a => CanonicalValue.Array(a)),
            Gen.Select(GenKey, GenValue(depth - 1)).Array[0, 5].Select(Object));

    private static CanonicalValue Object((string, CanonicalValue)[] members)
    {
        CanonicalObjectBuilder builder = new();
        foreach ((string key, CanonicalValue value) in members.DistinctBy(m => m.Item1))
        {
            builder.Add(key, value);
        }

        return builder.Build();
    }

    [Fact]
    public void Read_EncodedValue_EncodesToTheSameBytes() => GenValue(4).Sample(
        value =>
        {
            byte[] bytes = value.ToBytes();
            Assert.Equal(bytes, CanonicalReader.Read(bytes).ToBytes());
        },
        iter: 20_000);

    [Fact]
    public void Read_OneByteChanged_RefusedOrAnotherCanonicalValue() =>
        Gen.Select(GenValue(3), Gen.Int[0, int.MaxValue], Gen.Byte)
        .Sample(
            (value, place, with) =>
            {
                byte[] bytes = value.ToBytes();
                bytes[place % bytes.Length] = with;
                try
                {
                    Assert.Equal(bytes, CanonicalReader.Read(bytes).ToBytes());
                }
                catch (CanonicalFormatException)
                {
                    // Refusing is the other right answer.
                }
            },
            iter: 50_000);

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("-0")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("-")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("{\"a\":9223372036854775807}")]
    [InlineData("{\"at\":9223372036854775808}")]
    [InlineData("NaN")]
    [InlineData("nul")]
    [InlineData("[1, 2]")]
    [InlineData("[1,]")]
    [InlineData("[1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"b\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"\":1}")]
    [InlineData("{\"a b\":1}")]
    [InlineData("{\"\\u0061\":1}")]
    [InlineData("\"\\u0041\"")]
    [InlineData("\"\\u000a\"")]
    [InlineData("\"\\u001F\"")]
    [InlineData("\"\\/\"")]
    [InlineData("\"\\ud834\\udd1e\"")]
    [InlineData("\"\\ud834\"")]
    [InlineData("\"a")]
    [InlineData("\"\t\"")]
    [InlineData("\uFEFF1")]
    [InlineData("1\n")]
    public void Read_NotCanonical_Refused(string text) =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_BrokenUtf8_Refused() =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalReader.Read([(byte)'"', 0xC0, 0x80, (byte)'"']));

    [Fact]
    public void Encode_LoneSurrogate_Refused() =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalValue.Of("\ud834").ToBytes());

    [Fact]
    public void Encode_TimeKeys_HoldSixtyFourBits()
    {
        CanonicalObject inner = new CanonicalObjectBuilder().Add("initial", long.MaxValue).Build();
        string text = new CanonicalObjectBuilder().Add("at", long.MinValue).Add("effectiveAt", inner).Build()
            .ToString();
        Assert.Equal("{\"at\":-9223372036854775808,\"effectiveAt\":{\"initial\":9223372036854775807}}", text);
        Assert.Equal(text, CanonicalReader.Read(Encoding.UTF8.GetBytes(text)).ToString());
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Depth_AtAndBeyondTheLimit_AcceptedAndRefused(int depth, bool accepted)
    {
        string text = new string('[', depth) + new string(']', depth);
        CanonicalValue nested = CanonicalValue.Array(Array.Empty<string>());
        for (int i = 1; i < depth; i++)
        {
            nested = CanonicalValue.Array([nested]);
        }

        if (accepted)
        {
            Assert.Equal(text, nested.ToString());
            Assert.Equal(text, CanonicalReader.Read(Encoding.ASCII.GetBytes(text)).ToString());
        }
        else
        {
            Assert.Throws<CanonicalFormatException>(nested.ToBytes);
            Assert.Throws<CanonicalFormatException>(() => CanonicalReader.Read(Encoding.ASCII.GetBytes(text)));
        }
    }

    [Fact]
    public void Size_AtAndBeyondOneMebibyte_AcceptedAndRefused()
    {
        Assert.Equal(1 << 20, CanonicalValue.Of(new string('x', (1 << 20) - 2)).ToBytes().Length);
        Assert.Throws<CanonicalFormatException>(CanonicalValue.Of(new string('x', (1 << 20) - 1)).ToBytes);
    }

    [Fact]
    public void Add_SameKeyTwice_Refused() => Assert.Throws<CanonicalFormatException>(
        () => new CanonicalObjectBuilder().Add("a", 1).Add("a", 2));

    [Fact]
    public void Bits_AnyDouble_ReadBackBitForBit() => Gen.Double.Sample(x =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(x), BitConverter.DoubleToInt64Bits(
            CanonicalNumber.FromBits(CanonicalNumber.Bits(x)))));

    [Fact]
    public void Bits_KnownValues_AsSpecified()
    {
        Assert.Equal("3ff3333333333333", CanonicalNumber.Bits(1.2));
        Assert.Equal("3f800000", CanonicalNumber.Bits(1f));
        Assert.Equal("nan", CanonicalNumber.Bits(double.NaN));
        Assert.Throws<FormatException>(() => CanonicalNumber.FromBits("3FF3333333333333"));
    }

    [Theory]
    [InlineData("0.00", true)]
    [InlineData("-12.34", true)]
    [InlineData("7", true)]
    [InlineData("-0.00", false)]
    [InlineData("-0", false)]
    [InlineData("00.10", false)]
    [InlineData(".10", false)]
    [InlineData("1.", false)]
    [InlineData("+1.00", false)]
    [InlineData("1e2", false)]
    [InlineData("1,000.00", false)]
    [InlineData("", false)]
    public void TryMoney_Text_AcceptedOnlyWhenExact(string text, bool accepted) =>
        Assert.Equal(accepted, CanonicalNumber.TryMoney(text, out _, out _));

    [Fact]
    public void TryMoney_AnyText_IsWhatMoneyWrites()
    {
        Random random = new(5);
        int good = 0;
        for (int i = 0; i < 200_000; i++)
        {
            string text = new([.. Enumerable.Range(0, 1 + random.Next(24)).Select(_ => random.Next(12) switch
            {
                0 => '.',
                1 => i % 3 == 0 ? '-' : '0',
                int digit => (char)('0' + digit - 2),
            })]);
            int point = text.IndexOf('.', StringComparison.Ordinal);
            int places = point < 0 ? 0 : text.Length - point - 1;
            bool parses = decimal.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value);
            bool wanted = parses && places <= 18 && CanonicalNumber.Money(value, places) == text;
            Assert.Equal(wanted, CanonicalNumber.TryMoney(text, out decimal found, out int foundPlaces));
            if (wanted)
            {
                good++;
                Assert.Equal((value, decimal.GetBits(value)[3], places), (found, decimal.GetBits(found)[3], foundPlaces));
            }
        }

        Assert.InRange(good, 20_000, 180_000);
    }

    [Fact]
    public void Money_NegativeZeroAndRounding_NeverWrittenNeverDone()
    {
        Assert.Equal("0.00", CanonicalNumber.Money(-0.0m, 2));
        Assert.Equal("5.10", CanonicalNumber.Money(5.1m, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanonicalNumber.Money(5.101m, 2));
    }
}
