using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests;

public sealed class BundleTrustJsonTests
{
    [Fact]
    public void Read_KeyRevokedAndFloor_ActAsInCode()
    {
        using SampleBundle sample = new();
        string key = BundleKey.From(sample.Signer).KeyId;

        Assert.Equal("", sample.Refusal(Of(HostileArtifact.TrustText(sample.Signer, "", ""))));
        Assert.Equal("revoked", sample.Refusal(Of(HostileArtifact.TrustText(sample.Signer, key, ""))));
        Assert.Equal("rollback-floor", sample.Refusal(Of(HostileArtifact.TrustText(sample.Signer, "", "\"sample\":\"2026-02-01\""))));
        Assert.Equal("", sample.Refusal(Of(HostileArtifact.TrustText(sample.Signer, "", "\"sample\":\"2026-01-02T03:04:05Z\",\"other\":\"2030-01-01\""))));
        Assert.Equal("key-untrusted", sample.Refusal(Of("""{"schema":"dms-trust/1","keys":[]}""")));
        Assert.Equal("", sample.Refusal(Of("""{"schema":"dms-trust/1"}""")));
        Assert.Equal("revoked", sample.Refusal(Of($$"""{"schema":"dms-trust/1","revoked":["{{key}}"]}""")));
    }

    [Theory]
    [InlineData("[]", "bad-trust")]
    [InlineData("{", "bad-trust")]
    [InlineData("{}", "bad-trust")]
    [InlineData("""{"schema":"dms-trust/2"}""", "bad-trust")]
    [InlineData("""{"schema":"dms-trust/1","revokd":[]}""", "bad-trust")]
    [InlineData("""{"schema":"dms-trust/1","revoked":["ABC"]}""", "bad-trust")]
    [InlineData("""{"schema":"dms-trust/1","revoked":[],"revoked":[]}""", "bad-trust")]
    [InlineData("""{"schema":"dms-trust/1","floors":{"m":"soon"}}""", "bad-trust")]
    [InlineData("""{"schema":"dms-trust/1","keys":[{"keyId":"00","publicKey":"AAAA"}]}""", "bad-key")]
    public void Read_AnythingElse_RefusedAndNotSkipped(string text, string code) =>
        Assert.Equal(code, Assert.Throws<InputRefusedException>(() => Of(text)).Code);

    private static BundleTrust Of(string text) => BundleTrustJson.Read(text, "trust.json");
}
