using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

public sealed class KernelQuestionTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    private KernelClient Client => kernel.Client;

    [Fact]
    public void KernelInfo_Always_NamesProtocolAndLanguage()
    {
        Message reply = Client.Ask("kernel_info_request", []);

        Assert.Equal("5.3", reply.Text("protocol_version"));
        Assert.Equal("csharp", reply.Content.GetProperty("language_info").GetProperty("name").GetString());
        Assert.Equal(".cs", reply.Content.GetProperty("language_info").GetProperty("file_extension").GetString());
    }

    [Fact]
    public void Complete_EmojiBeforeTheCursor_CountsCodePoints()
    {
        const string Code = "var s = \"😀😀\"; s.Subst";
        int cursor = Code.EnumerateRunes().Count();
        Message reply = Client.Ask("complete_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = cursor });

        Assert.Equal(["Substring"], reply.Texts("matches"));
        Assert.Equal(cursor - "Subst".Length, reply.Content.GetProperty("cursor_start").GetInt32());
        Assert.Equal(cursor, reply.Content.GetProperty("cursor_end").GetInt32());
    }

    [Fact]
    public void Complete_VariableOfAnEarlierCell_IsOffered()
    {
        Client.Execute("int volatilityOfTheDay = 3;");

        Assert.Contains("volatilityOfTheDay", Complete("volatilityOf"));
        Assert.Contains("Display", Complete("Disp"));
        Assert.Contains("WriteLine", Complete("Console.Wr"));
        Assert.Contains("Select", Complete("new int[0].Sel"));
    }

    [Fact]
    public void Inspect_ProductType_ShowsSignatureAndSummary()
    {
        Message reply = Client.Ask("inspect_request", new JsonObject
        {
            ["code"] = "Display(1)",
            ["cursor_pos"] = 3,
            ["detail_level"] = 0,
        });

        Assert.True(reply.Content.GetProperty("found").GetBoolean());
        Assert.Contains("Display(object? value)", reply.Mime("text/plain"));
        Assert.Contains("Shows a value", reply.Mime("text/markdown"));
        Assert.False(Client.Ask("inspect_request", new JsonObject { ["code"] = "  ", ["cursor_pos"] = 1 })
            .Content.GetProperty("found").GetBoolean());
    }

    [Theory]
    [InlineData("1 + 1", "complete", "")]
    [InlineData("if (true)\n{", "incomplete", "    ")]
    [InlineData("int = ;", "invalid", "")]
    public void IsComplete_Code_SaysWhetherToRun(string code, string status, string indent)
    {
        Message reply = Client.Ask("is_complete_request", new JsonObject { ["code"] = code });

        Assert.Equal(status, reply.Status);
        if (status == "incomplete")
        {
            Assert.Equal(indent, reply.Text("indent"));
        }
    }

    [Fact]
    public void History_AfterCells_HoldsTheirInputs()
    {
        Client.Execute("\"in the history\"");
        Client.Execute("\"not in the history\"", silent: true);
        Message reply = Client.Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1 });

        Assert.Equal("\"in the history\"", reply.Content.GetProperty("history")[0][2].GetString());
        Assert.Equal(1, reply.Content.GetProperty("history").GetArrayLength());
    }

    [Fact]
    public void CommInfo_Always_IsEmpty() =>
        Assert.Empty(Client.Ask("comm_info_request", []).Content.GetProperty("comms").EnumerateObject());

    private string[] Complete(string code) => Client.Ask(
        "complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }).Texts("matches");
}
