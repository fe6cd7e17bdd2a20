using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Equity minus maintenance margin of one request, neither of them rounded, at moved prices.</summary>
internal sealed class MarginSurplus
{
    private readonly IMarginPolicy _policy;
    private readonly MarginView _view;
    private readonly AccountEquity _equity;
    private readonly double _multiplier;

    public MarginSurplus(MarginRequest request)
    {
        (_policy, _view) = (request.Policy, MarginView.Of(request.Account, request.Market));
        _equity = AccountEquity.Of(request.Account, request.Market);
        _multiplier = request.Overlay is null
            ? 1
            : ForecastOverlay.Decide(request.Overlay, request.AsOf).MaintenanceMultiplier;
    }

    /// <summary>Surplus, quote, with each price at a multiple of the current one.</summary>
    /// <param name="factorOf">Multiple by underlying.</param>
    public double At(Func<string, double> factorOf)
    {
        MarginView moved = _view;
        for (int i = 0; i < _view.Underlyings.Count; i++)
        {
            moved = moved.Shift(i, factorOf(_view.Underlyings[i]));
        }

        double equity = (double)_equity.Exact;
        foreach ((string underlying, double slope) in _equity.Slopes.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            equity += slope * (factorOf(underlying) - 1);
        }

        double maintenance = _policy.Evaluate(moved, 1).Maintenance;
        return equity - (_multiplier == 1
            ? maintenance
            : Math.Max(maintenance, _policy.Evaluate(moved, _multiplier).Maintenance));
    }
}
