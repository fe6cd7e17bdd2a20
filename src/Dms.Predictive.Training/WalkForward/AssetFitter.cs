using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>One market's own models at a refit, before anything is learned across markets.</summary>
/// <param name="Fit">What the GARCH estimator said.</param>
/// <param name="Garch">Parameters in use.</param>
/// <param name="GarchStartVariance">Variance at which the filter starts, percent² per bar.</param>
/// <param name="FilterFromBar">First grid bar of the filter.</param>
/// <param name="Trace">Filter readings at the decisions.</param>
internal sealed record AssetFit(
    GarchFit Fit, Garch11Parameters Garch, double GarchStartVariance, int FilterFromBar, BaselineTrace Trace);

/// <summary>Fits GARCH, EWMA and HAR of one market and assembles its rows from data known at a refit.</summary>
internal sealed class AssetFitter(DecisionTable table, IReadOnlyList<Targets> targets, EvaluationProtocol protocol)
{
    private const int Day = 1440;
    private const double FallbackDecay = 0.94;

    /// <summary>Rows of the market.</summary>
    public TreeRows Rows { get; } = new(table);

    /// <summary>Decisions of the market.</summary>
    public DecisionTable Table => table;

    /// <summary>Whether the market has enough history at a refit to take part in it.</summary>
    public bool HasHistory(Refit refit) => refit.Minute
        >= table.FirstMinute + ((protocol.MinimumDays + protocol.WarmUpDays) * (long)Day);

    /// <summary>Fits GARCH and runs the filter up to the end of the refit's span.</summary>
    public AssetFit Fit(Refit refit)
    {
        int knownBars = (int)Math.Min(table.Returns.Length, (refit.Minute - table.FirstMinute) / table.BarMinutes);
        GarchFit fit = FitGarch(knownBars);
        (Garch11Parameters garch, double start) = Usable(fit, knownBars);
        int from = Math.Max(0, knownBars - Bars(protocol.TrainingDays + protocol.WarmUpDays));
        ReturnFilter filter = new(
            garch, start, [.. protocol.EwmaHalfLivesMinutes.Select(m => Math.Max(1, m / table.BarMinutes))]);
        long rowsFrom = Math.Max(
            refit.Minute - (protocol.TrainingDays * Day), table.FirstMinute + (protocol.WarmUpDays * Day));
        BaselineTrace trace = new(
            table, filter, from, (table.IndexAt(rowsFrom), table.IndexAt(refit.UntilMinute)));
        return new AssetFit(fit, garch, start, from, trace);
    }

    /// <summary>Eligible decisions whose outcome is known at the refit, in time order.</summary>
    public List<int> Known(Refit refit, int h, AssetFit asset) =>
        [.. Enumerable.Range(asset.Trace.First, Math.Max(0, asset.Trace.End - asset.Trace.First)).Where(d =>
            table.Minutes[d] + targets[h].HorizonMinutes <= refit.Minute && targets[h].Eligible(d))];

    /// <summary>EWMA, GARCH scale and HAR of one horizon.</summary>
    public BaselineModel Baselines(Refit refit, int h, AssetFit asset, List<int> known) =>
        new BaselineFitter(table, targets[h], protocol).Fit(refit.Minute, known, asset.Garch, asset.Trace);

    private int Bars(int days) => days * Day / table.BarMinutes;

    private GarchFit FitGarch(int knownBars)
    {
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
}
