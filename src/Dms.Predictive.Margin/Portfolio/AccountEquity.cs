using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Equity of an account and how it moves with each underlying.</summary>
/// <param name="Exact">Equity at current prices, quote, before rounding to the quantum.</param>
/// <param name="Slopes">Change of equity, quote, when the underlying's price doubles; linear for all linear
/// kinds.</param>
public sealed record AccountEquity(decimal Exact, IReadOnlyDictionary<string, double> Slopes)
{
    // Divisions leave noise in the 28th digit; it must not push an amount across a quantum.
    private const int DivisionDigits = 16;

    // Fifteen digits are kept anyhow; a coarser step leaves room for large amounts and loses none of them.
    private const double Large = 1e9;
    private const decimal MarkQuantum = 1e-12m;
    private const decimal LargeMarkQuantum = 1e-5m;

    /// <summary>Equity as a policy counts it, marks of options included where they count.</summary>
    /// <exception cref="OverflowException">An amount does not fit a decimal.</exception>
    internal static AccountEquity Of(MarginRequest request, MarginView view)
    {
        AccountEquity linear = Of(request.Account, request.Market);
        return linear with
        {
            Exact = request.Policy.OwnEquity(view)
                ?? (CountsMarks(request, view) ? WithMarks(linear.Exact, view.Options.Value()) : linear.Exact),
            Options = CountsMarks(request, view) ? view.Options : OptionBook.Empty,
        };
    }

    /// <summary>Options whose marks are part of equity.</summary>
    internal OptionBook Options { get; private init; } = OptionBook.Empty;

    /// <summary>
    /// Cash − debt + Σ (unrealized + funding + quantity·multiplier·(price − entry)) + Σ collateral;
    /// inverse: quantity·multiplier·(1/entry − 1/price)·spot. Without marks of options.
    /// </summary>
    /// <exception cref="OverflowException">An amount does not fit a decimal.</exception>
    public static AccountEquity Of(Account account, MarginMarket market)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(market);
        Dictionary<string, Instrument> instruments = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        Dictionary<string, decimal> spots =
            market.Underlyings.ToDictionary(u => u.Id, u => u.Spot, StringComparer.Ordinal);
        SortedDictionary<string, decimal> slopes = new(StringComparer.Ordinal);
        decimal equity = account.Cash - account.Debt;
        foreach (Position p in InFixedOrder(account.Positions))
        {
            Instrument instrument = instruments[p.Instrument];
            (decimal profit, decimal slope) = instrument.Kind switch
            {
                InstrumentKind.InversePerpetual => Inverse(p, instrument, spots[instrument.Underlying]),
                InstrumentKind.Option => (0, 0),                     // its mark is its whole value
                _ => Linear(p, instrument),
            };
            equity += p.UnrealizedPnl + p.AccruedFunding + profit;
            slopes[instrument.Underlying] = slopes.GetValueOrDefault(instrument.Underlying) + slope;
        }

        foreach ((_, string underlying, decimal value) in CollateralValues(account, market))
        {
            equity += value;
            slopes[underlying] = slopes.GetValueOrDefault(underlying) + value;
        }

        return new(equity, slopes.ToDictionary(s => s.Key, s => (double)s.Value, StringComparer.Ordinal));
    }

    /// <summary>Positions in an order that does not depend on the order of the input.</summary>
    internal static IEnumerable<Position> InFixedOrder(IReadOnlyList<Position> positions) => positions
        .OrderBy(p => p.Instrument, StringComparer.Ordinal)
        .ThenBy(p => p.Quantity).ThenBy(p => p.EntryPrice).ThenBy(p => p.UnrealizedPnl).ThenBy(p => p.AccruedFunding)
        .ThenBy(p => p.Pool?.SizeUsd).ThenBy(p => p.Pool?.CollateralAsset, StringComparer.Ordinal)
        .ThenBy(p => p.Pool?.CollateralQuantity).ThenBy(p => p.Pool?.BorrowingFee).ThenBy(p => p.Pool?.FundingFee)
        .ThenBy(p => p.Pool?.PendingImpact);

    private static (decimal Profit, decimal Slope) Linear(Position p, Instrument instrument)
    {
        decimal price = instrument.Price ?? 0;
        decimal size = p.Quantity * instrument.ContractSize;
        return (size * (price - (p.EntryPrice ?? price)), size * price);
    }

    private static bool CountsMarks(MarginRequest request, MarginView view) =>
        !view.Options.IsEmpty && (request.Policy.Options ?? OptionConvention.Usual).CountsMarks;

    private static decimal WithMarks(decimal linear, double marks)
    {
        double equity = (double)linear + marks;
        return double.IsFinite(equity)
            ? Money.FromDouble(
                equity, Math.Abs(equity) < Large ? MarkQuantum : LargeMarkQuantum, MoneyRounding.HalfEven)
            : throw new OverflowException("Equity is not finite.");
    }

    // With spot and price shifted together the coin part cancels: profit = size·(f·spot/entry − spot/price).
    private static (decimal Profit, decimal Slope) Inverse(Position p, Instrument instrument, decimal spot)
    {
        decimal price = instrument.Price ?? 0;
        decimal entry = p.EntryPrice ?? price;
        decimal size = p.Quantity * instrument.ContractSize * spot;
        return (decimal.Round(size * (price - entry) / entry / price, DivisionDigits), size / entry);
    }

    /// <summary>Each holding with the underlying that moves it and its value, quote, in a fixed order.</summary>
    internal static IEnumerable<(CollateralHolding Holding, string Underlying, decimal Value)> CollateralValues(
        Account account, MarginMarket market)
    {
        Dictionary<string, CollateralAsset> assets = market.Assets.ToDictionary(a => a.Id, StringComparer.Ordinal);
        return account.Collateral
            .OrderBy(c => c.Asset, StringComparer.Ordinal).ThenBy(c => c.Quantity)
            .ThenBy(c => c.InitialHaircut).ThenBy(c => c.MaintenanceHaircut)
            .Select(c => (c, assets[c.Asset].Underlying ?? c.Asset,
                decimal.Round(c.Quantity * assets[c.Asset].Price / market.StablePrice, DivisionDigits)));
    }
}
