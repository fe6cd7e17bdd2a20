namespace Dms.Predictive.Volatility;

/// <summary>Finds the optimum of a model from fixed starts and from the optima of every poorer model.</summary>
/// <remarks>Screens every start with one evaluation, climbs from the best of the poorer models first, then from the best
/// of the rest, and stops when two climbs agree to 1e-6. Poorer optima are kept, so each is found once.</remarks>
internal sealed class FamilySearch(StandardizedReturns returns, GarchModelOptions asked)
{
    private const int MostClimbs = 6;
    private const double Same = 1e-6;
    private const double LimitK = 1.0 / 5000;
    private readonly Dictionary<(GarchModel, GarchDistribution), FamilyEnd?> _ends = [];

    /// <summary>Newton steps of all climbs.</summary>
    public int Iterations { get; private set; }

    /// <summary>Passes over the returns.</summary>
    public int Passes { get; private set; }

    /// <summary>Starts of the model asked for.</summary>
    public List<(double[] Begin, double Value, bool Polished)> Tried { get; } = [];

    /// <summary>Best end of the model asked for; null when no start had a finite likelihood.</summary>
    /// <param name="held">Inner values by index that stay where they are.</param>
    /// <param name="begin">A further inner start; null for none.</param>
    public FamilyEnd? Run(IReadOnlyDictionary<int, double> held, double[]? begin)
    {
        List<double[]> extra = begin is null ? [] : [begin];
        return Search(asked, held, extra, Tried, precise: true);
    }

    private FamilyEnd? Poorer(GarchModel model, GarchDistribution distribution)
    {
        if (!_ends.TryGetValue((model, distribution), out FamilyEnd? end))
        {
            GarchStart start = asked.Start == GarchStart.AparchSample && model != GarchModel.Aparch
                ? GarchStart.Sample
                : asked.Start;
            GarchModelOptions options = new(model, distribution, asked.Mean, start)
            {
                StartVariance = asked.StartVariance,
                VarianceTargeting = asked.VarianceTargeting,
            };
            end = Search(options, new Dictionary<int, double>(), [], [], GarchFamily.Recursion(asked.Model).Kinked);
            _ends.Add((model, distribution), end);
        }

        return end;
    }

    private FamilyEnd? Search(
        GarchModelOptions options,
        IReadOnlyDictionary<int, double> held,
        List<double[]> extra,
        List<(double[] Begin, double Value, bool Polished)> tried,
        bool precise)
    {
        List<double[]> warm = [.. extra, .. Warm(options)];
        List<double[]> starts = [.. warm, .. Cold(options, warm)];
        int width = starts[0].Length;
        bool[] free = [.. Enumerable.Range(0, width).Select(j =>
            !held.ContainsKey(j) && (j > 0 || options.Mean == GarchMean.Constant))];
        foreach ((int j, double value) in held)
        {
            starts.ForEach(s => s[j] = value);
        }

        FamilyObjective objective = new(returns.Values, options, starts[0], free);
        var ranked = starts.Select((s, i) => (Theta: Inside(objective, s), Family: FamilyOf(options, i - warm.Count)))
            .Where(s => s.Theta is not null)
            .Select(s => (Theta: s.Theta!, s.Family, Value: objective.Value(s.Theta!)))
            .Where(s => double.IsFinite(s.Value))
            .OrderByDescending(s => s.Value)
            .ToList();
        // Gaussian GARCH starts at the optimum that Garch11 found from every family of its own.
        bool found = options is { Model: GarchModel.Garch, Distribution: GarchDistribution.Normal, VarianceTargeting: false }
            && held.Count == 0;
        bool ridged = GarchFamily.Recursion(options.Model).Kinked;
        FamilyEnd? best = Climb(objective, ranked, tried, found ? 1 : 4, ridged, precise);
        best = best is null ? null : AtLimit(options, free, best);
        best = best is null ? null : FamilyKink.Settle(returns.Values, options, free, best);
        Passes += objective.Passes;
        return best;
    }

