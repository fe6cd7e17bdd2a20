using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// What one member of a model was trained on, to train it again under other seeds and on other draws of whole days. How much
/// an explanation owes to the draw is then known.
/// </summary>
public sealed class RetrainingSample
{
    private const long Day = 1440;

    private readonly TrainingRows _rows;
    private readonly MemberRecipe _recipe;
    private readonly int _horizonMinutes;
    private readonly int[][] _days;

    private RetrainingSample(TrainingRows rows, MemberRecipe recipe, int horizonMinutes, int[][] days) =>
        (_rows, _recipe, _horizonMinutes, _days) = (rows, recipe, horizonMinutes, days);

    /// <summary>Rows of the sample.</summary>
    public int Count => _rows.Rows;

    /// <summary>Days that a draw chooses among.</summary>
    public int Days => _days.Length;

    /// <summary>Gathers the rows that were known when the model was trained.</summary>
    /// <param name="table">Decisions that cover its training span.</param>
    /// <param name="protocol">What it was trained by.</param>
    /// <param name="horizonMinutes">One of the protocol's horizons.</param>
    /// <param name="trainedUntil">Time of its training; nothing later enters.</param>
    /// <param name="member">Id of the member.</param>
    /// <exception cref="InputRefusedException"><c>retrain-span</c>: the bars do not hold what it was trained on, or the protocol
    /// has no such member or horizon.</exception>
    public static RetrainingSample Of(
        DecisionTable table, EvaluationProtocol protocol, int horizonMinutes, Timestamp trainedUntil, string member)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(protocol);
        int h = protocol.HorizonMinutes.ToList().IndexOf(horizonMinutes);
        MemberRecipe? recipe = protocol.Members.FirstOrDefault(m => m.Id == member);
        if (h < 0 || recipe is null)
        {
            throw Refusal($"The protocol trains no member '{member}' for {horizonMinutes} min.");
        }

        Targets[] targets = [.. protocol.HorizonMinutes.Select(m => new Targets(table, m, protocol.Label))];
        AssetFitter asset = new(table, targets, protocol);
        Refit refit = new(trainedUntil.Minutes, trainedUntil.Minutes, Rehearsal: false);
        if (!asset.HasHistory(refit) || table.Count == 0 || table.Minutes[^1] + table.StepMinutes < trainedUntil.Minutes)
        {
            throw Refusal($"The bars must reach from {protocol.MinimumDays + protocol.WarmUpDays} days before {trainedUntil} up to it.");
        }

        AssetFit fit = asset.Fit(refit);
        List<int> known = asset.Known(refit, h, fit);
        TrainingRows rows = new KnownRows(asset, targets[h], asset.Baselines(refit, h, fit, known), fit.Trace, known).Table(recipe);
        int[][] days = [.. Enumerable.Range(0, known.Count).GroupBy(i => table.Minutes[known[i]] / Day).Select(g => g.ToArray())];
        return new RetrainingSample(rows, recipe, horizonMinutes, days);
    }

    /// <summary>Trains the member anew.</summary>
    /// <param name="seed">Seed of the trainer's own draws, ≥ 0.</param>
    /// <param name="draw">Seed of a draw of whole days with replacement, as many as there are; null = the sample itself.</param>
    /// <param name="cancellation">Stops between trees.</param>
    public FittedMember Train(int seed, int? draw, CancellationToken cancellation) => MemberTrainer.Fit(
        draw is int days ? Drawn(new SeededGenerator(days)) : _rows, _recipe, seed, _horizonMinutes, cancellation);

    /// <summary>Trains the member on the same rows with their labels in random order: what it then says of features was not
    /// learned from outcomes.</summary>
    /// <param name="seed">Seed of the order and of the trainer's own draws, ≥ 0.</param>
    /// <param name="cancellation">Stops between trees.</param>
    public FittedMember TrainOnRandomLabels(int seed, CancellationToken cancellation)
    {
        SeededGenerator random = new(seed);
        float[] labels = _rows.Target.ToArray();
        for (int k = labels.Length - 1; k > 0; k--)
        {
            int other = random.NextIndex(k + 1);
            (labels[k], labels[other]) = (labels[other], labels[k]);
        }

        return MemberTrainer.Fit(new TrainingRows(_rows.FeatureNames, _rows.RowMajor, labels), _recipe, seed, _horizonMinutes, cancellation);
    }

    // In time order, as trainers want their rows; a day that is drawn twice stands twice.
    private TrainingRows Drawn(SeededGenerator random)
    {
        int[] chosen = [.. Enumerable.Range(0, _days.Length).Select(_ => random.NextIndex(_days.Length)).Order()];
        int[] rows = [.. chosen.SelectMany(d => _days[d])];
        int columns = _rows.Columns;
        float[] values = new float[rows.Length * columns];
        float[] labels = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            _rows.RowMajor.Span.Slice(rows[i] * columns, columns).CopyTo(values.AsSpan(i * columns));
            labels[i] = _rows.Target.Span[rows[i]];
        }

        return new TrainingRows(_rows.FeatureNames, values, labels);
    }

    private static InputRefusedException Refusal(string why) => new(
        "retrain-span", why + " Give the files that it was trained on, or leave --retrain out.", "--retrain");
}
