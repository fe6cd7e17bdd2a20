using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class FixedTextTests
{
    [Theory]
    [InlineData("61837.63", 2, 6183763)]
    [InlineData("61837.63000000", 2, 6183763)]
    [InlineData("61837.63000000", 8, 6183763000000)]
    [InlineData("0", 8, 0)]
    [InlineData("-12.5", 1, -125)]
    [InlineData("1771214400376", 0, 1771214400376)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    public void Read_Number_IsItsMantissa(string text, int decimals, long expected)
    {
        Assert.Equal(QualityIssue.None, FixedText.Read(Utf8(text), decimals, NumberRule.Exact, out long value, out int used));
        Assert.Equal((expected, text.Length), (value, used));
    }

    [Theory]
    [InlineData("1.001")]
    [InlineData("1e5")]
    [InlineData("8e-05")]
    [InlineData("+1")]
    [InlineData("0x1F")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    [InlineData("1_000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("-0")]
    [InlineData("-0.00")]
    [InlineData("1.2.3")]
    [InlineData("")]
    public void Read_NoPlainDecimal_IsMalformed(string text) =>
        Assert.Equal(QualityIssue.Malformed, FixedText.Read(Utf8(text), 2, NumberRule.Exact, out _, out _));

    [Fact]
    public void Read_TooLarge_IsNotFinite()
    {
        Assert.Equal(QualityIssue.NotFinite, FixedText.Read(Utf8("9223372036854775808"), 0, NumberRule.Exact, out _, out _));
        Assert.Equal(
            QualityIssue.NotFinite, FixedText.Read(Utf8(new string('9', 100_000)), 8, NumberRule.Exact, out _, out _));
    }

    [Theory]
    [InlineData("8e-05", NumberRule.Printed, 8000L)]
    [InlineData("1.5E-7", NumberRule.Printed, 15L)]
    [InlineData("33.35399601000002", NumberRule.Rounded, 3335399601L)]
    [InlineData("0.000000005", NumberRule.Rounded, 1L)]
    [InlineData("0.0000000049", NumberRule.Rounded, 0L)]
    public void Read_UnderARule_TakesWhatTheRuleAllows(string text, object rule, long expected)
    {
        Assert.Equal(QualityIssue.None, FixedText.Read(Utf8(text), 8, (NumberRule)rule, out long value, out _));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Read_RandomTexts_AgreesWithItsPlainTwin()
    {
        Xorshift random = new(71);
        const string Alphabet = "0123456789012345678901234567890123456789...-e+,";
        for (int n = 0; n < 400_000; n++)
        {
            char[] text = new char[random.Next(26)];
            for (int k = 0; k < text.Length; k++)
            {
                text[k] = Alphabet[random.Next(n % 2 == 0 ? Alphabet.Length : 41)];
            }

            byte[] bytes = Utf8(new string(text));
            int comma = Array.IndexOf(bytes, (byte)',');
            byte[] field = comma < 0 ? bytes : bytes[..comma];
            int decimals = random.Next(13);
            NumberRule rule = (NumberRule)random.Next(3);
            QualityIssue expected = PlainFixedText.Read(field, decimals, rule, out long plain);
            QualityIssue actual = FixedText.Read(bytes, decimals, rule, out long fast, out int used);
            Assert.True(
                expected == actual && (actual != QualityIssue.None || plain == fast) && used == field.Length,
                $"'{new string(text)}' at {decimals}, {rule}: {expected} {plain}, {actual} {fast}, {used}");
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
