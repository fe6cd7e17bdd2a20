using Dms.Predictive.Learning;

namespace Dms.Predictive.Benchmarks;

/// <summary>One trained forest, its native peer and rows to explain: 300 trees, 31 leaves, 24 columns, one value in
/// twenty missing.</summary>
internal sealed class AttributionSample : IDisposable
{
    /// <summary>Columns of a row.</summary>
    public const int Columns = 24;

    private const int Trees = 300;
    private const int TrainingRows = 40_000;

    private AttributionSample(string name, string text)
    {
        Name = name;
        Peer = LightGbmPeer.Load(text);
        Forest = LightGbmText.Read(text).Forests[0];
    }

    /// <summary>What the report calls it.</summary>
    public string Name { get; }

    /// <summary>LightGBM with the same model.</summary>
    public LightGbmPeer Peer { get; }

    /// <summary>The trees as ours, with LightGBM's own covers.</summary>
    public Forest Forest { get; }

    /// <summary>Trains one.</summary>
    public static AttributionSample Train(string name, int depth)
    {
        Random random = new(11);
        double[] rows = Draw(random, TrainingRows);
        float[] target = new float[TrainingRows];
        for (int r = 0; r < TrainingRows; r++)
        {
            target[r] = Truth(rows.AsSpan(r * Columns, Columns)) + (float)random.NextDouble();
        }

        return new(name, LightGbmPeer.TrainText(rows, target, Columns,
            $"objective=regression num_leaves=31 max_depth={depth} min_data_in_leaf=20 learning_rate=0.05 num_threads=1 seed=3 "
            + "deterministic=true force_row_wise=true verbosity=-1", Trees));
    }

    /// <summary>Rows of the same kind as the training rows, row after row.</summary>
    public static double[] Draw(Random random, int rows)
    {
        double[] values = new double[rows * Columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(20) == 0 ? double.NaN : Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => Peer.Dispose();

    // A skewed target over all columns: trees chase its tail down long paths, as they do with variances.
    private static float Truth(ReadOnlySpan<double> row)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double x = double.IsNaN(row[i]) ? 0.3 : row[i];
            double y = double.IsNaN(row[(i + 7) % row.Length]) ? -0.2 : row[(i + 7) % row.Length];
            sum += (x + (0.5 * Math.Sin(2 * x)) + (0.3 * x * y)) / (1 + (i * 0.1));
        }

        return (float)Math.Exp(0.4 * sum);
    }
}
