using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Which quotes count as liquid.</summary>
internal sealed record LiquidityRule
{
    /// <summary>Largest spread, fraction of the middle.</summary>
    public double LargestSpread { get; init; } = 0.25;

    /// <summary>Smallest size of delta.</summary>
    public double SmallestDelta { get; init; } = 0.05;

    /// <summary>Largest size of delta.</summary>
    public double LargestDelta { get; init; } = 0.95;

    /// <summary>Whether a two-sided quote is liquid: spread, delta, and somebody holds or trades it.</summary>
    public bool IsMet(ChainOption o) => o.BidCoin is double bid && o.AskCoin is double ask
        && ask - bid <= LargestSpread * 0.5 * (ask + bid)
        && Math.Abs(o.Delta) >= SmallestDelta && Math.Abs(o.Delta) <= LargestDelta
        && (o.OpenInterest > 0 || o.Volume > 0);
}

/// <summary>Quotes, and how many of them hold the surface between bid and ask.</summary>
/// <param name="Quotes">Quoted on both sides.</param>
/// <param name="Inside">Of them, inside.</param>
/// <param name="Liquid">Liquid ones.</param>
/// <param name="LiquidInside">Of them, inside.</param>
/// <param name="LiquidMarkInside">Liquid ones that hold the venue's own price.</param>
internal readonly record struct FitTally(int Quotes, int Inside, int Liquid, int LiquidInside, int LiquidMarkInside)
{
    public static FitTally operator +(FitTally a, FitTally b) => new(
        a.Quotes + b.Quotes, a.Inside + b.Inside, a.Liquid + b.Liquid, a.LiquidInside + b.LiquidInside,
        a.LiquidMarkInside + b.LiquidMarkInside);
}

/// <summary>A liquid quote that misses the surface by most.</summary>
/// <param name="Instrument">The venue's name.</param>
/// <param name="HalfSpreads">Distance of the surface's price from the nearer side, in half spreads; &gt; 0 = outside.</param>
internal readonly record struct WorstMiss(string Instrument, double HalfSpreads);

/// <summary>One expiry of a snapshot.</summary>
internal sealed record ExpiryFit(Timestamp Expiry, double Years, FitTally Tally, WorstMiss Worst);

/// <summary>One underlying at one time.</summary>
internal sealed record SnapshotFit(OptionChain Chain, SurfaceCalibrated Result, IReadOnlyList<ExpiryFit> Expiries)
{
    /// <summary>Sum over expiries.</summary>
    public FitTally Tally => Expiries.Aggregate(default(FitTally), (sum, e) => sum + e.Tally);

    /// <summary>The worst of all expiries.</summary>
    public WorstMiss Worst => Expiries.Select(e => e.Worst).MaxBy(w => w.HalfSpreads);
}

/// <summary>Draws surfaces through option chains and counts the quotes that hold them.</summary>
internal static class SurfaceFitWork
{
    private const double Rounding = 1e-12;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Draws one surface.</summary>
    /// <param name="chain">Options of one underlying at one time.</param>
    /// <param name="rule">What is liquid.</param>
    /// <param name="isCorrected">Whether smiles may be corrected within the quoted strikes.</param>
    /// <returns>Null where no expiry has enough quotes.</returns>
    public static SnapshotFit? Fit(OptionChain chain, LiquidityRule rule, bool isCorrected)
    {
        (Timestamp Expiry, ChainOption[] Options)[] groups =
            [.. chain.Options.Where(o => o.Expiry > chain.At).GroupBy(o => o.Expiry).Select(g => (g.Key, g.ToArray()))];
        ExpiryQuotes[] quotes =
        [
            .. groups.Select(g => new ExpiryQuotes(Years(chain, g.Expiry), [.. g.Options.Select(o => Quote(chain, o)).OfType<SmileQuote>()]))
                .Where(e => e.Quotes.Count >= ExpiryQuotes.Fewest),
        ];
        if (quotes.Length == 0)
        {
            return null;
        }

        SurfaceCalibrated result = SurfaceCalibration.Fit(quotes, isCorrected);
        return new(chain, result, [.. groups.Select(g => Judge(chain, g, result.Surface, rule))]);
    }

    /// <summary>Years to an expiry.</summary>
    public static double Years(OptionChain chain, Timestamp expiry) => (expiry - chain.At) / Year;

    /// <summary>Price of an option on a surface, in coin.</summary>
    public static double Price(OptionChain chain, ChainOption o, VolatilitySurface surface)
    {
        double years = Years(chain, o.Expiry);
        double k = PinnedMath.Log(o.Strike / o.Forward);
        return Black76.Price(new(o.Forward, o.Strike, surface.VolatilityAt(k, years), years, o.IsCall), 0) / o.Forward;
    }

    private static SmileQuote? Quote(OptionChain chain, ChainOption o) => o is { BidCoin: double bid, AskCoin: double ask }
        ? SmileQuote.From(new(o.Forward, o.Strike, 0, Years(chain, o.Expiry), o.IsCall), bid * o.Forward, ask * o.Forward)
        : null;

    private static ExpiryFit Judge(
        OptionChain chain, (Timestamp Expiry, ChainOption[] Options) group, VolatilitySurface? surface, LiquidityRule rule)
    {
        FitTally tally = default;
        WorstMiss worst = new("", double.NegativeInfinity);
        double years = Years(chain, group.Expiry);
        bool isDrawn = surface?.Slices.Any(s => s.Years == years) == true;
        foreach (ChainOption o in group.Options)
        {
            if (o is not { BidCoin: double bid, AskCoin: double ask })
            {
                continue;
            }

            double price = isDrawn ? Price(chain, o, surface!) : double.NaN;
            bool isInside = price >= bid - Rounding && price <= ask + Rounding;
            bool isLiquid = rule.IsMet(o);
            tally += new FitTally(
                1, isInside ? 1 : 0, isLiquid ? 1 : 0, isLiquid && isInside ? 1 : 0,
                isLiquid && o.MarkCoin >= bid && o.MarkCoin <= ask ? 1 : 0);
            double miss = Math.Max(bid - price, price - ask) / Math.Max(0.5 * (ask - bid), Rounding);
            worst = isLiquid && miss > worst.HalfSpreads ? new(o.Instrument, miss) : worst;
        }

        return new(group.Expiry, years, tally, worst);
    }
}
