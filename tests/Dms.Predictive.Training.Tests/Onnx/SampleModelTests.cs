using System.Text.Json;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

/// <summary>The bundle tests read a committed ONNX file; this is where it comes from.</summary>
public sealed class SampleModelTests
{
    [Fact]
    public void Write_SampleTrees_ReproducesTheCommittedFile()
    {
        string folder = Path.Combine(TestsFolder(), "Dms.Predictive.Learning.Tests", "Bundles", "sample");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "trees.json")));
        OnnxForest[] outputs =
        [
            .. document.RootElement.GetProperty("outputs").EnumerateArray().Select(o =>
                new OnnxForest(o.GetProperty("name").GetString()!, ForestJson.Read(o.GetProperty("forest")))),
        ];

        byte[] written = OnnxForestWriter.Write(outputs, new OnnxModelDescription("sample", "1.0", "Sample.", []));

        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, "model.onnx"))),
            Convert.ToHexString(written));
    }

    private static string TestsFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dms.Predictive.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests");
    }
}