    private FamilyEnd? Climb(
        FamilyObjective objective,
        List<(double[] Theta, int Family, double Value)> ranked,
        List<(double[] Begin, double Value, bool Polished)> tried,
        int leaders,
        bool ridged,
        bool precise)
    {
        if (ranked.Count == 0)
        {
            return null;
        }

        if (objective.Dimension == 0)
        {
            return new(objective.Whole, ranked[0].Value, NewtonOutcome.FirstOrder, 0, []);
        }

        ActiveSetNewton newton = new(objective, objective.Constraints, quick: true, ridged);
        ActiveSetBfgs? rough = ridged ? null : new(objective, objective.Constraints);
        NewtonEnd? best = null;
        int agreeing = 0, climbs = 0;
        foreach ((double[] theta, _, double value) in Order(ranked))
        {
            if ((agreeing >= Math.Min(2, leaders) && climbs >= leaders) || climbs >= MostClimbs)
            {
                tried.Add((Wide(objective, theta), value, false));
                continue;
            }

            NewtonEnd end = ClimbOne(newton, rough, theta, best);
            climbs++;
            tried.Add((Wide(objective, theta), end.Value, true));
            bool same = end.Outcome == NewtonOutcome.SameAsKnown
                || (best is not null && Math.Abs(end.Value - best.Value) <= Same);
            bool better = best is null || (end.Outcome != NewtonOutcome.SameAsKnown
                && (same ? Rank(end) < Rank(best) : end.Value > best.Value || !double.IsFinite(best.Value)));
            agreeing = same ? agreeing + 1 : better ? 1 : agreeing;
            best = better ? end : best;
        }

        best = rough is null || !precise ? best! : ClimbOne(newton, null, best!.Theta, null);
        double[] whole = Wide(objective, best.Theta);
        return new(whole, best.Value, best.Outcome, best.GradientNorm, best.Active);
    }

    /// <summary>A quick climb first where there is one; Newton where there is none or where it did not end well.</summary>
    private NewtonEnd ClimbOne(ActiveSetNewton newton, ActiveSetBfgs? rough, double[] theta, NewtonEnd? known)
    {
        if (rough is not null)
        {
            NewtonEnd end = rough.Maximize(theta, known);
            Iterations += end.Iterations;
            if (end.Outcome is NewtonOutcome.FirstOrder or NewtonOutcome.SameAsKnown)
            {
                return end;
            }

            theta = end.Theta;
        }

        NewtonEnd exact = newton.Maximize(theta, known);
        Iterations += exact.Iterations;
        return exact;
    }

    /// <summary>−1 for a start of a poorer model, else the place of a cold start in the recursion's list.</summary>
    private static int FamilyOf(GarchModelOptions options, int cold) => cold < 0
        ? -1
        : cold / (1 + GarchFamily.Density(options.Distribution).Starts.Length)
            % GarchFamily.Recursion(options.Model).Starts.Length;

    /// <summary>The best start of a poorer model, the best of three memories of the recursion, then all others by
    /// likelihood.</summary>
    /// <remarks>A poorer optimum and the start nearest to it can agree on an end that is not the highest: a normal law
    /// may see no news (α = 0) where a fat-tailed one sees an integrated variance.</remarks>
    private static IEnumerable<(double[] Theta, int Family, double Value)> Order(
        List<(double[] Theta, int Family, double Value)> ranked)
    {
        var leaders = ranked.Where(s => s.Family < 0).Take(1)
            .Concat(ranked.Where(s => s.Family >= 0).DistinctBy(s => s.Family).Take(3))
            .ToList();
        return leaders.Concat(ranked.Except(leaders));
    }

    /// <summary>Puts nearly infinite degrees of freedom at infinity, where the answer names no number for them.</summary>
    private FamilyEnd AtLimit(GarchModelOptions options, bool[] free, FamilyEnd end)
    {
        bool student = options.Distribution is GarchDistribution.StudentT or GarchDistribution.SkewedT;
        int at = 1 + GarchFamily.Recursion(options.Model).Parameters.Length;
        if (!student || !free[at] || end.Whole[at] >= LimitK)
        {
            return end;
        }

        double[] whole = [.. end.Whole];
        bool[] rest = [.. free];
        (whole[at], rest[at]) = (0, false);
        FamilyObjective objective = new(returns.Values, options, whole, rest);
        NewtonEnd limit = new ActiveSetNewton(objective, objective.Constraints, quick: true)
            .Maximize(objective.FreePart(whole));
        (Iterations, Passes) = (Iterations + limit.Iterations, Passes + objective.Passes);
        return new(
            Wide(objective, limit.Theta), limit.Value, limit.Outcome, limit.GradientNorm, limit.Active,
            NormalLimit: true);
    }

