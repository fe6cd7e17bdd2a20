using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Market features and ln outcomes of chosen decisions, and trees fitted on any part of them.</summary>
internal sealed class RefereeRows
{
    private readonly float[] _values;
    private readonly string[] _names;
    private readonly EvaluationProtocol _protocol;
    private readonly CancellationToken _cancellation;

    /// <param name="table">Decisions.</param>
    /// <param name="target">Outcomes.</param>
    /// <param name="decisions">Eligible decisions in time order.</param>
    /// <param name="delay">Decisions by which features are late; 0 for none.</param>
    /// <param name="protocol">Settings of the trees and seed.</param>
    /// <param name="cancellation">Stops between trees.</param>
    public RefereeRows(
        DecisionTable table, Targets target, int[] decisions, int delay, EvaluationProtocol protocol,
        CancellationToken cancellation)
    {
        (_protocol, _cancellation) = (protocol, cancellation);
        _names = [.. table.Schema.Features.Select(f => f.Name)];
        _values = new float[decisions.Length * _names.Length];
        Labels = [.. decisions.Select(d => Math.Log(target[d]))];
        Minutes = [.. decisions.Select(d => table.Minutes[d])];
        for (int i = 0; i < decisions.Length; i++)
        {
            ReadOnlySpan<double> features = table.Features(Math.Max(0, decisions[i] - delay));
            for (int j = 0; j < _names.Length; j++)
            {
                _values[(i * _names.Length) + j] = (float)features[j];
            }
        }
    }

    /// <summary>ln outcome per row.</summary>
    public double[] Labels { get; }

    /// <summary>Time per row.</summary>
    public long[] Minutes { get; }

    /// <summary>Trees fitted on some rows; the labels may be others than the true ones.</summary>
    /// <param name="rows">Rows to learn from.</param>
    /// <param name="labels">One label per entry of <paramref name="rows"/>; null = the true ones.</param>
    /// <param name="seed">Seed of the fit.</param>
    public Forest Fit(int[] rows, double[]? labels, int seed)
    {
        int width = _names.Length;
        float[] values = new float[rows.Length * width];
        float[] targets = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            _values.AsSpan(rows[i] * width, width).CopyTo(values.AsSpan(i * width));
            targets[i] = (float)(labels is null ? Labels[rows[i]] : labels[i]);
        }

        return BoostedTreesTrainer.Train(new TrainingRows(_names, values, targets), _protocol.Trees, seed, _cancellation).Forest;
    }

    /// <summary>Scores of some rows.</summary>
    public double[] Score(Forest forest, int[] rows)
    {
        double[] row = new double[_names.Length];
        double[] scores = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = _values[(rows[i] * row.Length) + j];
            }

            scores[i] = forest.Score(row);
        }

        return scores;
    }
}
