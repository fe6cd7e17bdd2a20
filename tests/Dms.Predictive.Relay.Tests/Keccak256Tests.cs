using System.Text;

namespace Dms.Predictive.Relay.Tests;

public sealed class Keccak256Tests
{
    // The Keccak team's known answers for rate 1088, capacity 512, with the padding from before SHA-3.
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Of_KnownAnswers(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Keccak256.Of(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Of_MoreThanOneBlock_DependsOnEveryByte()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 251))];
        byte[] hash = Keccak256.Of(bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] other = [.. bytes];
            other[i] ^= 1;
            Assert.NotEqual(hash, Keccak256.Of(other));
        }
    }
}
