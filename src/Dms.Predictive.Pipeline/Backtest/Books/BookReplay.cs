using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Replays a margin request of any policy under the multipliers that a back-test decided. The book is opened anew at every
/// decision at its request's own prices, and lives through the moves of the market from there: all its underlyings move
/// together, option volatilities stay, and time to expiry does not run down.
/// </summary>
public sealed class BookReplay
{
    private static readonly BookRule[] Rules = Enum.GetValues<BookRule>();
    private static readonly TimeSpan Holding = TimeSpan.FromDays(1);

    private readonly MarginRequest _book;
    private readonly string[] _underlyings;
    private readonly decimal _equity;
    private readonly Dictionary<double, double> _opening = [];

    /// <summary>Prepares a book.</summary>
    /// <param name="book">Account, market and policy; without a forecast.</param>
    /// <exception cref="InputRefusedException">The request is refused, or holds a forecast or oracle observations.</exception>
    public BookReplay(MarginRequest book)
    {
        ArgumentNullException.ThrowIfNull(book);
        RefuseUnlessPlain(book);
        _book = book with
        {
            Account = book.Account with { Positions = MarketShift.Settled(book.Account.Positions, book.Market) },
        };
        _underlyings = [.. UnderlyingsOf(book.Market)];
        MarginRequirement now = MarginCalculator.ComputeWithoutPrices(_book);
        _equity = now.Equity;
        Notional = NotionalOf(_book);
        _opening[1] = (double)now.Initial;
    }

    /// <summary>Σ |quantity| · contract size · price of the underlying, quote; what rates refer to.</summary>
    public double Notional { get; }

    /// <summary>Initial margin of the policy by itself, quote.</summary>
    public double Baseline => _opening[1];

    /// <summary>Replays every decision.</summary>
    /// <param name="points">Decisions in time order, with their multipliers.</param>
    /// <param name="growths">Price at the end of the horizon ÷ price at the decision; NaN when unknown.</param>
    /// <param name="cancellation">Stops between decisions.</param>
    /// <exception cref="InputRefusedException">The policy takes no forecast, or a moved market cannot be margined.</exception>
    public IReadOnlyList<BookPoint> Run(
        IReadOnlyList<BacktestPoint> points, IReadOnlyList<double> growths, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(growths);
        List<BookPoint> book = new(points.Count);
        int opened = 0;
        for (int i = 0; i < points.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            opened = points[i].AsOf - points[opened].AsOf >= Holding ? i : opened;
            double growth = points[i].Price / points[opened].Price;
            book.Add(new BookPoint(
                points[i].AsOf,
                double.IsNaN(growths[i]) ? double.NaN : -(double)(Stand(growths[i], 1, 1, points[i].AsOf).Equity - _equity),
                [.. Rules.Select(r => OpeningAt(Multiplier(points[i], r), points[i].AsOf))],
                Held(points[i], growth))
            {
                Opens = opened == i,
            });
        }

        return book;
    }

    private static double Multiplier(BacktestPoint point, BookRule rule) => rule switch
    {
        BookRule.WithForecast => point.Uplift,
        BookRule.GarchOnly => Math.Min(point.GarchUplift, point.Uplift),
        _ => 1,
    };

    // Where nothing is raised, and the forecast adds nothing to GARCH, the book was already valued.
    private BookStand[] Held(BacktestPoint point, double growth)
    {
        BookStand[] held = new BookStand[Rules.Length];
        double[] multipliers = [.. Rules.Select(r => Multiplier(point, r))];
        for (int i = 0; i < held.Length; i++)
        {
            int same = Array.IndexOf(multipliers, multipliers[i]);
            held[i] = same < i ? held[same] : Held(point, growth, multipliers[i]);
        }

        return held;
    }

    private BookStand Held(BacktestPoint point, double growth, double multiplier)
    {
        MarginRequirement now = Stand(growth, multiplier, Math.Min(multiplier, point.MaintenanceUplift), point.AsOf);
        return new BookStand((double)(now.Equity - _equity), (double)now.Initial, (double)now.Maintenance);
    }

    private double OpeningAt(double multiplier, Timestamp asOf)
    {
        if (!_opening.TryGetValue(multiplier, out double initial))
        {
            initial = (double)Stand(1, multiplier, 1, asOf).Initial;
            _opening[multiplier] = initial;
        }

        return initial;
    }

    /// <summary>The book after a move of all its underlyings, at a multiple of the policy's own driver.</summary>
    /// <param name="growth">Price ÷ price of the request; &gt; 0.</param>
    /// <param name="multiplier">Multiple; ≥ 1. Maintenance margin waits, as it does inside a notice.</param>
    /// <exception cref="InputRefusedException">The moved market cannot be margined.</exception>
    public MarginRequirement At(double growth, double multiplier) => Stand(growth, multiplier, 1, _book.AsOf);

    private MarginRequirement Stand(double growth, double multiplier, double maintenance, Timestamp asOf)
    {
        PriceShift[] shifts = growth == 1 ? [] : [.. _underlyings.Select(u => new PriceShift(u, (decimal)growth))];
        return MarginCalculator.ComputeWithoutPrices(_book with
        {
            AsOf = asOf,
            Market = MarketShift.Apply(_book.Market, shifts),
            Overlay = multiplier == 1 ? null : MarginOverlay.Holding(new OverlayState(multiplier, maintenance, asOf)),
        });
    }

    private static IEnumerable<string> UnderlyingsOf(MarginMarket market) => market.Underlyings.Select(u => u.Id)
        .Concat(market.Instruments.Select(i => i.Underlying)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static double NotionalOf(MarginRequest book)
    {
        Dictionary<string, decimal> spots = book.Market.Underlyings.ToDictionary(u => u.Id, u => u.Spot, StringComparer.Ordinal);
        Dictionary<string, Instrument> instruments = book.Market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        double notional = (double)book.Account.Positions.Sum(p =>
        {
            Instrument i = instruments[p.Instrument];
            decimal price = i.Kind == InstrumentKind.InversePerpetual ? 1
                : i.Price ?? spots.GetValueOrDefault(i.Underlying);
            return Math.Abs(p.Quantity) * i.ContractSize * price;
        });
        return notional > 0
            ? notional
            : throw new InputRefusedException("OutOfRange", "Found no position; the book to replay needs at least one.", "account.positions");
    }

    private static void RefuseUnlessPlain(MarginRequest book)
    {
        string? place = book.Overlay is not null || book.Overlays is not null ? "overlay" : book.Oracle is not null ? "oracle" : null;
        if (place is not null)
        {
            throw new InputRefusedException(
                "NotSupported", "Leave it out of the book: the back-test puts its own forecast on top, at its own times.", place);
        }
    }
}
