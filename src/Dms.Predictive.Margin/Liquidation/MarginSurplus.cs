namespace Dms.Predictive.Margin;

/// <summary>Equity minus maintenance margin of one request, neither of them rounded, at moved prices.</summary>
internal sealed class MarginSurplus
{
    private readonly MarginFormula _formula;
    private readonly MarginView _view;
    private readonly AccountEquity _equity;
    private readonly DriverScale _scale;

    public MarginSurplus(MarginFormula formula, MarginView view, AccountEquity equity, DriverScale maintenance) =>
        (_formula, _view, _equity, _scale) = (formula, view, equity, maintenance);

    public static MarginSurplus Of(MarginRequest request)
    {
        MarginView view = MarginView.Of(request);
        return new(
            new(request.Policy, request.AddOns),
            view,
            AccountEquity.Of(request, view),
            OverlayScales.Of(request).Maintenance);
    }

    /// <summary>Surplus, quote, with prices at a multiple of the current ones.</summary>
    /// <param name="factors">Multiple by underlying; absent = 1.</param>
    public double At(params ReadOnlySpan<(string Underlying, double Factor)> factors)
    {
        (MarginView moved, double equity) = Moved(factors);
        double maintenance = _formula.At(moved, DriverScale.One).Maintenance;
        return equity - (_scale.IsOne ? maintenance : Math.Max(maintenance, _formula.At(moved, _scale).Maintenance));
    }

    /// <summary>Equity, quote, with prices at a multiple of the current ones.</summary>
    /// <param name="factors">Multiple by underlying; absent = 1.</param>
    public double EquityAt(params ReadOnlySpan<(string Underlying, double Factor)> factors) => Moved(factors).Equity;

    private (MarginView View, double Equity) Moved(ReadOnlySpan<(string Underlying, double Factor)> factors)
    {
        MarginView moved = _view;
        double equity = (double)_equity.Exact;
        foreach ((string underlying, double factor) in factors)
        {
            moved = moved.Shift(underlying, factor);
            equity += _equity.Slopes.GetValueOrDefault(underlying) * (factor - 1);
        }

        return (moved, _equity.Options.IsEmpty ? equity : equity + (_equity.Options.Value(moved) - _equity.Options.Value()));
    }
}
