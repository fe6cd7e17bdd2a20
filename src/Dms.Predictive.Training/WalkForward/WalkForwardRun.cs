using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// Rolling-origin evaluation: at each refit every model is fitted on what was known, then frozen and asked for a
/// forecast at every decision until the next refit.
/// </summary>
public sealed class WalkForwardRun
{
    private const int Day = 1440;
    private const int FewestSpikes = 20;

    private readonly EvaluationProtocol _protocol;
    private readonly TreeRows _rows;
    private readonly List<FittedRefit> _fitted = [];

    private WalkForwardRun(DecisionTable table, EvaluationProtocol protocol)
    {
        (Table, _protocol, _rows) = (table, protocol, new TreeRows(table));
        Targets = [.. protocol.HorizonMinutes.Select(h => new Targets(table, h, protocol.Label))];
        Forecasts = [.. protocol.HorizonMinutes.Select(_ => new MemberForecasts(table.Count))];
    }

    /// <summary>Decisions and their features.</summary>
    public DecisionTable Table { get; }

    /// <summary>Outcomes per horizon.</summary>
    public IReadOnlyList<Targets> Targets { get; }

    /// <summary>Forecasts per horizon, rehearsals included.</summary>
    public IReadOnlyList<MemberForecasts> Forecasts { get; }

    /// <summary>What each refit produced, in time order.</summary>
    public IReadOnlyList<FittedRefit> Refits => _fitted;

    /// <summary>Why nothing was issued; null when something was.</summary>
    public string? NothingIssuedReason { get; private set; }

    /// <summary>Runs all refits.</summary>
    /// <param name="table">Decisions up to the end of the test span.</param>
    /// <param name="protocol">Settings.</param>
    /// <param name="span">First decision of the test span and its end, exclusive.</param>
    /// <param name="progress">Told the number of refits fitted and their total.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <param name="threads">Refits fitted at the same time, ≥ 1; no bit depends on it.</param>
    public static WalkForwardRun Run(
        DecisionTable table, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span,
        Action<int, int>? progress, CancellationToken cancellation, int threads = 2)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(protocol);
        IReadOnlyList<Refit> schedule = RefitSchedule.Make(protocol, table.FirstMinute, span.Start, span.End);
        WalkForwardRun run = new(table, protocol);
        if (schedule.Count == 0)
        {
            run.NothingIssuedReason =
                $"history of less than {protocol.MinimumDays} days plus {protocol.WarmUpDays} days of warm-up before {span.End}";
            return run;
        }

        foreach (RefitParts parts in run.FitAll(schedule, progress, threads, cancellation))
        {
            run.Serve(parts);
        }

