using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>What one refit fits from trailing data alone; independent of every other refit.</summary>
internal sealed record RefitParts(Refit Refit, AssetFit Asset, IReadOnlyList<HorizonParts> Horizons)
{
    /// <summary>Filter readings of the market that is forecast.</summary>
    public BaselineTrace Trace => Asset.Trace;
}

/// <summary>Parts of one horizon. The holdout holds decisions whose learned members had not seen them, with one
/// unscaled forecast per member; empty for later refits.</summary>
internal sealed record HorizonParts(
    BaselineModel Baselines, IReadOnlyList<FittedLearner> Learners, IReadOnlyList<double[]> ReferenceRows,
    int TrainingRows, IReadOnlyList<(int Decision, double[] Unscaled)> Holdout);

/// <summary>
/// Fits all models of one market at a refit. Learned members may see other markets' rows too; baselines, scales, blend
/// weights and calibration are always the market's own.
/// </summary>
internal sealed class RefitFitter
{
    private const int Day = 1440;
    private const string BookSpread = "book_spread";

    private readonly EvaluationProtocol _protocol;
    private readonly IReadOnlyList<Targets> _targets;
    private readonly List<AssetFitter> _assets = [];
    private readonly List<IReadOnlyList<Targets>> _outcomes = [];
    private readonly CancellationToken _cancellation;

    /// <param name="table">The market that is forecast.</param>
    /// <param name="targets">Its outcomes by horizon.</param>
    /// <param name="protocol">Settings.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <param name="pool">Other markets that learned members train on.</param>
    public RefitFitter(
        DecisionTable table, IReadOnlyList<Targets> targets, EvaluationProtocol protocol,
        CancellationToken cancellation, IReadOnlyList<DecisionTable>? pool = null)
    {
        (_protocol, _targets, _cancellation) = (protocol, targets, cancellation);
        Add(table, targets);
        foreach (DecisionTable other in pool ?? [])
        {
            Add(other, [.. targets.Select(t => new Targets(other, t.HorizonMinutes, protocol.Label))]);
        }
    }

    private AssetFitter Own => _assets[0];

    /// <summary>Fits all parts of one refit.</summary>
    /// <param name="refit">When, and for which decisions.</param>
    /// <param name="holdOut">Whether to train twice, once without the newest block, for honest first forecasts.</param>
    public RefitParts Fit(Refit refit, bool holdOut)
    {
        AssetFit?[] fits = [.. _assets.Select((a, i) =>
        {
            _cancellation.ThrowIfCancellationRequested();
            return i == 0 || a.HasHistory(refit) ? a.Fit(refit) : null;
        })];
        HorizonParts[] horizons = [.. _targets.Select((_, h) => FitHorizon(refit, h, fits, holdOut))];
        return new RefitParts(refit, fits[0]!, horizons);
    }

    private void Add(DecisionTable table, IReadOnlyList<Targets> targets)
    {
        _assets.Add(new AssetFitter(table, targets, _protocol));
        _outcomes.Add(targets);
    }

    private HorizonParts FitHorizon(Refit refit, int h, AssetFit?[] fits, bool holdOut)
    {
        _cancellation.ThrowIfCancellationRequested();
        List<KnownRows> rows = [];
        for (int i = 0; i < _assets.Count; i++)
        {
            if (fits[i] is AssetFit fit && _assets[i].Known(refit, h, fit) is { Count: > 0 } known)
            {
                BaselineModel baselines = _assets[i].Baselines(refit, h, fit, known);
                rows.Add(new KnownRows(_assets[i], _outcomes[i][h], baselines, fit.Trace, known));
            }
        }

        KnownRows own = rows[0];
        List<(int, double[])> holdout = holdOut ? HoldOut(own, rows) : [];
        List<double[]> reference = ReferenceRows(own);
        FittedLearner[] learners = [.. _protocol.Members.Select(m => Learner(m, rows, reference))];
        return new HorizonParts(own.Baselines, learners, reference, rows.Sum(r => r.Decisions.Count), holdout);
    }

