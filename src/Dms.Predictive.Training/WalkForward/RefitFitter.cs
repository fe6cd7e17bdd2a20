using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>What one refit fits from its own trailing data alone; independent of every other refit.</summary>
internal sealed record RefitParts(
    Refit Refit, GarchFit Garch, Garch11Parameters GarchUsed, double GarchStartVariance, int FilterFromBar,
    BaselineTrace Trace, IReadOnlyList<HorizonParts> Horizons);

/// <summary>Parts of one horizon. The holdout holds decisions whose learned members had not seen them, with one
/// unscaled forecast per member; empty for later refits.</summary>
internal sealed record HorizonParts(
    BaselineModel Baselines, IReadOnlyList<FittedLearner> Learners, IReadOnlyList<double[]> ReferenceRows,
    int TrainingRows, IReadOnlyList<(int Decision, double[] Unscaled)> Holdout);

/// <summary>Fits GARCH, EWMA, HAR and the trees on data known at a refit time.</summary>
internal sealed class RefitFitter(
    DecisionTable table, IReadOnlyList<Targets> targets, EvaluationProtocol protocol, CancellationToken cancellation)
{
    private const int Day = 1440;
    private const double FallbackDecay = 0.94;
    private const int MostReferenceRows = 2048;

    private readonly TreeRows _rows = new(table);

    /// <summary>Fits all parts of one refit.</summary>
    /// <param name="refit">When, and for which decisions.</param>
    /// <param name="holdOut">Whether to train twice, once without the newest block, for honest first forecasts.</param>
    public RefitParts Fit(Refit refit, bool holdOut)
    {
        int knownBars = (int)Math.Min(table.Returns.Length, (refit.Minute - table.FirstMinute) / table.BarMinutes);
        GarchFit fit = FitGarch(knownBars);
        (Garch11Parameters garch, double start) = Usable(fit, knownBars);
        int from = Math.Max(0, knownBars - Bars(protocol.TrainingDays + protocol.WarmUpDays));
        ReturnFilter filter = new(garch, start, [.. protocol.EwmaHalfLivesMinutes.Select(m => Math.Max(1, m / table.BarMinutes))]);
        long rowsFrom = Math.Max(refit.Minute - (protocol.TrainingDays * Day), table.FirstMinute + (protocol.WarmUpDays * Day));
        BaselineTrace trace = new(table, filter, from, (table.IndexAt(rowsFrom), table.IndexAt(refit.UntilMinute)));
        List<HorizonParts> horizons = [.. targets.Select(t => FitHorizon(refit, t, garch, trace, holdOut))];
        return new RefitParts(refit, fit, garch, start, from, trace, horizons);
    }

    private int Bars(int days) => days * Day / table.BarMinutes;

    private GarchFit FitGarch(int knownBars)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = Math.Min(knownBars, Bars(protocol.GarchDays));
        return Garch11.Fit(
            table.Returns.AsSpan(knownBars - count, count), new GarchFitOptions(GarchMean.Zero, StandardErrors: false));
    }

    // A fit that did not converge is not trusted: the recursion falls back to an EWMA written as a GARCH.
    private (Garch11Parameters Parameters, double StartVariance) Usable(GarchFit fit, int knownBars)
    {
        double mean = 0;
        int count = Math.Min(knownBars, Bars(protocol.GarchDays));
        foreach (double r in table.Returns.AsSpan(knownBars - count, count))
        {
            mean += r * r;
        }

        double start = Math.Max(mean / Math.Max(1, count), 1e-12);
        return fit.Status == GarchStatus.Converged
            ? (fit.Parameters, start)
            : (new Garch11Parameters(0, start * 1e-8, 1 - FallbackDecay, FallbackDecay - 1e-8), start);
    }

    private HorizonParts FitHorizon(Refit refit, Targets target, Garch11Parameters garch, BaselineTrace trace, bool holdOut)
    {
        cancellation.ThrowIfCancellationRequested();
        List<int> known = [.. Enumerable.Range(trace.First, Math.Max(0, trace.End - trace.First))
            .Where(d => table.Minutes[d] + target.HorizonMinutes <= refit.Minute && target.Eligible(d))];
        BaselineModel baselines = new BaselineFitter(table, target, protocol).Fit(refit.Minute, known, garch, trace);
        List<(int, double[])> holdout = holdOut ? HoldOut(target, baselines, trace, known) : [];
        List<double[]> reference = ReferenceRows(baselines, trace, known);
        List<FittedLearner> learners = [.. protocol.Members.Select(m => Learner(m, target, baselines, trace, known, reference))];
        return new HorizonParts(baselines, learners, reference, known.Count, holdout);
    }

    private FittedLearner Learner(
        MemberRecipe recipe, Targets target, BaselineModel baselines, BaselineTrace trace, List<int> known,
        List<double[]> reference)
    {
        FittedMember trained = Train(recipe, target, baselines, trace, known);
        IRowModel serving = trained.Model is Forest forest ? forest.WithCoversFrom(reference) : trained.Model;
        return new FittedLearner(recipe, trained, Member(recipe, serving));
    }

    private static LearnedMember Member(MemberRecipe recipe, IRowModel model) =>
        new(recipe.Id, recipe.Target == MemberTarget.HarResidual, model, 0);

    // Evenly spaced training rows: they give the trees their covers, so attributions refer to a fixed, repeatable set.
    private List<double[]> ReferenceRows(BaselineModel baselines, BaselineTrace trace, List<int> known)
    {
        int count = Math.Min(MostReferenceRows, known.Count);
        List<double[]> rows = [];
        for (int i = 0; i < count; i++)
        {
            int d = known[(int)((long)i * known.Count / count)];
            double[] row = new double[_rows.Width];
            _rows.Fill(d, baselines, trace[d], row);
            rows.Add(row);
        }

        return rows;
    }

    private List<(int Decision, double[] Unscaled)> HoldOut(
        Targets target, BaselineModel baselines, BaselineTrace trace, List<int> known)
    {
        // The newest third judges; an embargo and the horizon keep its outcomes and features apart from training.
        int first = known[known.Count * 2 / 3];
        long cut = table.Minutes[first] - target.HorizonMinutes - (protocol.EmbargoDays * Day);
        List<int> earlier = [.. known.Where(d => table.Minutes[d] <= cut)];
        if (earlier.Count < Day / table.StepMinutes)
        {
            return [];
        }

        LearnedMember[] members =
            [.. protocol.Members.Select(m => Member(m, Train(m, target, baselines, trace, earlier).Model))];
        double[] row = new double[_rows.Width];
        List<(int, double[])> scored = [];
        foreach (int d in known.Where(d => d >= first))
        {
            _rows.Fill(d, baselines, trace[d], row);
            double lnHar = _rows.LnHar(d, baselines);
            scored.Add((d, Array.ConvertAll(members, m => m.Unscaled(m.Model.Score(row), lnHar))));
        }

        return scored;
    }

    private FittedMember Train(
        MemberRecipe recipe, Targets target, BaselineModel baselines, BaselineTrace trace, List<int> decisions)
    {
        cancellation.ThrowIfCancellationRequested();
        return MemberTrainer.Fit(
            _rows.Table(decisions, target, baselines, trace, recipe), recipe, protocol.Seed, cancellation);
    }
}
