using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// Walks forward over trading days: members are fitted again at the start of each quarter on all days before it, the pool
/// on the members' own forecasts of those days. For markets that close; others go through <see cref="WalkForwardRun"/>.
/// </summary>
public static class DailyWalk
{
    private const double EwmaDecay = 0.94;
    private const int Month = 22;
    private const int Quarter = 66;
    private const int FirstFit = 750;
    private const int LongestGarch = 2_500;
    private const int FewestWeighed = 250;
    private const double SmallestVariance = 1e-8;

    private static readonly string[] Names =
        ["ln day", "ln week", "ln month", "ln quarter", "fall", "fall of the week", "ln garch", "ln ewma", "drawdown"];

    // A year has 250 rows: few, shallow trees and slow learning.
    private static readonly BoostingRecipe Recipe = new() { Leaves = 6, MinimumRowsPerLeaf = 100, LearningRate = 0.03, Trees = 80 };

    /// <summary>Forecasts for every day from the 751st on.</summary>
    /// <param name="sessions">Days in order.</param>
    /// <param name="seed">Seed of the trees, ≥ 0.</param>
    /// <param name="cancellation">Stops between quarters.</param>
    /// <exception cref="ArgumentException">Fewer than 751 days.</exception>
    public static IReadOnlyList<DailyForecast> Run(IReadOnlyList<DailySession> sessions, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        if (sessions.Count <= FirstFit)
        {
            throw new ArgumentException($"Found {sessions.Count} days, expected more than {FirstFit}.", nameof(sessions));
        }

        List<DailyForecast> forecasts = [];
        for (int from = FirstFit; from < sessions.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            int to = from + 1;
            while (to < sessions.Count && QuarterOf(sessions[to]) == QuarterOf(sessions[from]))
            {
                to++;
            }

            Forecast(sessions, from, to, seed, forecasts);
            from = to;
        }

        return forecasts;
    }

    private static int QuarterOf(DailySession day) => (day.Date.Year * 4) + ((day.Date.Month - 1) / 3);

    private static void Forecast(IReadOnlyList<DailySession> sessions, int from, int to, int seed, List<DailyForecast> forecasts)
    {
        double[][] rows = Rows(sessions, GarchOf(sessions, from), to);
        int[] known = [.. Enumerable.Range(Quarter, from - 1 - Quarter)];
        double[] target = [.. known.Select(d => LnVariance(sessions[d + 1]))];
        LogHarModel har = LogHar.Fit([.. known.SelectMany(d => rows[d][..6])], 6, target);
        float[] residual = [.. known.Select((d, i) => (float)(target[i] - har.PredictLog(rows[d].AsSpan(0, 6))))];
        Forest trees = BoostedTreesTrainer.Train(
            new TrainingRows(Names, known.SelectMany(d => rows[d]).Select(x => (float)x).ToArray(), residual), Recipe, seed).Forest;
        LogPoolWeights? pool = PoolOf(sessions, forecasts);
        for (int d = from; d < to; d++)
        {
            double lnHar = har.PredictLog(rows[d].AsSpan(0, 6));
            double[] rounded = [.. rows[d].Select(x => (double)(float)x)];
            double lnTrees = lnHar + trees.Score(rounded);
            double blend = pool is null
                ? double.NaN
                : Math.Exp(pool.Intercept + (pool.Weights[0] * rows[d][6]) + (pool.Weights[1] * lnHar) + (pool.Weights[2] * lnTrees));
            forecasts.Add(new DailyForecast(d, Math.Exp(rows[d][7]), Math.Exp(rows[d][6]), Math.Exp(lnHar), Math.Exp(lnTrees), blend));
        }
    }

    private static LogPoolWeights? PoolOf(IReadOnlyList<DailySession> sessions, List<DailyForecast> forecasts)
    {
        // The last forecast's day is over before the quarter begins.
        return forecasts.Count < FewestWeighed
            ? null
            : LogPool.Fit(
                [
                    [.. forecasts.SkipLast(1).Select(f => Math.Log(f.Garch))],
                    [.. forecasts.SkipLast(1).Select(f => Math.Log(f.Har))],
                    [.. forecasts.SkipLast(1).Select(f => Math.Log(f.Trees))],
                ],
                [.. forecasts.SkipLast(1).Select(f => Math.Max(SmallestVariance, sessions[f.Day + 1].Variance))],
                new LogPoolOptions(FloorMember: 0));
    }

    private static double[] GarchOf(IReadOnlyList<DailySession> sessions, int before)
    {
        double[] percent = [.. sessions.Select(s => 100 * s.Return)];
        int first = Math.Max(0, before - LongestGarch);
        GarchFit fit = Garch11.Fit(percent.AsSpan(first, before - first), new GarchFitOptions(StandardErrors: false));
        Garch11State state = new(fit.Parameters, fit.StartVariance);
        double[] ahead = new double[sessions.Count];
        for (int d = 0; d < sessions.Count; d++)
        {
            state.Append(percent[d]);
            ahead[d] = state.NextVariance / 10_000;
        }

        return ahead;
    }

    // Row d holds what is known at the close of day d.
    private static double[][] Rows(IReadOnlyList<DailySession> sessions, double[] garch, int to)
    {
        double[][] rows = new double[to][];
        EwmaState ewma = EwmaState.FromDecay(EwmaDecay);
        for (int d = 0; d < to; d++)
        {
            ewma.Append(sessions[d].Return * sessions[d].Return);
            if (d < Quarter)
            {
                continue;
            }

            double scale = Math.Sqrt(Mean(sessions, d, Month));
            double week = Enumerable.Range(d - 4, 5).Sum(i => sessions[i].Return);
            double high = Enumerable.Range(d - Quarter + 1, Quarter).Max(i => sessions[i].Close);
            rows[d] =
            [
                LnVariance(sessions[d]), Math.Log(Mean(sessions, d, 5)), Math.Log(Mean(sessions, d, Month)), Math.Log(Mean(sessions, d, Quarter)),
                Math.Min(sessions[d].Return, 0) / scale, Math.Min(week, 0) / scale, Math.Log(garch[d]), Math.Log(ewma.Variance),
                Math.Log(sessions[d].Close / high),
            ];
        }

        return rows;
    }

    private static double Mean(IReadOnlyList<DailySession> sessions, int day, int count)
    {
        double sum = 0;
        for (int i = day - count + 1; i <= day; i++)
        {
            sum += sessions[i].Variance;
        }

        return Math.Max(SmallestVariance, sum / count);
    }

    private static double LnVariance(DailySession day) => Math.Log(Math.Max(SmallestVariance, day.Variance));
}
