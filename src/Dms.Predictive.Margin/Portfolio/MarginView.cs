using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// What a policy sees: one net exposure per instrument, in ordinal order of ids, so that the order of the input
/// changes no bit. Instruments with net quantity 0 are not there. For a policy that margins each stored position the
/// rows are the positions instead, and ids may repeat.
/// </summary>
public sealed class MarginView
{
    private readonly double[] _exposures;
    private readonly int[] _underlyingOf;
    private readonly PriceShift? _shift;
    private readonly IReadOnlyDictionary<string, double>? _drivers;
    private Valuation? _valued;

    private MarginView(MarginViewSource source, double[] exposures, int[] underlyingOf, PriceShift? shift)
    {
        (Source, _exposures, _underlyingOf, _shift) = (source, exposures, underlyingOf, shift);
        Instruments = [.. source.Rows.Select(r => r.Instrument.Id)];
    }

    private MarginView(MarginView other, IReadOnlyDictionary<string, double>? drivers)
    {
        (Source, _exposures, _underlyingOf, _shift) =
            (other.Source, other._exposures, other._underlyingOf, other._shift);
        (Instruments, _drivers) = (other.Instruments, drivers);
    }

    private MarginView(MarginView other, double[] exposures, PriceShift shift)
    {
        (Source, _exposures, _underlyingOf, _shift) = (other.Source, exposures, other._underlyingOf, shift);
        (Instruments, _drivers) = (other.Instruments, other._drivers);
    }

    /// <summary>How positions share collateral.</summary>
    public MarginMode Mode => Source.Account.Mode;

    /// <summary>Instrument ids, ordinal.</summary>
    public IReadOnlyList<string> Instruments { get; }

    /// <summary>Underlying ids, ordinal; only those with a position.</summary>
    public IReadOnlyList<string> Underlyings => Source.Underlyings;

    /// <summary>Signed exposure per instrument, quote: quantity · multiplier · price; inverse: quantity ·
    /// multiplier; 0 for an option, which has no fixed one.</summary>
    public ReadOnlySpan<double> Exposures => _exposures;

    /// <summary>Index into <see cref="Underlyings"/> per instrument.</summary>
    public ReadOnlySpan<int> UnderlyingOf => _underlyingOf;

    /// <summary>The options among the rows.</summary>
    internal OptionBook Options => Source.Options;

    /// <summary>What the view was made of, at the request's prices: shifts do not reach it.</summary>
    internal MarginViewSource Source { get; }

    /// <summary>Nets the positions of a request.</summary>
    /// <param name="account">Positions in any order.</param>
    /// <param name="market">Prices of all of them.</param>
    /// <exception cref="OverflowException">An exposure does not fit a decimal.</exception>
    public static MarginView Of(Account account, MarginMarket market) => Of(account, market, nets: true);

    /// <summary>Views the positions of a request, netted or as they are stored.</summary>
    /// <param name="account">Positions in any order.</param>
    /// <param name="market">Prices of all of them.</param>
    /// <param name="nets">Whether positions in one instrument net.</param>
    /// <exception cref="OverflowException">An exposure does not fit a decimal.</exception>
    public static MarginView Of(Account account, MarginMarket market, bool nets) =>
        Of(account, market, nets, OptionConvention.Usual);

    /// <summary>Views the positions of a request as its policy wants them.</summary>
    internal static MarginView Of(MarginRequest request) => Of(
        request.Account, request.Market, request.Policy.NetsPositions,
        request.Policy.Options ?? OptionConvention.Usual);