    private IEnumerable<double[]> Warm(GarchModelOptions options)
    {
        InnovationDensity density = GarchFamily.Density(options.Distribution);
        if (options is { Model: GarchModel.Garch, Distribution: GarchDistribution.Normal })
        {
            GarchStart start = options.Start == GarchStart.Backcast ? GarchStart.Backcast : GarchStart.Sample;
            GarchFit fit = Garch11.Fit(returns.Values, new GarchFitOptions(options.Mean, start, false));
            (Iterations, Passes) = (Iterations + fit.Iterations, Passes + fit.Evaluations);
            yield return [fit.Parameters.Mu, fit.Parameters.Omega, fit.Parameters.Alpha, fit.Parameters.Beta];
        }

        GarchDistribution? poorer = options.Distribution switch
        {
            GarchDistribution.Normal => null,
            GarchDistribution.SkewedT => GarchDistribution.StudentT,
            _ => GarchDistribution.Normal,
        };
        if (poorer is { } lower && Poorer(options.Model, lower) is { } end)
        {
            int width = 1 + GarchFamily.Recursion(options.Model).Parameters.Length;
            double[] neutral = end.Whole.Length > width ? [end.Whole[width], 0] : density.Neutral;
            yield return [.. end.Whole.AsSpan(0, width), .. neutral];
            foreach (double[] shape in density.Starts)
            {
                yield return [.. end.Whole.AsSpan(0, width), .. shape];
            }
        }

        foreach ((GarchModel model, Func<double[], double[]> map) in GarchFamily.Recursion(options.Model).Parents)
        {
            if (Poorer(model, options.Distribution) is { } parent)
            {
                int width = GarchFamily.Recursion(model).Parameters.Length;
                yield return
                    [parent.Whole[0], .. map(parent.Whole[1..(1 + width)]), .. parent.Whole.AsSpan(1 + width)];
            }
        }
    }

    private IEnumerable<double[]> Cold(GarchModelOptions options, List<double[]> warm)
    {
        InnovationDensity density = GarchFamily.Density(options.Distribution);
        bool constant = options.Mean == GarchMean.Constant;
        double mu = warm.Count > 0 ? warm[0][0] : 0;
        double[] levels = constant && warm.Count == 0 ? [0, -returns.Shift / returns.Scale, Median()] : [mu];
        foreach (double level in levels)
        {
            foreach (double[] start in GarchFamily.Recursion(options.Model).Starts)
            {
                foreach (double[] shape in (double[][])[density.Neutral, .. density.Starts])
                {
                    yield return [level, .. start, .. shape];
                }
            }
        }
    }

    /// <summary>The free part, moved inside the constraints where held values pushed it out; null when it cannot be.</summary>
    private static double[]? Inside(FamilyObjective objective, double[] whole)
    {
        foreach (double shrink in (ReadOnlySpan<double>)[1, 0.5, 0.1, 0.001])
        {
            double[] theta = objective.FreePart(whole);
            for (int i = 0; i < theta.Length; i++)
            {
                theta[i] *= objective.Free[i] > 1 ? shrink : 1;
            }

            if (objective.Constraints.All(c => c.Slack(theta) >= -1e-12))
            {
                return theta;
            }
        }

        return null;
    }

    private static double[] Wide(FamilyObjective objective, double[] theta)
    {
        double[] whole = [.. objective.Whole];
        for (int i = 0; i < theta.Length; i++)
        {
            whole[objective.Free[i]] = theta[i];
        }

        objective.Tie(whole);
        return whole;
    }

    private double Median()
    {
        double[] sorted = [.. returns.Values];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    private static int Rank(NewtonEnd end) => end.Outcome switch
    {
        NewtonOutcome.FirstOrder => 0,
        NewtonOutcome.Singular => 1,
        _ => 2,
    };
}
