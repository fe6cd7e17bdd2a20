using System.Text;

namespace Dms.Predictive.Margin.Tests.Requests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{\"b\":1,\"a\":[true,null]}", "{\"a\":[true,null],\"b\":1}")]
    [InlineData("[ 1.50 , 100 , 0.0 , -0.0 , 1E2 , 12e-1 ]", "[1.5,100,0,0,100,1.2]")]
    [InlineData("[1e-6,1e-7,0.00000012]", "[0.000001,1e-7,1.2e-7]")]
    [InlineData("[1e20,1e21,123e20]", "[100000000000000000000,1e+21,1.23e+22]")]
    [InlineData("[12345678901234567890.123]", "[12345678901234567890.123]")]
    [InlineData("{\"\\u0061\":\"\\u00e9<>\"}", "{\"a\":\"é<>\"}")]
    public void Rewrite_EqualValues_OneSpelling(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Hash_EmptyObject_IsTheKnownDigest() => Assert.Equal(
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        CanonicalJson.Hash(Encoding.UTF8.GetBytes(" { } ")));
}