    private static MarginView Of(Account account, MarginMarket market, bool nets, OptionConvention convention)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(market);
        Dictionary<string, Instrument> byId = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        List<MarginViewRow> rows = nets ? Net(account, byId) : Stored(account, byId);
        List<string> underlyings = rows.Select(n => n.Instrument.Underlying)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new(
            new(account, market, rows, underlyings) { Options = OptionBook.Of(rows, market, convention) },
            [.. rows.Select(r => (double)Exposure(r.Instrument, r.Quantity))],
            [.. rows.Select(r => underlyings.IndexOf(r.Instrument.Underlying))],
            null);
    }

    /// <summary>The same positions after one underlying moved. Inverse contracts keep their USD notional.</summary>
    /// <param name="underlying">Index into <see cref="Underlyings"/>.</param>
    /// <param name="factor">New price as a multiple of the current one; &gt; 0.</param>
    public MarginView Shift(int underlying, double factor) => Shift(Underlyings[underlying], factor);

    /// <summary>The same positions and collateral after one underlying moved, whether or not it has a
    /// position.</summary>
    internal MarginView Shift(string underlying, double factor)
    {
        double[] shifted = [.. _exposures];
        for (int i = 0; i < shifted.Length; i++)
        {
            Instrument instrument = Source.Rows[i].Instrument;
            if (instrument.Underlying == underlying && instrument.Kind != InstrumentKind.InversePerpetual)
            {
                shifted[i] *= factor;
            }
        }

        return new(this, shifted, new(underlying, factor, _shift));
    }

    /// <summary>A valuation of this view, made once for margin, shares and details; the last one is kept.</summary>
    /// <param name="policy">Who values.</param>
    /// <param name="scale">At which multiple of its drivers.</param>
    /// <param name="value">The valuation, of nothing but the view and the scale; never changed afterwards.</param>
    internal T Valued<T>(IMarginPolicy policy, double scale, Func<MarginView, T> value)
        where T : class
    {
        if (_valued is { } kept && ReferenceEquals(kept.Policy, policy) && kept.Scale == scale && kept.Value is T before)
        {
            return before;
        }

        T made = value(this);
        _valued = new(policy, scale, made);
        return made;
    }

    /// <summary>The same view with each underlying's driver at its own multiple; absent = 1.</summary>
    internal MarginView WithDrivers(IReadOnlyDictionary<string, double>? drivers) =>
        ReferenceEquals(drivers, _drivers) ? this : new(this, drivers);

    /// <summary>What the driver of an underlying is multiplied by; 1 = nothing must be multiplied.</summary>
    /// <param name="underlying">Index into <see cref="Underlyings"/>.</param>
    /// <param name="scale">Multiple of all drivers.</param>
    internal double DriverOf(int underlying, double scale) => DriverOf(Underlyings[underlying], scale);

    /// <summary>The same for an underlying that need not have a position.</summary>
    internal double DriverOf(string underlying, double scale)
    {
        double own = _drivers is null ? 1 : _drivers.GetValueOrDefault(underlying, 1);
        return own == 1 ? scale : scale == 1 ? own : own * scale;
    }

    /// <summary>Price of an underlying as a multiple of the request's.</summary>
    internal double PriceFactorOf(string underlying)
    {
        double factor = 1;
        for (PriceShift? shift = _shift; shift is not null; shift = shift.Before)
        {
            factor = shift.Underlying == underlying ? factor * shift.Factor : factor;
        }

        return factor;
    }

    private static List<MarginViewRow> Net(Account account, Dictionary<string, Instrument> byId) => account.Positions
        .GroupBy(p => p.Instrument, StringComparer.Ordinal)
        .Select(g => new MarginViewRow(byId[g.Key], g.Select(p => p.Quantity).Order().Sum(), null))
        .Where(n => n.Quantity != 0)
        .OrderBy(n => n.Instrument.Id, StringComparer.Ordinal)
        .ToList();

    private static List<MarginViewRow> Stored(Account account, Dictionary<string, Instrument> byId) =>
        AccountEquity.InFixedOrder(account.Positions)
            .Where(p => p.Quantity != 0)
            .Select(p => new MarginViewRow(byId[p.Instrument], p.Quantity, p))
            .ToList();

    private static decimal Exposure(Instrument instrument, decimal quantity) =>
        instrument.Kind == InstrumentKind.InversePerpetual
            ? quantity * instrument.ContractSize
            : instrument.IsLinear ? quantity * instrument.ContractSize * (instrument.Price ?? 0) : 0;

    private sealed record Valuation(IMarginPolicy Policy, double Scale, object Value);

    private sealed record PriceShift(string Underlying, double Factor, PriceShift? Before);
}

/// <summary>What a view was made of.</summary>
/// <param name="Account">The account.</param>
/// <param name="Market">The prices.</param>
/// <param name="Rows">One per instrument, or one per stored position.</param>
/// <param name="Underlyings">Ids, ordinal.</param>
internal sealed record MarginViewSource(
    Account Account, MarginMarket Market, IReadOnlyList<MarginViewRow> Rows, IReadOnlyList<string> Underlyings)
{
    /// <summary>The rows with an option.</summary>
    public OptionBook Options { get; init; } = OptionBook.Empty;
}

/// <summary>One row of a view.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Signed contracts; not 0.</param>
/// <param name="Stored">The position itself where positions do not net.</param>
internal sealed record MarginViewRow(Instrument Instrument, decimal Quantity, Position? Stored);
