using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// What a policy sees: one net exposure per instrument, in ordinal order of ids, so that the order of the input
/// changes no bit. Instruments with net quantity 0 are not there.
/// </summary>
public sealed class MarginView
{
    private readonly double[] _exposures;
    private readonly int[] _underlyingOf;
    private readonly bool[] _moves;

    private MarginView(
        MarginMode mode, IReadOnlyList<string> instruments, IReadOnlyList<string> underlyings, MarginViewRows rows)
    {
        (Mode, Instruments, Underlyings) = (mode, instruments, underlyings);
        (_exposures, _underlyingOf, _moves) = (rows.Exposures, rows.UnderlyingOf, rows.Moves);
    }

    /// <summary>How positions share collateral.</summary>
    public MarginMode Mode { get; }

    /// <summary>Instrument ids, ordinal.</summary>
    public IReadOnlyList<string> Instruments { get; }

    /// <summary>Underlying ids, ordinal; only those with a position.</summary>
    public IReadOnlyList<string> Underlyings { get; }

    /// <summary>Signed exposure per instrument, quote: quantity · multiplier · price; inverse: quantity ·
    /// multiplier.</summary>
    public ReadOnlySpan<double> Exposures => _exposures;

    /// <summary>Index into <see cref="Underlyings"/> per instrument.</summary>
    public ReadOnlySpan<int> UnderlyingOf => _underlyingOf;

    /// <summary>Nets the positions of a request.</summary>
    /// <param name="account">Positions in any order.</param>
    /// <param name="market">Prices of all of them.</param>
    /// <exception cref="OverflowException">An exposure does not fit a decimal.</exception>
    public static MarginView Of(Account account, MarginMarket market)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(market);
        Dictionary<string, Instrument> byId = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        List<(Instrument Instrument, decimal Quantity)> net = account.Positions
            .GroupBy(p => p.Instrument, StringComparer.Ordinal)
            .Select(g => (byId[g.Key], g.Select(p => p.Quantity).Order().Sum()))
            .Where(n => n.Item2 != 0)
            .OrderBy(n => n.Item1.Id, StringComparer.Ordinal)
            .ToList();
        List<string> underlyings = net.Select(n => n.Instrument.Underlying)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        MarginViewRows rows = new(
            [.. net.Select(n => (double)Exposure(n.Instrument, n.Quantity))],
            [.. net.Select(n => underlyings.IndexOf(n.Instrument.Underlying))],
            [.. net.Select(n => n.Instrument.Kind != InstrumentKind.InversePerpetual)]);
        return new(account.Mode, [.. net.Select(n => n.Instrument.Id)], underlyings, rows);
    }

    /// <summary>The same positions after one underlying moved. Inverse contracts keep their USD notional.</summary>
    /// <param name="underlying">Index into <see cref="Underlyings"/>.</param>
    /// <param name="factor">New price as a multiple of the current one; &gt; 0.</param>
    public MarginView Shift(int underlying, double factor)
    {
        double[] shifted = [.. _exposures];
        for (int i = 0; i < shifted.Length; i++)
        {
            if (_underlyingOf[i] == underlying && _moves[i])
            {
                shifted[i] *= factor;
            }
        }

        return new(Mode, Instruments, Underlyings, new(shifted, _underlyingOf, _moves));
    }

    private static decimal Exposure(Instrument instrument, decimal quantity) =>
        instrument.Kind == InstrumentKind.InversePerpetual
            ? quantity * instrument.Multiplier
            : quantity * instrument.Multiplier * (instrument.Price ?? 0);
}

/// <summary>Columns of a view, one row per instrument.</summary>
/// <param name="Exposures">Signed exposure, quote.</param>
/// <param name="UnderlyingOf">Index of the underlying.</param>
/// <param name="Moves">Whether the exposure grows with the price.</param>
internal sealed record MarginViewRows(double[] Exposures, int[] UnderlyingOf, bool[] Moves);
