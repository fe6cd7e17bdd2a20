namespace Dms.Predictive.Pipeline;

/// <summary>Counts what happens in a run. Money in units.</summary>
internal sealed class CascadeTally
{
    private readonly List<double> _returns = [];
    private readonly List<double> _leverages = [];
    private readonly Dictionary<AgentKind, (double Debt, double Bound)> _byKind = [];
    private double _rates;
    private double _weightedRates;
    private double _openInterest;

    public int Liquidations { get; set; }

    public int Calls { get; set; }

    public double Forced { get; set; }

    public double BadDebt { get; private set; }

    public double Uninsured { get; set; }

    public double Overshoot { get; private set; }

    /// <summary>Takes in a minute with accounts.</summary>
    public void Note(double initialRate, double openInterest, CascadePrice price)
    {
        _returns.Add(price.LogReturn);
        _rates += initialRate;
        _weightedRates += initialRate * openInterest;
        _openInterest += openInterest;
        Overshoot = Math.Max(Overshoot, Math.Abs(price.Overshoot));
    }

    /// <summary>Takes in the leverage of an account.</summary>
    public void NoteLeverage(double leverage) => _leverages.Add(leverage);

    /// <summary>Takes in the deficit of a bankrupt account and the most that it could have been.</summary>
    public void NoteDeficit(AgentKind kind, double deficit, double bound)
    {
        BadDebt += deficit;
        (double debt, double most) = _byKind.GetValueOrDefault(kind);
        _byKind[kind] = (debt + deficit, most + bound);
    }

    /// <summary>The result.</summary>
    public CascadeOutcome Outcome(long seed, IReadOnlyList<(AgentKind Kind, double Profit)> adversaries) => new()
    {
        Seed = seed,
        Liquidations = Liquidations,
        Calls = Calls,
        ForcedNotional = Forced / AgentBehavior.Units,
        BadDebt = BadDebt / AgentBehavior.Units,
        Uninsured = Uninsured / AgentBehavior.Units,
        Overshoot = Overshoot,
        AverageRate = _rates / _returns.Count,
        WeightedRate = _openInterest > 0 ? _weightedRates / _openInterest : _rates / _returns.Count,
        OpenInterest = _openInterest / _returns.Count,
        Adversaries =
        [
            .. adversaries.Select(a => new AdversaryOutcome(
                a.Kind, _byKind.GetValueOrDefault(a.Kind).Debt / AgentBehavior.Units,
                _byKind.GetValueOrDefault(a.Kind).Bound / AgentBehavior.Units, a.Profit / AgentBehavior.Units)),
        ],
        Returns = _returns,
        Leverages = _leverages,
    };
}
