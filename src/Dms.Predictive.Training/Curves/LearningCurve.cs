using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Loss against the number of trees or of rows: shows whether a recipe learns too little or too
/// much.</summary>
/// <remarks>
/// The newest third of the history judges. Everything, baselines included, is fitted on what was known an embargo
/// before it, so no curve
/// sees what it is judged on.
/// </remarks>
public sealed class LearningCurve
{
    private const int Day = 1440;
    private const int FewestRows = 288;
    private static readonly double[] Shares = [0.125, 0.25, 0.5, 1];

    private readonly Targets _target;
    private readonly MemberRecipe _recipe;
    private readonly TreeRows _rows;
    private readonly RefitParts _parts;
    private readonly List<int> _training;
    private readonly List<int> _validation;

    private LearningCurve(
        DecisionTable table, EvaluationProtocol protocol, int horizon, (long Cut, long End) minutes,
        CancellationToken cancellation)
    {
        _rows = new TreeRows(table);
        _target = new Targets(table, horizon, protocol.Label);
        _recipe = protocol.Members[0];
        Refit refit = new(minutes.Cut - (protocol.EmbargoDays * Day), minutes.End, false);
        _parts = new RefitFitter(table, [_target], protocol, cancellation).Fit(refit, holdOut: false);
        IEnumerable<int> decisions = Enumerable.Range(
            _parts.Trace.First, Math.Max(0, _parts.Trace.End - _parts.Trace.First)).Where(_target.Eligible);
        _training = [.. decisions.Where(d => table.Minutes[d] + horizon <= refit.Minute)];
        _validation = [.. decisions.Where(
            d => table.Minutes[d] >= minutes.Cut && table.Minutes[d] + horizon <= minutes.End)];
    }

    /// <summary>Loss after 1, 2, 4 … trees of one fit, up to the recipe's number.</summary>
    /// <param name="table">Decisions.</param>
    /// <param name="protocol">Recipe, label and seed.</param>
    /// <param name="horizonMinutes">Horizon, minutes; a multiple of the bar.</param>
    /// <param name="end">Only outcomes known by this time are used.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <exception cref="InputRefusedException"><c>history-too-short</c>: too few rows to hold a third out.</exception>
    public static IReadOnlyList<LearningPoint> ByTrees(
        DecisionTable table, EvaluationProtocol protocol, int horizonMinutes, Timestamp end,
            CancellationToken cancellation)
    {
        LearningCurve curve = Make(table, protocol, horizonMinutes, end, cancellation);
        return curve.Points(TreesOf(curve._parts.Horizons[0].Learners[0].Trained), curve._training, Steps(protocol.Trees.Trees));
    }

    /// <summary>Loss after all trees, trained on the newest eighth, quarter, half and all of the training
    /// rows.</summary>
    /// <param name="table">Decisions.</param>
    /// <param name="protocol">Recipe, label and seed.</param>
    /// <param name="horizonMinutes">Horizon, minutes; a multiple of the bar.</param>
    /// <param name="end">Only outcomes known by this time are used.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <exception cref="InputRefusedException"><c>history-too-short</c>: too few rows to hold a third out.</exception>
    public static IReadOnlyList<LearningPoint> ByRows(
        DecisionTable table, EvaluationProtocol protocol, int horizonMinutes, Timestamp end,
            CancellationToken cancellation)
    {
        LearningCurve curve = Make(table, protocol, horizonMinutes, end, cancellation);
        List<LearningPoint> points = [];
        foreach (double share in Shares)
        {
            List<int> newest = curve._training[^(int)(share * curve._training.Count)..];
            TrainingRows rows = curve._rows.Table(
                newest, curve._target, curve._parts.Horizons[0].Baselines, curve._parts.Trace, protocol.Members[0]);
            Forest forest = TreesOf(MemberTrainer.Fit(rows, protocol.Members[0], protocol.Seed, cancellation));
            points.AddRange(curve.Points(forest, newest, [forest.Trees.Count]));
        }

        return points;
    }

    private static Forest TreesOf(FittedMember member) => member.Forest ?? throw new InputRefusedException(
        "recipe", "A learning curve counts trees; the recipe's first member has none. Put a member of trees first.",
        "--recipe");

    private static LearningCurve Make(
        DecisionTable table, EvaluationProtocol protocol, int horizon, Timestamp end, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(protocol);
        long first = table.FirstMinute + (protocol.WarmUpDays * Day);
        long last = Math.Min(end.Minutes, table.Count == 0 ? first : table.Minutes[^1]);
        long cut = first + ((last - first) * 2 / 3);
        if (cut - (protocol.EmbargoDays * Day) - first < (long)FewestRows * table.StepMinutes)
        {
            throw new InputRefusedException(
                "history-too-short",
                $"A learning curve holds a third out and needs a day of rows before it; found {(last - first) / Day} "
                + "days after warm-up. Give more bars.",
                "--data");
        }

        return new LearningCurve(table, protocol, horizon, (cut, end.Minutes), cancellation);
    }

    private static List<int> Steps(int trees)
    {
        List<int> steps = [];
        for (int k = 1; k < trees; k *= 2)
        {
            steps.Add(k);
        }

        return [.. steps, trees];
    }

    private List<LearningPoint> Points(Forest forest, List<int> training, IReadOnlyList<int> steps)
    {
        double[][] seen = Staged(forest, training, steps);
        double[][] later = Staged(forest, _validation, steps);
        double[] known = [.. training.Select(d => _target[d])];
        double[] followed = [.. _validation.Select(d => _target[d])];
        return [.. steps.Select((k, i) =>
        {
            double scale = QlikeScale.Of(known, [.. seen[i].Select(Math.Exp)]);
            double qlike = later[i].Select((f, r) => ForecastLoss.Qlike(followed[r], scale * Math.Exp(f))).Average();
            return new LearningPoint(
                k, training.Count, SquaredError(seen[i], training), SquaredError(later[i], _validation), qlike);
        })];
    }

    private double SquaredError(double[] scores, List<int> decisions) =>
        scores.Select((s, r) => s - Math.Log(_target.TreeLabel(decisions[r]))).Average(e => e * e);

    // Scores after each number of trees, in one walk over the trees per row.
    private double[][] Staged(Forest forest, List<int> decisions, IReadOnlyList<int> steps)
    {
        double[][] staged = [.. steps.Select(_ => new double[decisions.Count])];
        double[] row = new double[_rows.Width];
        for (int r = 0; r < decisions.Count; r++)
        {
            _rows.Fill(decisions[r], _parts.Horizons[0].Baselines, _parts.Trace[decisions[r]], row);
            double sum = forest.BaseScore;
            if (_recipe.Target == MemberTarget.HarResidual)
            {
                sum += _rows.LnHar(decisions[r], _parts.Horizons[0].Baselines);
            }

            int step = 0;
            for (int k = 0; k < forest.Trees.Count && step < steps.Count; k++)
            {
                sum += forest.Trees[k].Value[forest.Trees[k].LeafOf(row)];
                while (step < steps.Count && (k + 1 == steps[step] || k + 1 == forest.Trees.Count))
                {
                    staged[step++][r] = sum;
                }
            }
        }

        return staged;
    }
}
