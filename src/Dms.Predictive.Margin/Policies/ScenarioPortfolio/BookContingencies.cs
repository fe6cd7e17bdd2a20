using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Charges of one book beside its scenarios, quote.</summary>
internal sealed class BookContingencies
{
    private readonly PortfolioContingencies _rates;
    private readonly MarginView _view;
    private readonly Dictionary<int, double> _initialByRow = [];

    private BookContingencies(PortfolioContingencies rates, MarginView view) => (_rates, _view) = (rates, view);

    /// <summary>Charges for linear contracts and naked options.</summary>
    public InitialAndMaintenance Positions { get; private set; }

    /// <summary>Haircuts of collateral.</summary>
    public InitialAndMaintenance Haircuts { get; private set; }

    /// <summary>Charge for uncertain prices; initial margin only.</summary>
    public double Oracle { get; private set; }

    /// <summary>Initial margin by row of the view.</summary>
    public IReadOnlyDictionary<int, double> InitialByRow => _initialByRow;

    public static BookContingencies Of(MarginView view, ScenarioBook book, PortfolioContingencies rates)
    {
        BookContingencies charges = new(rates, view);
        Underlying? underlying = view.Source.Market.Underlyings.FirstOrDefault(u => u.Id == book.Underlying);
        double spot = (double)(underlying?.Spot ?? 0) * view.PriceFactorOf(book.Underlying);
        double trust = underlying?.Confidence ?? 1;
        double trustOfLinear = charges.AddLinear(book, spot, trust);
        foreach (ScenarioExpiry expiry in book.Expiries)
        {
            charges.AddNaked(expiry, spot);
            charges.AddOracle(expiry, spot, trustOfLinear);
        }

        charges.AddCollateral(book, trust);
        return charges;
    }

    private double AddLinear(ScenarioBook book, double spot, double trust)
    {
        double least = trust;
        foreach ((int row, double exposure) in book.Linear)
        {
            (Instrument instrument, decimal quantity, _) = _view.Source.Rows[row];
            double notional = instrument.Kind == InstrumentKind.InversePerpetual
                ? Math.Abs(exposure)
                : (double)Math.Abs(quantity * instrument.ContractSize) * spot;
            double own = Math.Min(trust, instrument.Confidence);
            AddPosition(row, notional, _rates.PerpMaintenanceRate, _rates.PerpInitialRate);
            AddOracle(row, notional * _rates.RateOf(own));
            least = Math.Min(least, own);
        }

        return least;
    }

    // Calls and puts of one strike set each other off.
    private void AddNaked(ScenarioExpiry expiry, double spot)
    {
        foreach (IGrouping<double, OptionHolding> strike in expiry.Options.GroupBy(o => o.Strike).OrderBy(g => g.Key))
        {
            if (strike.Sum(o => o.Size) < 0)
            {
                foreach (OptionHolding option in strike)
                {
                    AddPosition(option.Row, -option.Size * spot, _rates.NakedMaintenanceRate, _rates.NakedInitialRate);
                }
            }
        }
    }

    private void AddOracle(ScenarioExpiry expiry, double spot, double trust)
    {
        (double forward, double rate, double volatility) = expiry.Expiry.Row.Confidence;
        double charge = _rates.RateOf(Math.Min(Math.Min(trust, forward), Math.Min(rate, volatility)));
        foreach (OptionHolding option in expiry.Options)
        {
            AddOracle(option.Row, Math.Abs(option.Size) * spot * charge);
        }
    }

    private void AddCollateral(ScenarioBook book, double trust)
    {
        foreach ((CollateralHolding held, double value) in book.Collateral)
        {
            CollateralAsset asset = _view.Source.Market.Assets.Single(a => a.Id == held.Asset);
            double maintenance = value * held.MaintenanceHaircut;
            Haircuts = new(
                Haircuts.Initial + maintenance + (value * held.InitialHaircut), Haircuts.Maintenance + maintenance);
            Oracle += value * _rates.RateOf(Math.Min(asset.Confidence, trust));
        }
    }

    private void AddPosition(int row, double notional, double maintenanceRate, double initialRate)
    {
        double maintenance = notional * maintenanceRate;
        double initial = maintenance + (notional * initialRate);
        Positions = new(Positions.Initial + initial, Positions.Maintenance + maintenance);
        Add(row, initial);
    }

    private void AddOracle(int row, double charge)
    {
        Oracle += charge;
        Add(row, charge);
    }

    private void Add(int row, double initial) => _initialByRow[row] = _initialByRow.GetValueOrDefault(row) + initial;
}
