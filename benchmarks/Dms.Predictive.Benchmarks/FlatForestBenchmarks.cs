using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Learning;
using Dms.Predictive.Training;

namespace Dms.Predictive.Benchmarks;

/// <summary>One row at a time: the serving layout against the plain forest and ONNX Runtime, in one run.</summary>
internal static class FlatForestBenchmarks
{
    private const int Rows = 20_000;
    private const int Rounds = 7;

    /// <summary>Measures both forests.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        StringBuilder report = new();
        report.AppendLine("# Single-row latency of forests").AppendLine();
        report.AppendLine("Percentiles of single calls over " + Rows + " distinct rows, " + Rounds
            + " interleaved rounds, the median round. ONNX Runtime: one thread, sequential, allow_spinning=0.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| forest | subject | p50 ns | p99 ns | p50 ÷ ONNX Runtime | largest difference from the source |");
        report.AppendLine("|---|---|---|---|---|---|");
        Measure(report, "shipped sim-btc 1.0.0, 10 min", Shipped());
        Measure(report, "160 trees x 31 leaves, 60 columns", Trained());
        return report.ToString();
    }

    private static Forest Shipped()
    {
        byte[] json = File.ReadAllBytes(Path.Combine("models", "sim-btc", "1.0.0", "trees.json"));
        using JsonDocument document = JsonDocument.Parse(json);
        return ForestJson.Read(document.RootElement.GetProperty("outputs")[0].GetProperty("forest"));
    }

    private static Forest Trained()
    {
        Random random = new(17);
        const int Count = 40_000;
        const int Columns = 60;
        float[] values = [.. Enumerable.Range(0, Count * Columns).Select(_ => (float)random.NextDouble())];
        float[] target = [.. Enumerable.Range(0, Count).Select(r => (float)(Math.Sin(6 * values[r * Columns])
            + (values[(r * Columns) + 1] * values[(r * Columns) + 2]) + values[(r * Columns) + 3 + (r % 9)]))];
        TrainingRows rows = new([.. Enumerable.Range(0, Columns).Select(c => $"f{c}")], values, target);
        return MemberTrainer.Fit(rows, new MemberRecipe { Learner = Learner.NativeLightGbm }, 17).Forest!;
    }

    private static void Measure(StringBuilder report, string name, Forest forest)
    {
        double[][] rows = RowsFor(forest);
        FlatForest flat = new(forest);
        using OnnxScorer onnx = new(OnnxForestWriter.Write(
            [new OnnxForest("score", forest)], new OnnxModelDescription("benchmark", "1", "Benchmark.", [])));
        double[] one = new double[1];
        double Native(double[] row)
        {
            onnx.Score(row, one);
            return one[0];
        }

        (string Subject, Func<double[], double> Score)[] subjects =
            [("flat", r => flat.Score(r)), ("plain", r => forest.Score(r)), ("ONNX Runtime", Native)];
        (double P50, double P99)[] times = LatencySample.Take([.. subjects.Select(s => s.Score)], rows, Rounds);
        for (int i = 0; i < subjects.Length; i++)
        {
            double worst = rows.Max(r => Math.Abs(subjects[i].Score(r) - forest.Score(r)));
            report.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {subjects[i].Subject} | {times[i].P50:F0} | {times[i].P99:F0} | {times[i].P50 / times[^1].P50:F2} | {worst:E1} |"));
        }
    }

    // Values between and on the thresholds of each column, so that walks differ from row to row.
    private static double[][] RowsFor(Forest forest)
    {
        Random random = new(5);
        double[][] thresholds = [.. forest.FeatureNames.Select((_, f) => forest.Trees.SelectMany(t =>
            Enumerable.Range(0, t.Count).Where(i => t.Feature[i] == f).Select(i => t.Threshold[i])).DefaultIfEmpty(0).ToArray())];
        return [.. Enumerable.Range(0, Rows).Select(_ =>
        {
            double[] row = [.. thresholds.Select(t => random.Next(50) == 0 ? double.NaN
                : (t[random.Next(t.Length)] + t[random.Next(t.Length)]) / 2)];
            ModelRow.RoundToFloat(row);
            return row;
        })];
    }
}