    private FittedLearner Learner(MemberRecipe recipe, List<KnownRows> rows, List<double[]> reference)
    {
        FittedMember trained = Train(recipe, rows);
        IRowModel serving = trained.Model is Forest forest ? forest.WithCoversFrom(reference) : trained.Model;
        RefuseSilent(recipe, serving, reference);
        return new FittedLearner(recipe, trained, Member(recipe, serving, reference));
    }

    // A member that seldom answers would take its rows from everyone's weights and calibration.
    private static void RefuseSilent(MemberRecipe recipe, IRowModel model, List<double[]> reference)
    {
        int answers = model is NetworkModel ? reference.Count(r => double.IsFinite(model.Score(r))) : reference.Count;
        if (answers * 2 < reference.Count)
        {
            throw new Core.InputRefusedException(
                "network-silent", $"The network answers {answers} of {reference.Count} training rows; at least half are needed. Give its inputs a value for missing ones.", $"member '{recipe.Id}'");
        }
    }

    private LearnedMember Member(MemberRecipe recipe, IRowModel model, List<double[]> reference) =>
        new(recipe.Id, recipe.Target == MemberTarget.HarResidual, model, 0) { Needs = NeededBy(recipe, reference), Background = reference };

    // Trained mostly with a book, it has not learned what a market without one is like.
    private NeededFeature? NeededBy(MemberRecipe recipe, List<double[]> reference)
    {
        int spread = Own.Rows.IndexOf(BookSpread);
        bool reads = spread >= 0 && (recipe.Families.Count == 0 || recipe.Families.Contains("book"));
        return reads && 2 * reference.Count(r => !double.IsNaN(r[spread])) > reference.Count ? new NeededFeature(BookSpread, spread) : null;
    }

    // The rows that trees count their covers on and attributions refer to: fixed, repeatable, every regime in its share.
    private List<double[]> ReferenceRows(KnownRows own)
    {
        double[] levels = [.. own.Decisions.Select(d => own.Baselines.LnGarch(own.Trace[d]))];
        List<double[]> rows = [];
        foreach (int i in RegimeSample.Draw(levels, _protocol.Seed))
        {
            int d = own.Decisions[i];
            double[] row = new double[Own.Rows.Width];
            Own.Rows.Fill(d, own.Baselines, own.Trace[d], row);
            rows.Add(row);
        }

        return rows;
    }

    private List<(int Decision, double[] Unscaled)> HoldOut(KnownRows own, List<KnownRows> rows)
    {
        // The newest third judges; an embargo and the horizon keep its outcomes and features apart from training.
        DecisionTable table = Own.Table;
        int first = own.Decisions[own.Decisions.Count * 2 / 3];
        NetworkRecipe.RefuseSeen(_protocol, Core.Timestamp.FromMinutes(table.Minutes[first]));
        long cut = table.Minutes[first] - own.Target.HorizonMinutes - (_protocol.EmbargoDays * Day);
        List<KnownRows> earlier = [.. rows.Select(r => r.Until(cut)).Where(r => r.Decisions.Count > 0)];
        if (earlier.Count == 0 || earlier[0].Decisions.Count < Day / table.StepMinutes || earlier[0].Asset != Own)
        {
            return [];
        }

        List<double[]> reference = ReferenceRows(own);
        LearnedMember[] members = [.. _protocol.Members.Select(m => Member(m, FlatForest.Of(Train(m, earlier).Model), reference))];
        double[] row = new double[Own.Rows.Width];
        List<(int, double[])> scored = [];
        foreach (int d in own.Decisions.Where(d => d >= first))
        {
            Own.Rows.Fill(d, own.Baselines, own.Trace[d], row);
            double lnHar = Own.Rows.LnHar(d, own.Baselines);
            scored.Add((d, Array.ConvertAll(members, m => m.Answers(row) ? m.Unscaled(m.Model.Score(row), lnHar) : double.NaN)));
        }

        return scored;
    }

    private FittedMember Train(MemberRecipe recipe, List<KnownRows> rows)
    {
        _cancellation.ThrowIfCancellationRequested();
        return MemberTrainer.Fit(
            KnownRows.Join([.. rows.Select(r => r.Table(recipe))]), recipe, _protocol.Seed, rows[0].Target.HorizonMinutes, _cancellation);
    }
}
