using System.Text;
using System.Text.Json.Nodes;
using Dms.Predictive.Notebooks.Protocol;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

public sealed class KernelExecuteTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    private KernelClient Client => kernel.Client;

    [Fact]
    public void Execute_CellThatPrintsShowsAndReturns_PublishesInOrderBetweenBusyAndIdle()
    {
        (Message reply, List<Message> published) = Client.Execute(
            "Console.WriteLine(\"one\"); Console.Error.Write(\"two\"); Display(Html(\"<i>3</i>\")); 6 * 7");

        Assert.Equal("ok", reply.Status);
        Assert.Equal(["status", "execute_input", "stream", "stream", "display_data", "execute_result", "status"],
            published.Select(m => m.Type));
        Assert.Equal("busy", published[0].Text("execution_state"));
        Assert.Equal(("stdout", "one\n"), (published[2].Text("name"), published[2].Text("text")));
        Assert.Equal(("stderr", "two"), (published[3].Text("name"), published[3].Text("text")));
        Assert.Equal("<i>3</i>", published[4].Mime("text/html"));
        Assert.Equal("42", published[5].Mime("text/plain"));
        Assert.Equal(reply.Content.GetProperty("execution_count").GetInt32(),
            published[5].Content.GetProperty("execution_count").GetInt32());
    }

    [Fact]
    public void Execute_RunningCell_StreamsBeforeItEnds()
    {
        string flag = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        string id = Client.Send("execute_request", KernelClient.Code(
            $"Console.WriteLine(\"early\"); while (!File.Exists(\"{flag}\")) {{ await Task.Delay(5); }}"));

        Client.Published(id, until: m => m.Type == "stream" && m.Text("text") == "early\n");
        File.WriteAllText(flag, "");
        Assert.Equal("ok", Client.Reply(id).Status);
        File.Delete(flag);
    }

    [Fact]
    public void Execute_Exception_NamesTheLineAndKeepsEarlierState()
    {
        Client.Execute("int kept = 5;");
        (Message reply, List<Message> published) = Client.Execute("int a = 1;\n\nthrow new InvalidOperationException(\"no\");");

        Message error = Assert.Single(published, m => m.Type == "error");
        Assert.Equal("error", reply.Status);
        Assert.Equal("InvalidOperationException", error.Text("ename"));
        Assert.Contains(error.Texts("traceback"), t => t.Contains("line 3: throw new", StringComparison.Ordinal));
        Assert.Equal("5", Client.Execute("kept").Published.Single(m => m.Type == "execute_result").Mime("text/plain"));
        Assert.Equal("CompilationError", Client.Execute("a").Reply.Text("ename"));
    }

    [Fact]
    public void Execute_CompilationError_NamesLineAndColumn()
    {
        Message reply = Client.Execute("int b = 1;\nint c = nothing;").Reply;

        Assert.Equal("CompilationError", reply.Text("ename"));
        Assert.Contains("line 2, column 9: error CS0103", reply.Text("evalue"));
    }

    [Fact]
    public void Execute_ErrorWithMoreQueued_AbortsWhatIsQueuedAndThenGoesOn()
    {
        string flag = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        string failing = Client.Send("execute_request", KernelClient.Code(
            $"while (!File.Exists(\"{flag}\")) {{ await Task.Delay(5); }} throw new Exception(\"stop\");"));
        string second = Client.Send("execute_request", KernelClient.Code("1"));
        string third = Client.Send("execute_request", KernelClient.Code("2"));
        // Behind them on the same socket, but answered at once: when its reply is here, the two are queued. Whether it
        // reaches the cell or the flag does, the cell fails.
        Client.Reply(Client.Send("interrupt_request", []));
        File.WriteAllText(flag, "");

        Assert.Equal("error", Client.Reply(failing).Status);
        Assert.Equal("aborted", Client.Reply(second).Status);
        Assert.Equal("aborted", Client.Reply(third).Status);
        Assert.Equal("ok", Client.Execute("3").Reply.Status);
        File.Delete(flag);
    }

    [Fact]
    public void Execute_Silent_PublishesNoInputAndNoResultAndDoesNotCount()
    {
        int before = Client.Execute("1").Reply.Content.GetProperty("execution_count").GetInt32();
        (Message reply, List<Message> published) = Client.Execute("2", silent: true);

        Assert.Equal(before, reply.Content.GetProperty("execution_count").GetInt32());
        Assert.Equal(["status", "status"], published.Select(m => m.Type));
    }

    [Fact]
    public void Execute_FiftyMegabytesOnStdout_ArriveWhole()
    {
        const int Lines = 500_000;
        string id = Client.Send("execute_request", KernelClient.Code(
            $"string pad = new string('x', 92) + \"\\n\"; for (int i = 0; i < {Lines}; i++) {{ Console.Write(i.ToString(\"D7\") + pad); }}"));
        List<Message> published = Client.Published(id);
        StringBuilder text = new();
        foreach (Message piece in published.Where(m => m.Type == "stream"))
        {
            text.Append(piece.Text("text"));
        }

        Assert.Equal("ok", Client.Reply(id).Status);
        Assert.Equal(Lines * 100, text.Length);
        string whole = text.ToString();
        Assert.All(Enumerable.Range(0, Lines), i => Assert.True(whole.AsSpan(i * 100, 7).SequenceEqual(i.ToString("D7"))));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) ;")]
    [InlineData("for (;;) { try { while (true) { } } catch { } }")]
    [InlineData("again: goto again;")]
    [InlineData("do { } while (true);")]
    [InlineData("void F() { for (;;) ; } F();")]
    [InlineData("await Task.Delay(-1, Cancellation);")]
    public void Interrupt_EndlessCell_EndsItAndKeepsTheState(string code)
    {
        Client.Execute("int state = 17;");
        string id = Client.Send("execute_request", KernelClient.Code(code));
        Client.Published(id, until: m => m.Type == "execute_input");
        // The input is published just before the cell starts: ask until the interrupt met it.
        Message reply = InterruptUntilReplied(id);

        Assert.Equal("Interrupted", reply.Text("ename"));
        Assert.Equal("17", Client.Execute("state").Published.Single(m => m.Type == "execute_result").Mime("text/plain"));
    }

    [Fact]
    public void Interrupt_CallThatTakesNoToken_SaysThatOnlyARestartHelps()
    {
        string flag = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        string id = Client.Send("execute_request", KernelClient.Code(
            $"var gate = new ManualResetEventSlim(); var w = new Timer(_ => {{ if (File.Exists(\"{flag}\")) gate.Set(); }}, null, 0, 20); "
            + "Console.WriteLine(\"started\"); gate.Wait(); w.Dispose();"));
        Client.Published(id, until: m => m.Type == "stream" && m.Text("text").Contains("started", StringComparison.Ordinal));
        string interrupt = Client.Send("interrupt_request", [], control: true);
        Assert.Equal("ok", Client.Reply(interrupt, control: true).Status);

        Message warning = Client.Published(id, until: m => m.Type == "stream")[^1];
        Assert.Equal("stderr", warning.Text("name"));
        Assert.Contains("restart", warning.Text("text"));
        File.WriteAllText(flag, "");
        Client.Reply(id);
        File.Delete(flag);
    }

    [Fact]
    public void Signature_Wrong_IsDroppedLoggedAndNotAnswered()
    {
        Client.Send("execute_request", KernelClient.Code("System.IO.File.WriteAllText(\"/never\", \"\")"), signer: new MessageSigner("guess"));
        string good = Client.Send("kernel_info_request", []);

        Message first = Client.NextOnShell(TimeSpan.FromSeconds(30))!;
        Assert.Equal(good, first.Parent);
        Assert.Equal("kernel_info_reply", first.Type);
        Assert.Contains("wrong signature", kernel.Log.ToString());
    }

    [Fact]
    public void UnknownType_HasNoReplyAndIsLogged()
    {
        string unknown = Client.Send("make_coffee_request", []);
        string good = Client.Send("comm_info_request", []);

        Assert.Equal(good, Client.NextOnShell(TimeSpan.FromSeconds(30))!.Parent);
        Assert.Equal(2, Client.Published(unknown).Count);
        Assert.Contains("make_coffee_request", kernel.Log.ToString());
    }

    [Fact]
    public void ReadLine_InACell_SaysThatInputIsNotSupported() =>
        Assert.Contains("standard input", Client.Execute("Console.ReadLine()").Reply.Text("evalue"));

    [Fact]
    public void Heartbeat_WhileACellRuns_IsEchoed()
    {
        string id = Client.Send("execute_request", KernelClient.Code("while (true) { }"));
        Client.Published(id, until: m => m.Type == "execute_input");

        Assert.Equal("ping", Client.Beat("ping"));
        InterruptUntilReplied(id);
    }

    [Fact]
    public void Display_Update_ReplacesUnderItsName()
    {
        (_, List<Message> published) = Client.Execute("var bar = Display(\"0 %\"); UpdateDisplay(bar, \"100 %\");");

        string shown = published.Single(m => m.Type == "display_data").Content.GetProperty("transient").GetProperty("display_id").GetString()!;
        Message update = published.Single(m => m.Type == "update_display_data");
        Assert.Equal(shown, update.Content.GetProperty("transient").GetProperty("display_id").GetString());
        Assert.Equal("100 %", update.Mime("text/plain"));
    }

    private Message InterruptUntilReplied(string id)
    {
        for (int tries = 0; tries < 200; tries++)
        {
            Client.Reply(Client.Send("interrupt_request", [], control: true), control: true);
            if (Client.NextOnShell(TimeSpan.FromMilliseconds(100)) is { } reply && reply.Parent == id)
            {
                Client.Published(id);
                return reply;
            }
        }

        throw new TimeoutException("The cell was not interrupted.");
    }
}
