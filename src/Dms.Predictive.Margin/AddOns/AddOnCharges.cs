using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What the add-ons of a request charge, quote, not rounded.</summary>
/// <remarks>Surcharges from open interest, confidence, jumps or a de-peg never reach maintenance margin: they must not
/// start a cascade.</remarks>
internal sealed class AddOnCharges
{
    private readonly MarginAddOns _addOns;
    private readonly MarginView _view;
    private readonly double[] _initialByRow;

    private AddOnCharges(MarginAddOns addOns, MarginView view)
    {
        (_addOns, _view, _initialByRow) = (addOns, view, new double[view.Instruments.Count]);
        Parts = [.. PositionParts(), .. CollateralParts()];
    }

    /// <summary>Amounts in the order of the components.</summary>
    public IReadOnlyList<MarginPart> Parts { get; }

    /// <summary>Initial margin of the position add-ons by row of the view.</summary>
    public IReadOnlyList<double> InitialByRow => _initialByRow;

    public static AddOnCharges Of(MarginAddOns addOns, MarginView view) => new(addOns, view);

    private List<MarginPart> PositionParts()
    {
        List<MarginPart> parts = [];
        Add(parts, MarginComponentName.Tail, _addOns.Jump is null ? null : Jump, reachesMaintenance: false);
        Add(parts, MarginComponentName.OpenInterest,
            _addOns.OpenInterest is null ? null : OpenInterest, reachesMaintenance: false);
        Add(parts, MarginComponentName.Liquidity,
            _addOns.Liquidity is null ? null : Liquidity, reachesMaintenance: true);
        Add(parts, MarginComponentName.Concentration,
            _addOns.Concentration is null ? null : Concentration, reachesMaintenance: true);
        Add(parts, MarginComponentName.OracleQuality,
            _addOns.Oracle is null ? null : Confidence, reachesMaintenance: false);
        Add(parts, MarginComponentName.Collateral, _addOns.Peg is null ? null : Peg, reachesMaintenance: false);
        return parts;
    }

    private void Add(
        List<MarginPart> parts, MarginComponentName name, Func<MarginViewRow, double>? rate, bool reachesMaintenance)
    {
        if (rate is null)
        {
            return;
        }

        double sum = 0;
        for (int i = 0; i < _initialByRow.Length; i++)
        {
            double charge = Math.Abs(_view.Exposures[i]) * rate(_view.Source.Rows[i]);
            _initialByRow[i] += charge;
            sum += charge;
        }

        parts.Add(new(name, sum, reachesMaintenance ? sum : 0));
    }

    private double Jump(MarginViewRow row)
    {
        JumpAddOn jump = _addOns.Jump!;
        return Math.Max(0, jump.JumpSize - jump.CoveredMove) * jump.Coverage;
    }

    private double OpenInterest(MarginViewRow row)
    {
        InstrumentDepth? depth = DepthOf(row);
        if (depth?.OpenInterest is not double openInterest)
        {
            return 0;
        }

        double lower = depth.OpenInterestLower ?? 0;
        double share = (openInterest - lower) / (depth.OpenInterestUpper!.Value - lower);
        return _addOns.OpenInterest!.MaximumRate * Math.Clamp(share, 0, 1);
    }

    private double Liquidity(MarginViewRow row)
    {
        InstrumentDepth? depth = DepthOf(row);
        return depth is null
            ? 0
            : (0.5 * depth.Spread!.Value)
                + (_addOns.Liquidity!.ImpactCoefficient * depth.DailyVolatility!.Value * Math.Sqrt(DaysOf(row, depth)));
    }

    private double Concentration(MarginViewRow row)
    {
        ConcentrationAddOn rule = _addOns.Concentration!;
        if (DepthOf(row) is not InstrumentDepth depth)
        {
            return 0;
        }

        double periods = DaysOf(row, depth) / rule.Participation / rule.MarginPeriodDays;
        return rule.Rate * (Math.Sqrt(Math.Max(1, periods)) - 1);
    }

    private double Confidence(MarginViewRow row)
    {
        ConfidenceAddOn rule = _addOns.Oracle!;
        double confidence = row.Instrument.Confidence;
        foreach (Underlying underlying in _view.Source.Market.Underlyings)
        {
            confidence = underlying.Id == row.Instrument.Underlying
                ? Math.Min(confidence, underlying.Confidence)
                : confidence;
        }

        return confidence < rule.Threshold ? (1 - confidence) * rule.Margin : 0;
    }

    private double Peg(MarginViewRow row) =>
        Math.Max(0, _addOns.Peg!.Threshold - (double)_view.Source.Market.StablePrice) * _addOns.Peg.Factor;

    private List<MarginPart> CollateralParts()
    {
        if (!_addOns.Collateral)
        {
            return [];
        }

        double initial = 0;
        double maintenance = 0;
        foreach ((CollateralHolding holding, string underlying, decimal value) in
            AccountEquity.CollateralValues(_view.Source.Account, _view.Source.Market))
        {
            double now = (double)value * _view.PriceFactorOf(underlying);
            initial += now * holding.InitialHaircut;
            maintenance += now * holding.MaintenanceHaircut;
        }

        return [new(MarginComponentName.Collateral, initial, maintenance)];
    }

    private InstrumentDepth? DepthOf(MarginViewRow row) => _addOns.Instruments.GetValueOrDefault(row.Instrument.Id);

    private static double DaysOf(MarginViewRow row, InstrumentDepth depth) =>
        (double)Math.Abs(row.Quantity) / depth.AverageDailyVolume!.Value;
}
