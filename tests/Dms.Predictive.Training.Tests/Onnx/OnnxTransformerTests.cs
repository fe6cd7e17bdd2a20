using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dms.Predictive.Training.Tests;

/// <summary>Our files inside an ML.NET pipeline, as users of ML.NET run them.</summary>
public sealed class OnnxTransformerTests
{
    private const int Rows = 500;

    [Fact]
    public void ApplyOnnxModel_TrainedForest_SameScoresAsOurScorer()
    {
        Forest forest = MemberTrainer.Fit(
            SyntheticRows.Make(4_000, 8, 5),
            new MemberRecipe { Trees = new BoostingRecipe { Trees = 40, MinimumRowsPerLeaf = 20 } }, 7).Forest!;
        byte[] model = OnnxForestWriter.Write([new OnnxForest("score", forest)], new OnnxModelDescription("t", "1", "Test.", []));
        float[][] probes = [.. ProbeRows.For(forest, Rows, 3)];
        using OnnxScorer scorer = new(model);
        float[] expected = scorer.ScoreBatch([.. probes.SelectMany(p => p)])[0];
        string file = Path.Combine(Directory.CreateTempSubdirectory("dms-onnx-").FullName, "model.onnx");
        try
        {
            File.WriteAllBytes(file, model);

            float[] scores = InPipeline(file, probes);

            Assert.Equal(expected, scores);
            Assert.True(scores.Distinct().Count() > 100);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static float[] InPipeline(string file, float[][] rows)
    {
        MLContext context = new(1);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        definition[nameof(Row.Features)].ColumnName = "features";
        IDataView view = context.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }), definition);
        Dictionary<string, int[]> shapes = new() { ["features"] = [1, rows[0].Length] };
        var pipeline = context.Transforms.ApplyOnnxModel(
            ["score"], ["features"], file, shapes, gpuDeviceId: null, fallbackToCpu: false, recursionLimit: 100);
        return [.. pipeline.Fit(view).Transform(view).GetColumn<float[]>("score").Select(s => s[0])];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
