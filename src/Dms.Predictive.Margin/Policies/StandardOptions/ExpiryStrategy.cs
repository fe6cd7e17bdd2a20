namespace Dms.Predictive.Margin;

/// <summary>The options of one expiry: each short one alone, against the largest loss of all at expiry.</summary>
internal sealed class ExpiryStrategy
{
    private const string Alone = "The margin of a short option";
    private readonly InitialAndMaintenance[] _alone;
    private readonly StandardOptionParameters _parameters;
    private readonly double _forward;
    private readonly double _worstPrice;
    private readonly double _worstLoss;
    private readonly double _unpaired;

    public ExpiryStrategy(
        IReadOnlyList<OptionHolding> options, (double Spot, double Forward) prices, StandardOptionParameters parameters)
    {
        (Options, _parameters, _forward) = (options, parameters, prices.Forward);
        _alone = [.. options.Select(o => ShortOptionRules.Of(o, prices, parameters))];
        Isolated = new(
            Computed.Finite(_alone.Sum(a => a.Initial), Alone), Computed.Finite(_alone.Sum(a => a.Maintenance), Alone));
        foreach (double price in options.Select(o => o.Strike).Append(0).Distinct().Order())
        {
            double loss = Computed.Finite(-options.Sum(o => PayoffAt(o, price)), "A loss at expiry");
            (_worstPrice, _worstLoss) = loss > _worstLoss ? (price, loss) : (_worstPrice, _worstLoss);
        }

        _unpaired = Math.Max(0, -options.Where(o => o.IsCall).Sum(o => o.Size));
        MaximumLoss = parameters.IsStrategy
            ? new(
                _worstLoss + (_unpaired * _forward * parameters.UnpairedInitial),
                _worstLoss + (_unpaired * _forward * parameters.UnpairedMaintenance))
            : null;
    }

    public IReadOnlyList<OptionHolding> Options { get; }

    /// <summary>Σ requirement of the short options alone.</summary>
    public InitialAndMaintenance Isolated { get; }

    /// <summary>Largest loss at expiry over the strikes and 0, calls that nothing covers charged on top; null where
    /// nothing sets off.</summary>
    public InitialAndMaintenance? MaximumLoss { get; }

    /// <summary>The smaller of the two.</summary>
    public InitialAndMaintenance Required => MaximumLoss is InitialAndMaintenance most
        ? new(Math.Min(Isolated.Initial, most.Initial), Math.Min(Isolated.Maintenance, most.Maintenance))
        : Isolated;

    /// <summary>Shares of the options in initial margin.</summary>
    public IEnumerable<(int Row, double Share)> Shares() =>
        MaximumLoss is not InitialAndMaintenance most || Isolated.Initial <= most.Initial
            ? Options.Select((o, i) => (o.Row, _alone[i].Initial))
            : Options.Select(o => (o.Row, LossShare(o)));

    private double LossShare(OptionHolding option)
    {
        double payoff = _worstLoss > 0 ? -PayoffAt(option, _worstPrice) : 0;
        double naked = _unpaired > 0 && option.IsCall ? -option.Size * _forward * _parameters.UnpairedInitial : 0;
        return payoff + naked;
    }

    private static double PayoffAt(OptionHolding option, double price) =>
        option.Size * Math.Max(0, option.IsCall ? price - option.Strike : option.Strike - price);
}
