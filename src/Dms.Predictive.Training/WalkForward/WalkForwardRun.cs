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

    private readonly EvaluationProtocol _protocol;
    private readonly TreeRows _rows;
    private readonly HeadRow _spikeRow;
    private readonly List<FittedRefit> _fitted = [];
    private readonly IReadOnlyList<DecisionTable> _pool;

    private WalkForwardRun(DecisionTable table, EvaluationProtocol protocol, IReadOnlyList<DecisionTable> pool)
    {
        RefusePool(table, pool);
        (Table, _protocol, _rows, _pool) = (table, protocol, new TreeRows(table), pool);
        _spikeRow = HeadRow.OfSpike(table.Schema);
        Targets = [.. protocol.HorizonMinutes.Select(h => new Targets(table, h, protocol.Label))];
        Forecasts = [.. protocol.HorizonMinutes.Select(_ => new MemberForecasts(table.Count, [.. protocol.Members.Select(m => m.Id)]))];
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
    /// <param name="pool">Other markets that learned members train on too, over the same features and bars.</param>
    public static WalkForwardRun Run(
        DecisionTable table, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span,
        Action<int, int>? progress, CancellationToken cancellation, int threads = 2,
        IReadOnlyList<DecisionTable>? pool = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(protocol);
        IReadOnlyList<Refit> schedule = RefitSchedule.Make(protocol, table.FirstMinute, span.Start, span.End);
        WalkForwardRun run = new(table, protocol, pool ?? []);
        if (schedule.Count == 0)
        {
            run.NothingIssuedReason =
                $"history of less than {protocol.MinimumDays} days plus {protocol.WarmUpDays} days of warm-up before {span.End}";
            return run;
        }

        NetworkRecipe.RefuseSeen(protocol, Timestamp.FromMinutes(schedule[0].Minute));
        foreach (RefitParts parts in run.FitAll(schedule, progress, threads, cancellation))
        {
            run.Serve(parts);
        }

        return run;
    }

    private static void RefusePool(DecisionTable table, IReadOnlyList<DecisionTable> pool)
    {
        DecisionTable? odd = pool.FirstOrDefault(t => t.BarMinutes != table.BarMinutes
            || t.StepMinutes != table.StepMinutes || t.Schema.Hash != table.Schema.Hash);
        if (odd is not null)
        {
            throw new ArgumentException(
                $"A pooled market has bars of {odd.BarMinutes} min every {odd.StepMinutes} min and features "
                + $"{odd.Schema.Hash[..12]}…; the forecast market {table.BarMinutes}, {table.StepMinutes} and "
                + $"{table.Schema.Hash[..12]}…. Pool markets of one kind.", nameof(pool));
        }
    }

    private RefitParts[] FitAll(
        IReadOnlyList<Refit> schedule, Action<int, int>? progress, int threads, CancellationToken cancellation)
    {
        RefitParts[] parts = new RefitParts[schedule.Count];
        RefitFitter fitter = new(Table, Targets, _protocol, cancellation, _pool);
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
            parts.Refit, parts.Asset.Garch, parts.Asset.GarchStartVariance, parts.Asset.Fit.Status.ToString(),
            parts.Asset.FilterFromBar, horizons, parts.Horizons[0].TrainingRows));
    }

    private FittedHorizon Combine(RefitParts parts, int h)
    {
        HorizonParts own = parts.Horizons[h];
        MemberForecasts past = Forecasts[h];
        foreach ((int d, double[] unscaled) in own.Holdout)
        {
            for (int m = 0; m < unscaled.Length; m++)
            {
                past.LnUnscaled[m][d] = unscaled[m];
            }

            past.LnGarch[d] = own.Baselines.LnGarch(parts.Trace[d]);
            past.LnHar[d] = _rows.LnHar(d, own.Baselines);
            past.LnEwma[d] = own.Baselines.LnEwma(parts.Trace[d]);
        }

        List<int> judged = Judged(parts.Refit.Minute, _protocol.ScaleDays, h);
        int members = 2 + own.Learners.Count;
        if (judged.Count == 0)
        {
            LogPoolWeights equal = new(0, [.. Enumerable.Repeat(1.0 / members, members)]);
            return new FittedHorizon(own.Baselines, own.Learners, own.ReferenceRows, equal, null);
        }

        List<FittedLearner> scaled = Scaled(own.Learners, judged, h);
        LogPoolWeights pool = FitPool(scaled, judged, h);
        foreach ((int d, double[] unscaled) in own.Holdout)
        {
            double[] learned = [.. unscaled.Select((u, m) => past.LnLearned[m][d] = u + scaled[m].Serving.LnScale)];
            past.LnBlend[d] = pool.Combine([past.LnHar[d], past.LnGarch[d], .. learned]);
        }

        return new FittedHorizon(own.Baselines, scaled, own.ReferenceRows, pool, FitSpike(parts.Refit.Minute, h));
    }

    private List<FittedLearner> Scaled(IReadOnlyList<FittedLearner> learners, List<int> judged, int h)
    {
        double[] realized = [.. judged.Select(d => Targets[h][d])];
        return [.. learners.Select((l, m) =>
        {
            double[] forecasts = [.. judged.Select(d => Math.Exp(Forecasts[h].LnUnscaled[m][d]))];
            if (!forecasts.All(f => double.IsFinite(f) && f > 0))
            {
                throw new InputRefusedException(
                    "member-diverged",
                    $"The member '{l.Recipe.Id}' forecasts a variance that is no positive number. Lower its learning "
                    + "rate or raise its penalty.", "recipe");
            }

            return l with { Serving = l.Serving with { LnScale = Math.Log(QlikeScale.Of(realized, forecasts)) } };
        })];
    }

    private LogPoolWeights FitPool(List<FittedLearner> scaled, List<int> judged, int h)
    {
        MemberForecasts past = Forecasts[h];
        double[][] members =
        [
            [.. judged.Select(d => past.LnHar[d])],
            [.. judged.Select(d => past.LnGarch[d])],
            .. scaled.Select((l, m) => judged.Select(d => past.LnUnscaled[m][d] + l.Serving.LnScale).ToArray()),
        ];
        double[] realized = [.. judged.Select(d => Targets[h][d])];
        return LogPool.Fit(members, realized, new LogPoolOptions(1, _protocol.GarchFloor, _protocol.BlendRidge));
    }

    private List<int> Judged(long refitMinute, int days, int h)
    {
        MemberForecasts past = Forecasts[h];
        int first = Table.IndexAt(refitMinute - (days * Day));
        int end = Table.IndexAt(refitMinute - Targets[h].HorizonMinutes + 1);
        return [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(d => Targets[h].Eligible(d)
            && !double.IsNaN(past.LnHar[d]) && past.LnUnscaled.All(m => !double.IsNaN(m[d])))];
    }

    // The head learns from forecasts that were issued before the outcome, over the trailing calibration days.
    private LogitHead? FitSpike(long refitMinute, int h)
    {
        if (!SpikesAt(h))
        {
            return null;
        }

        HeadSample sample = new(_spikeRow.Names);
        double[] inputs = new double[_spikeRow.Count];
        foreach (int d in Judged(refitMinute, _protocol.CalibrationDays, h))
        {
            if (Targets[h].HasThreshold(d) && !double.IsNaN(Forecasts[h].LnBlend[d]))
            {
                FillSpike(d, h, inputs);
                sample.Add(inputs, Targets[h].IsSpike(d));
            }
        }

        return LogitHeadFitter.Fit(sample);
    }

    private bool SpikesAt(int h) => _protocol.HorizonMinutes[h] == Math.Max(10, Table.BarMinutes);

    private void FillSpike(int d, int h, double[] inputs) => _spikeRow.Fill(
        HeadRow.LnForecast(Forecasts[h].LnBlend[d], Forecasts[h].LnLearned[0][d]), Table.Thresholds[d],
        Table.Features(d), inputs);

    private void Issue(RefitParts parts, FittedHorizon fitted, int h)
    {
        MemberForecasts into = Forecasts[h];
        BlendMembers names = fitted.Baselines.BlendOf(_protocol.Members.Select(m => m.Id));
        OnlineBlend blend = new(names, fitted.Pool, _protocol.Online, fitted.Baselines);
        double[] row = new double[_rows.Width];
        double[] members = new double[names.Names.Count];
        double[] spikeInputs = new double[_spikeRow.Count];
        IRowModel[] scorers = [.. fitted.Learners.Select(l => FlatForest.Of(l.Serving.Model))];
        int first = Table.IndexAt(parts.Refit.Minute);
        int end = Table.IndexAt(parts.Refit.UntilMinute);
        for (int d = first, bar = first < end ? Table.LastBar[first] + 1 : 0; d < end; d++)
        {
            for (; bar <= Table.LastBar[d]; bar++)
            {
                blend.Append(Table.Returns[bar], Table.OutagesIn(bar, bar));
            }

            ReadOnlySpan<double> reading = parts.Trace[d];
            double lnHar = _rows.LnHar(d, fitted.Baselines);
            if (Table.InOutage(d) || double.IsNaN(lnHar))
            {
                continue;
            }

            _rows.Fill(d, fitted.Baselines, reading, row);
            into.LnEwma[d] = fitted.Baselines.LnEwma(reading);
            (members[0], members[1]) = (into.LnHar[d], into.LnGarch[d]) = (lnHar, fitted.Baselines.LnGarch(reading));
            for (int m = 0; m < fitted.Learners.Count; m++)
            {
                LearnedMember learned = fitted.Learners[m].Serving;
                if (!learned.Answers(row))
                {
                    members[m + 2] = double.NaN;
                    continue;
                }

                into.LnUnscaled[m][d] = learned.Unscaled(scorers[m].Score(row), lnHar);
                members[m + 2] = into.LnLearned[m][d] = into.LnUnscaled[m][d] + learned.LnScale;
            }

            into.LnBlend[d] = blend.Issue(members, into.LnEwma[d]).Ln;
            if (fitted.Spike is not null && !double.IsNaN(Table.Thresholds[d]))
            {
                FillSpike(d, h, spikeInputs);
                into.SpikeProbability[d] = fitted.Spike.Probability(spikeInputs);
            }
        }
    }
}
