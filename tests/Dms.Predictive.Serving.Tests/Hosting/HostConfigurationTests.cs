using Dms.Predictive.Core;

namespace Dms.Predictive.Serving.Tests;

public sealed class HostConfigurationTests
{
    [Theory]
    [InlineData("""{"Dms":{"Serving":{"SliceMillisecondz":5}}}""", "Dms:Serving:SliceMillisecondz")]
    [InlineData("""{"Dms":{"Stream":{"RetainedEvents":-7}}}""", "Dms:Stream:RetainedEvents")]
    [InlineData("""{"Dms":{"Stream":{"RetainedEvents":"many"}}}""", "Dms:Stream:RetainedEvents")]
    [InlineData("""{"Dms":{"Serving":{"RequestTimeout":"01:00:00"}}}""", "Dms:Serving:RequestTimeout")]
    [InlineData("""{"Dms":{"Serving":{"AllowPlainText":"perhaps"}}}""", "Dms:Serving:AllowPlainText")]
    [InlineData("""{"Dms":{"Serving":{"Urls":"http://127.0.0.1:1"}}}""", "Dms:Serving:Urls")]
    [InlineData("""{"Dms":{"Serving":5}}""", "Dms:Serving")]
    [InlineData("""{"Dms":{"Auth":{"ApiKeys":[{"Id":"a","Sha256":"zz","Roles":["auditor"]}]}}}""", "Dms:Auth:ApiKeys:0:Sha256")]
    [InlineData("""{"Dms":{"Auth":{"ApiKeys":[{"Id":"a","Roles":["auditor"]}]}}}""", "Dms:Auth:ApiKeys:0:Sha256")]
    public void Read_AKeyThatIsNotRight_IsNamed(string json, string path)
    {
        InputRefusedException refusal = Refusal(json, null);

        Assert.Equal("configuration", refusal.Code);
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownRole_IsRefusedWithTheRolesThatExist() => Assert.Contains(
        "data-scientist",
        Refusal(OneKey("king"), null).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Read_OpenBindWithoutKeys_IsRefused() => Assert.Equal("open-bind", Refusal("{}", "http://0.0.0.0:5080").Code);

    [Fact]
    public void Read_PlainTextBeyondLoopback_IsRefused() => Assert.Equal("open-bind", Refusal(
        OneKey("auditor"), "http://192.0.2.1:5080").Code);

    [Fact]
    public void Read_SectionOfAnotherName_IsRefused() =>
        Assert.Contains("Dmz", Refusal("""{"Dmz":{"Serving":{"AllowPlainText":true}}}""", null).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NothingConfigured_ListensOnLoopback() =>
        Assert.Equal([HostConfiguration.DefaultUrl], HostConfiguration.Read(null, null).Serving.Urls);

    private static string OneKey(string role) =>
        """{"Dms":{"Auth":{"ApiKeys":[{"Id":"a","Sha256":"DIGEST","Roles":["ROLE"]}]}}}"""
            .Replace("DIGEST", new string('0', 64), StringComparison.Ordinal).Replace("ROLE", role, StringComparison.Ordinal);

    private static InputRefusedException Refusal(string json, string? urls)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return Assert.Throws<InputRefusedException>(() => HostConfiguration.Read(file, urls));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
