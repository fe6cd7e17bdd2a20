using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Same recipe, data and seed: the same model bytes, on one thread or two.</summary>
public sealed class TrainingRepeatTests : IDisposable
{
    private const string Recipe = """
        {"schema":"dms-recipe/1","name":"repeat","members":[
          {"id":"gbdt","trees":{"trees":12,"featureFraction":0.5}},
          {"id":"corrector","target":"harResidual","trees":{"trees":8,"minimumRowsPerLeaf":400}}],
         "online":{"rate":0.01,"scaleHalfLifeDays":7}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dms-repeat").FullName;

    [Fact]
    public async Task Train_OneThreadAndTwo_SameBytesButForTheMlNetZip()
    {
        string one = await Train("one", 1);
        string two = await Train("two", 2);

        string[] files = ["model.onnx", "trees.json", "calibration.json", "golden.json", "card.md"];
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(one, f)), File.ReadAllBytes(Path.Combine(two, f))));
        Assert.Equal(Manifest(one), Manifest(two));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> Train(string name, int threads)
    {
        string recipe = Path.Combine(_folder, "recipe.json");
        await File.WriteAllTextAsync(recipe, Recipe);
        CliRun run = await CliRun.Of(
            "train", "--data", ScientistTests.Challenger.Sample, "--train-end", "2026-03-01", "--out", Path.Combine(_folder, name),
            "--recipe", recipe, "--threads", $"{threads}", "--json");
        Assert.True(run.Exit == 0, run.Error);
        return run.Json.GetProperty("bundle").GetString()!;
    }

    // The zip of ML.NET differs from one save to the next, so its digest and length may.
    private static string Manifest(string folder)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        return string.Join('\n', manifest.RootElement.EnumerateObject().Where(p => p.Name != "created").Select(p =>
            p.Name == "files" ? string.Join(',', p.Value.EnumerateArray().Select(f => f.GetRawText()).Where(f => !f.Contains("model.zip"))) : p.Value.GetRawText()));
    }
}
