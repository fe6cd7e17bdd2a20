using Microsoft.ML.OnnxRuntime;

namespace Dms.Predictive.Training.Tests;

/// <summary>Runs a file with input <c>features</c> and output <c>score</c> in ONNX Runtime.</summary>
internal static class OnnxRun
{
    public static float[] Scores(byte[] model, double[][] rows, bool doubles, int outputs)
    {
        using InferenceSession session = new(model);
        using RunOptions run = new();
        long[] shape = [rows.Length, rows[0].Length];
        double[] all = [.. rows.SelectMany(r => r)];
        float[] narrow = [.. all.Select(x => (float)x)];
        using OrtValue input = doubles
            ? OrtValue.CreateTensorValueFromMemory(all, shape)
            : OrtValue.CreateTensorValueFromMemory(narrow, shape);
        using IDisposableReadOnlyCollection<OrtValue> result = session.Run(run, ["features"], [input], ["score"]);
        float[] scores = result[0].GetTensorDataAsSpan<float>().ToArray();
        Assert.Equal(rows.Length * outputs, scores.Length);
        return scores;
    }
}
