using Dms.Predictive.Notebooks.Protocol;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

public sealed class ConnectionFileTests
{
    private const string Good = """
        {"transport":"tcp","ip":"127.0.0.1","shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,
         "key":"k","signature_scheme":"hmac-sha256"}
        """;

    [Fact]
    public void Read_File_TakesEveryField() =>
        Assert.Equal(new ConnectionFile("127.0.0.1", 1, 4, 2, 3, 5, "k"), Read(Good));

    [Theory]
    [InlineData("hmac-sha256", "hmac-md5", "signature_scheme")]
    [InlineData("tcp", "ipc", "transport")]
    [InlineData("\"shell_port\":1", "\"shell_port\":0", "shell_port")]
    [InlineData("\"hb_port\":5,", "", "hb_port")]
    [InlineData("{", "[", "JSON")]
    public void Read_FieldThatCannotBeUsed_IsRefusedByName(string from, string to, string named) => Assert.Contains(
        named, Assert.Throws<NotebookRefusedException>(() => Read(Good.Replace(from, to, StringComparison.Ordinal))).Message);

    [Fact]
    public void Verify_AnyChangedByte_IsRefused()
    {
        MessageSigner signer = new("key");
        byte[][] parts = [[1, 2], [3], [], [4, 5, 6]];
        byte[] signature = signer.Sign(parts);

        Assert.True(signer.Verify(signature, parts));
        Assert.False(signer.Verify(signature, [[1, 2], [3], [], [4, 5, 7]]));
        Assert.False(signer.Verify([], parts));
        Assert.False(new MessageSigner("other").Verify(signature, parts));
    }

    private static ConnectionFile Read(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return ConnectionFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
