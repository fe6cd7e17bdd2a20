using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

public sealed class KernelShutdownTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shutdown_WhileACellRuns_IsAnsweredAndEndsTheKernel(bool restart)
    {
        using KernelFixture kernel = new();
        string endless = kernel.Client.Send("execute_request", KernelClient.Code("while (true) { }"));
        kernel.Client.Published(endless, until: m => m.Type == "execute_input");
        string id = kernel.Client.Send("shutdown_request", new JsonObject { ["restart"] = restart }, control: true);

        Assert.Equal(restart, kernel.Client.Reply(id, control: true).Content.GetProperty("restart").GetBoolean());
        Assert.Equal("idle", kernel.Client.Published(id)[^1].Text("execution_state"));
        Assert.True(kernel.HasEnded(TimeSpan.FromSeconds(20)));
    }
}
