namespace Dms.Predictive.Volatility;

/// <summary>Screens the fixed starts, climbs from the best of each family and keeps the best end.</summary>
internal sealed class Garch11Search
{
    private const int AgreeingEnds = 2;
    private const int MostClimbs = 8;
    private const double Same = 1e-6;
    private readonly Garch11Objective _objective;
    private readonly ActiveSetNewton _newton;
    private readonly List<(double[] Begin, NewtonEnd? End, double Value)> _tried = [];
    private NewtonEnd? _best;
    private int _agreeing;

    public Garch11Search(Garch11Objective objective) =>
        (_objective, _newton) = (objective, new ActiveSetNewton(objective, objective.Constraints));

    /// <summary>Starts in the order of climbing, then those that were only screened.</summary>
    public IReadOnlyList<(double[] Begin, NewtonEnd? End, double Value)> Tried => _tried;

    /// <summary>Newton steps of all climbs.</summary>
    public int Iterations { get; private set; }

    /// <summary>The best end; null when no start had a finite likelihood.</summary>
    /// <remarks>One climb per family at least; more while fewer than two ends agree on the best.</remarks>
    public NewtonEnd? Run(StandardizedReturns returns, GarchMean mean)
    {
        var ranked = Garch11Starts.For(returns, mean)
            .Select(s => (s.Family, s.Theta, Value: _objective.Value(s.Theta)))
            .Where(s => double.IsFinite(s.Value))
            .OrderByDescending(s => s.Value)
            .ToList();
        var leaders = ranked.DistinctBy(s => s.Family).ToList();
        foreach (var leader in leaders)
        {
            Climb(leader.Theta);
        }

        foreach (var start in ranked.Except(leaders))
        {
            if (_agreeing < AgreeingEnds && _tried.Count < MostClimbs)
            {
                Climb(start.Theta);
            }
            else
            {
                _tried.Add((start.Theta, null, start.Value));
            }
        }

        return _best;
    }

    private void Climb(double[] theta)
    {
        NewtonEnd end = _newton.Maximize(theta, _best);
        Iterations += end.Iterations;
        _tried.Add((theta, end, end.Value));
        bool same = end.Outcome == NewtonOutcome.SameAsKnown
            || (_best is not null && Math.Abs(end.Value - _best.Value) <= Same);
        bool better = _best is null
            || (end.Outcome != NewtonOutcome.SameAsKnown
                && (same ? Rank(end) < Rank(_best) : end.Value > _best.Value));
        _agreeing = same ? _agreeing + 1 : better ? 1 : _agreeing;
        _best = better ? end : _best;
    }

    private static int Rank(NewtonEnd end) => end.Outcome switch
    {
        NewtonOutcome.FirstOrder => 0,
        NewtonOutcome.Singular => 1,
        _ => 2,
    };
}
