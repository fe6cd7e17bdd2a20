using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Every notebook of the repository runs from its first cell to its last and shows its pictures.</summary>
public sealed class NotebookTests
{
    // The others train and back-test; CI runs all of them through Jupyter.
    private const string Quick = "01-explore-market-data.ipynb";

    public static TheoryData<string> Notebooks =>
    [
        .. Directory.EnumerateFiles(Path.Combine(ScientistTests.Challenger.Root, "notebooks"), "*.ipynb")
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [InlineData(Quick)]
    public async Task Notebook_RunHeadless_HasPicturesAndNoErrors(string name)
    {
        string folder = Directory.CreateTempSubdirectory("dms-notebook-test-").FullName;
        try
        {
            string file = Path.Combine(folder, name);
            CliRun run = await CliRun.Of(
                "notebook", "run", Path.Combine(ScientistTests.Challenger.Root, "notebooks", name), "--out", file, "--json");
            Assert.True(run.Exit == 0, run.Output + run.Error);
            JsonElement[] outputs = Outputs(file);

            Assert.DoesNotContain(outputs, o => o.GetProperty("output_type").GetString() == "error");
            Assert.NotEmpty(outputs.SelectMany(Pictures));
            Assert.All(outputs.SelectMany(Pictures), svg => Assert.DoesNotContain("NaN", svg));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Notebook_Committed_IsThinAndSmall(string name)
    {
        string path = Path.Combine(ScientistTests.Challenger.Root, "notebooks", name);
        JsonElement notebook = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        string[] code = [.. Cells(notebook).Select(c => string.Concat(c.GetProperty("source").EnumerateArray()))];

        Assert.Equal("dms-csharp", notebook.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        Assert.Equal((4, 5), (notebook.GetProperty("nbformat").GetInt32(), notebook.GetProperty("nbformat_minor").GetInt32()));
        Assert.NotEmpty(code);
        Assert.All(code, c => Assert.False(c.Contains("class ", StringComparison.Ordinal), "Logic belongs under src: " + c));
        Assert.True(new FileInfo(path).Length < 200_000, "Outputs are too large to commit.");
    }

    private static JsonElement[] Outputs(string file) =>
        [.. Cells(JsonDocument.Parse(File.ReadAllText(file)).RootElement).SelectMany(c => c.GetProperty("outputs").EnumerateArray())];

    private static IEnumerable<JsonElement> Cells(JsonElement notebook) =>
        notebook.GetProperty("cells").EnumerateArray().Where(c => c.GetProperty("cell_type").GetString() == "code");

    private static IEnumerable<string> Pictures(JsonElement output) => output.TryGetProperty("data", out JsonElement data)
        ? data.EnumerateObject().Where(d => d.Name.StartsWith("image/", StringComparison.Ordinal)).Select(d => d.Value.ToString())
        : [];
}
