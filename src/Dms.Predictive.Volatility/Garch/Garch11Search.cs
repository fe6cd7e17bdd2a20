namespace Dms.Predictive.Volatility;

/// <summary>Screens the fixed starts, climbs from the promising ones and keeps the best end.</summary>
internal sealed class Garch11Search
{
    private const int FewestClimbs = 2;
    private const double Same = 1e-6;
    private readonly Garch11Objective _objective;
    private readonly List<(double[] Begin, NewtonEnd? End, double Value)> _tried = [];

    public Garch11Search(Garch11Objective objective) => _objective = objective;

    /// <summary>Starts in screening order with what became of them.</summary>
    public IReadOnlyList<(double[] Begin, NewtonEnd? End, double Value)> Tried => _tried;

    /// <summary>Newton steps of all climbs.</summary>
    public int Iterations { get; private set; }

    /// <summary>The best end; null when no start had a finite likelihood.</summary>
    public NewtonEnd? Run(StandardizedReturns returns, GarchMean mean)
    {
        var ranked = Garch11Starts.For(returns, mean)
            .Select(s => (s.Shape, s.Theta, Value: _objective.Value(s.Theta)))
            .Where(s => double.IsFinite(s.Value))
            .OrderByDescending(s => s.Value)
            .ToList();
        ActiveSetNewton newton = new(_objective, _objective.Constraints);
        HashSet<int> climbed = [];
        NewtonEnd? best = null;
        int agreeing = 0;
        foreach ((int shape, double[] theta, double value) in ranked)
        {
            if (agreeing >= FewestClimbs || !climbed.Add(shape))
            {
                _tried.Add((theta, null, value));
                continue;
            }

            NewtonEnd end = newton.Maximize(theta, best);
            Iterations += end.Iterations;
            _tried.Add((theta, end, end.Value));
            bool same = best is not null && Math.Abs(end.Value - best.Value) <= Same;
            bool better = best is null || end.Value > best.Value + Same || (same && Rank(end) < Rank(best));
            agreeing = same ? agreeing + 1 : better ? 1 : agreeing;
            best = better ? end : best;
        }

        return best;
    }

    private static int Rank(NewtonEnd end) => end.Outcome switch
    {
        NewtonOutcome.FirstOrder => 0,
        NewtonOutcome.Singular => 1,
        _ => 2,
    };
}
