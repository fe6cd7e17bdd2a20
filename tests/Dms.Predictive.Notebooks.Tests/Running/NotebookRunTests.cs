using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Tests.Running;

public sealed class NotebookRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_Notebook_WritesOutputsAndKeepsTheRest()
    {
        string file = Write("""
            {"nbformat":4,"nbformat_minor":2,"metadata":{"mine":1},"cells":[
             {"cell_type":"markdown","metadata":{},"source":["# Title"]},
             {"cell_type":"code","metadata":{"tags":["t"]},"outputs":[{"output_type":"stream","name":"stdout","text":"old"}],"execution_count":9,
              "source":["int x = 6;\n","Console.WriteLine(x);\n","x * 7"]}]}
            """);
        (int exit, string text, string error) = await DmsProcess.Dms("notebook", "run", file, "--json");

        Assert.True(exit == 0, error);
        Assert.True(JsonDocument.Parse(text).RootElement.GetProperty("ok").GetBoolean());
        string result = File.ReadAllText(file);
        JsonNode root = JsonNode.Parse(result)!;
        JsonArray outputs = NotebookText.Outputs(result, 1);
        Assert.Equal(5, (int)root["nbformat_minor"]!);
        Assert.Equal(1, (int)root["metadata"]!["mine"]!);
        Assert.Equal("t", (string)root["cells"]![1]!["metadata"]!["tags"]![0]!);
        Assert.All(root["cells"]!.AsArray(), c => Assert.NotNull(c!["id"]));
        Assert.Equal(["stream", "execute_result"], outputs.Select(o => (string)o!["output_type"]!));
        Assert.Equal("6\n", (string)outputs[0]!["text"]![0]!);
        Assert.Equal("42", (string)outputs[1]!["data"]!["text/plain"]![0]!);
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Run_FailingCell_StopsThereWithCellAndLine()
    {
        string file = Write(NotebookText.Of("int x = 1;", "\nthrow new Exception(\"boom\");", "x"));
        string before = File.ReadAllText(file);
        string target = Path.Combine(_folder, "out.ipynb");
        (int exit, string text, string error) = await DmsProcess.Dms("notebook", "run", file, "--out", target);

        Assert.Equal(1, exit);
        Assert.Empty(text);
        Assert.Contains("cell 2", error);
        Assert.Contains("line 2", error);
        Assert.Contains("boom", error);
        Assert.Equal(before, File.ReadAllText(file));
        Assert.Equal("error", (string)NotebookText.Outputs(File.ReadAllText(target), 1)[0]!["output_type"]!);
        Assert.Empty(NotebookText.Outputs(File.ReadAllText(target), 2));
    }

    [Theory]
    [InlineData("{\"nbformat\":4,\"cells\":[", "Not JSON")]
    [InlineData("[]", "nbformat")]
    [InlineData("{\"nbformat\":3,\"cells\":[]}", "nbformat is 3")]
    [InlineData("{\"nbformat\":4}", "cells")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":7}]}", "cells[0]")]
    [InlineData("{\"nbformat\":4,\"cells\":[],\"metadata\":{\"kernelspec\":{\"language\":\"python\"}}}", "python")]
    public async Task Run_FileThatIsNoNotebook_IsRefusedAndLeftAlone(string text, string named)
    {
        string file = Write(text);
        (int exit, _, string error) = await DmsProcess.Dms("notebook", "run", file);

        Assert.Equal(3, exit);
        Assert.Contains(named, error);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public async Task Run_FileThatIsAbsent_IsTheOutsideWorld() =>
        Assert.Equal(4, (await DmsProcess.Dms("notebook", "run", Path.Combine(_folder, "absent.ipynb"))).ExitCode);

    [Fact]
    public async Task InstallKernel_Prefix_WritesTheSpecification()
    {
        (int exit, _, string error) = await DmsProcess.Dms("notebook", "install-kernel", "--prefix", _folder, "--json");
        JsonNode spec = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "share/jupyter/kernels/dms-csharp/kernel.json")))!;

        Assert.True(exit == 0, error);
        Assert.Equal("C# (dms)", (string)spec["display_name"]!);
        Assert.Equal("csharp", (string)spec["language"]!);
        Assert.Equal("message", (string)spec["interrupt_mode"]!);
        Assert.Equal(["notebook", "kernel", "{connection_file}"], spec["argv"]!.AsArray().Select(a => (string)a!).TakeLast(3));
    }

    [Fact]
    public async Task Kernel_ConnectionFileOfAnotherScheme_IsRefused()
    {
        string file = Write("{\"transport\":\"ipc\"}");

        Assert.Equal(3, (await DmsProcess.Dms("notebook", "kernel", file)).ExitCode);
    }

    [NbConvertFact]
    public async Task NbConvert_NotebookThroughTheInstalledKernel_RunsLikeHere()
    {
        await DmsProcess.Dms("notebook", "install-kernel", "--prefix", _folder);
        string file = Write(NotebookText.Of(
            "int x = 40;\nConsole.WriteLine(\"hé 😀\");",
            "var p = new Plot(); p.Add.Signal(new double[] { 1, 2 }); p",
            "await Task.Delay(1); Display(Html(\"<b>b</b>\")); x + 2"));
        (int exit, _, string error) = await NbConvert(file, "nb.ipynb");

        Assert.True(exit == 0, error);
        string result = File.ReadAllText(Path.Combine(_folder, "nb.ipynb"));
        Assert.Equal("hé 😀\n", string.Concat(NotebookText.Outputs(result, 0)[0]!["text"]!.AsArray().Select(t => (string)t!)));
        Assert.NotNull(NotebookText.Outputs(result, 1)[0]!["data"]!["image/png"]);
        Assert.NotNull(NotebookText.Outputs(result, 1)[0]!["data"]!["image/svg+xml"]);
        Assert.Equal("42", (string)NotebookText.Outputs(result, 2)[1]!["data"]!["text/plain"]![0]!);
    }

    [NbConvertFact]
    public async Task NbConvert_FailingCell_ReportsNameAndLine()
    {
        await DmsProcess.Dms("notebook", "install-kernel", "--prefix", _folder);
        string file = Write(NotebookText.Of("\nthrow new InvalidOperationException(\"boom\");"));
        (int exit, _, string error) = await NbConvert(file, "nb.ipynb");

        Assert.NotEqual(0, exit);
        Assert.Contains("InvalidOperationException: boom", error);
        Assert.Contains("cell 1, line 2", error);
    }

    private Task<(int ExitCode, string Out, string Error)> NbConvert(string file, string output) => DmsProcess.Run(
        NbConvertFactAttribute.Interpreter,
        ["-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=dms-csharp",
            "--ExecutePreprocessor.timeout=60", "--output", output, file],
        new Dictionary<string, string> { ["JUPYTER_PATH"] = Path.Combine(_folder, "share", "jupyter"), ["HOME"] = _folder });

    private string Write(string text)
    {
        string file = Path.Combine(_folder, "book.ipynb");
        File.WriteAllText(file, text);
        return file;
    }
}
