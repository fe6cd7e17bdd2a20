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
        MarginView view = MarginView.Of(request.Account, request.Market, request.Policy.NetsPositions);
        AccountEquity equity = AccountEquity.Of(request.Account, request.Market);
        return new(
            new(request.Policy, request.AddOns),
            view,
            equity with { Exact = request.Policy.OwnEquity(view) ?? equity.Exact },
            OverlayScales.Of(request).Maintenance);
    }

    /// <summary>Surplus, quote, with prices at a multiple of the current ones.</summary>
    /// <param name="factors">Multiple by underlying; absent = 1.</param>
    public double At(params ReadOnlySpan<(string Underlying, double Factor)> factors)
    {
        MarginView moved = _view;
        double equity = (double)_equity.Exact;
        foreach ((string underlying, double factor) in factors)
        {
            moved = moved.Shift(underlying, factor);
            equity += _equity.Slopes.GetValueOrDefault(underlying) * (factor - 1);
        }

        double maintenance = _formula.At(moved, DriverScale.One).Maintenance;
        return equity - (_scale.IsOne ? maintenance : Math.Max(maintenance, _formula.At(moved, _scale).Maintenance));
    }
}