        return run;
    }

    private RefitParts[] FitAll(
        IReadOnlyList<Refit> schedule, Action<int, int>? progress, int threads, CancellationToken cancellation)
    {
        RefitParts[] parts = new RefitParts[schedule.Count];
        RefitFitter fitter = new(Table, Targets, _protocol, cancellation);
        int done = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, schedule.Count, options, i =>
            {
                parts[i] = fitter.Fit(schedule[i], holdOut: i == 0);
                progress?.Invoke(Interlocked.Increment(ref done), schedule.Count);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return parts;
    }

    private void Serve(RefitParts parts)
    {
        List<FittedHorizon> horizons = [];
        for (int h = 0; h < Targets.Count; h++)
        {
            FittedHorizon fitted = Combine(parts, h);
            horizons.Add(fitted);
            Issue(parts, fitted, h);
        }

        _fitted.Add(new FittedRefit(
            parts.Refit, parts.GarchUsed, parts.GarchStartVariance, parts.Garch.Status.ToString(), parts.FilterFromBar,
            horizons, parts.Horizons[0].TrainingRows));
    }

    private FittedHorizon Combine(RefitParts parts, int h)
    {
        HorizonParts own = parts.Horizons[h];
        MemberForecasts past = Forecasts[h];
        Targets target = Targets[h];
        foreach ((int d, double score) in own.Holdout)
        {
            past.LnTreesRaw[d] = score;
            past.LnGarch[d] = own.Baselines.LnGarch(parts.Trace[d]);
            past.LnHar[d] = _rows.LnHar(d, own.Baselines);
            past.LnEwma[d] = own.Baselines.LnEwma(parts.Trace[d]);
        }

        List<int> judged = Judged(parts.Refit.Minute, _protocol.ScaleDays, h);
        double[] realized = [.. judged.Select(d => target[d])];
        if (judged.Count == 0)
        {
            LogPoolWeights equal = new(0, [1.0 / 3, 1.0 / 3, 1.0 / 3]);
            return new FittedHorizon(own.Baselines, own.Trees, own.Covered, own.ReferenceRows, 0, equal, null);
        }

        double scale = Math.Log(QlikeScale.Of(realized, [.. judged.Select(d => Math.Exp(past.LnTreesRaw[d]))]));
        double[][] members =
        [
            [.. judged.Select(d => past.LnHar[d])],
            [.. judged.Select(d => past.LnGarch[d])],
            [.. judged.Select(d => past.LnTreesRaw[d] + scale)],
        ];
        LogPoolWeights pool = LogPool.Fit(members, realized, new LogPoolOptions(1, _protocol.GarchFloor, _protocol.BlendRidge));
        return new FittedHorizon(
            own.Baselines, own.Trees, own.Covered, own.ReferenceRows, scale, pool, FitSpike(parts.Refit.Minute, scale, h));
    }

    private List<int> Judged(long refitMinute, int days, int h)
    {
        MemberForecasts past = Forecasts[h];
        int first = Table.IndexAt(refitMinute - (days * Day));
        int end = Table.IndexAt(refitMinute - Targets[h].HorizonMinutes + 1);
        return [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(d =>
            Targets[h].Eligible(d) && !double.IsNaN(past.LnTreesRaw[d]) && !double.IsNaN(past.LnHar[d]))];
    }

    private PlattMap? FitSpike(long refitMinute, double treeScale, int h)
    {
        if (_protocol.HorizonMinutes[h] != Math.Max(10, Table.BarMinutes))
        {
            return null;
        }

        List<int> judged = [.. Judged(refitMinute, _protocol.CalibrationDays, h).Where(Targets[h].HasThreshold)];
        double[] scores = [.. judged.Select(d => SpikeScore(d, Forecasts[h].LnTreesRaw[d] + treeScale, Forecasts[h].LnGarch[d]))];
        bool[] labels = [.. judged.Select(Targets[h].IsSpike)];
        int spikes = labels.Count(l => l);
        return spikes < FewestSpikes || spikes == labels.Length ? null : PlattMap.Fit(scores, labels);
    }

    private double SpikeScore(int decision, double lnTrees, double lnGarch) =>
        SpikeScoring.Score(lnTrees, lnGarch, Table.Thresholds[decision], _protocol.SpikeTreeWeight);

    private void Issue(RefitParts parts, FittedHorizon fitted, int h)
    {
        MemberForecasts into = Forecasts[h];
        double[] row = new double[_rows.Width];
        Span<double> members = stackalloc double[3];
        for (int d = Table.IndexAt(parts.Refit.Minute); d < Table.IndexAt(parts.Refit.UntilMinute); d++)
        {
            ReadOnlySpan<double> reading = parts.Trace[d];
            double lnHar = _rows.LnHar(d, fitted.Baselines);
            if (Table.InOutage(d) || double.IsNaN(lnHar))
            {
                continue;
            }

            _rows.Fill(d, fitted.Baselines, reading, row);
            into.LnEwma[d] = fitted.Baselines.LnEwma(reading);
            into.LnGarch[d] = fitted.Baselines.LnGarch(reading);
            into.LnHar[d] = lnHar;
            into.LnTreesRaw[d] = fitted.Trees.Forest.Score(row);
            into.LnTrees[d] = into.LnTreesRaw[d] + fitted.LnTreeScale;
            (members[0], members[1], members[2]) = (lnHar, into.LnGarch[d], into.LnTrees[d]);
            into.LnBlend[d] = fitted.Pool.Combine(members);
            if (fitted.Spike is not null && !double.IsNaN(Table.Thresholds[d]))
            {
                into.SpikeProbability[d] = fitted.Spike.Apply(SpikeScore(d, into.LnTrees[d], into.LnGarch[d]));
            }
        }
    }
}
