using System.Buffers;

namespace Dms.Predictive.Core;

/// <summary>What a slow series measures: its name, its unit and how long a value may be carried.</summary>
public sealed record SlowSeriesKind
{
    /// <summary>Begins the name of a series that has no kind of its own.</summary>
    public const string CustomPrefix = "custom:";

    private const int LongestName = 40;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private SlowSeriesKind(string name, string unit, TimeSpan staleAfter) =>
        (Name, Unit, StaleAfter) = (name, unit, staleAfter);

    /// <summary>Funding rate of a perpetual, fraction per interval, at its settlement.</summary>
    public static SlowSeriesKind Funding { get; } = new("funding", "fraction per interval", TimeSpan.FromHours(24));

    /// <summary>Predicted rate of the next funding, fraction per interval.</summary>
    public static SlowSeriesKind PredictedFunding { get; } =
        new("predicted-funding", "fraction per interval", TimeSpan.FromHours(24));

    /// <summary>Mean funding rate of a date, fraction per interval.</summary>
    public static SlowSeriesKind FundingDaily { get; } = new("funding-daily", "fraction per interval", TimeSpan.FromDays(5));

    /// <summary>Open interest, base units.</summary>
    public static SlowSeriesKind OpenInterest { get; } = new("open-interest", "base", TimeSpan.FromHours(24));

    /// <summary>Mark price of a perpetual, quote per base.</summary>
    public static SlowSeriesKind Mark { get; } = new("mark", "quote per base", TimeSpan.FromHours(2));

    /// <summary>Index price under a perpetual, quote per base.</summary>
    public static SlowSeriesKind Index { get; } = new("index", "quote per base", TimeSpan.FromHours(2));

    /// <summary>Notional bought by takers in a bar, quote.</summary>
    public static SlowSeriesKind TakerBuy { get; } = new("taker-buy", "quote", TimeSpan.FromMinutes(30));

    /// <summary>Notional sold by takers in a bar, quote.</summary>
    public static SlowSeriesKind TakerSell { get; } = new("taker-sell", "quote", TimeSpan.FromMinutes(30));

    /// <summary>Cboe volatility index, annualized percent.</summary>
    public static SlowSeriesKind Vix { get; } = new("vix", "annualized %", TimeSpan.FromDays(5));

    /// <summary>US dollar index, points.</summary>
    public static SlowSeriesKind Dxy { get; } = new("dxy", "points", TimeSpan.FromDays(5));

    /// <summary>Crypto fear-and-greed, 0 to 100.</summary>
    public static SlowSeriesKind FearGreed { get; } = new("fear-greed", "0 to 100", TimeSpan.FromDays(5));

    /// <summary>Hash rate of the network, in the unit of its source.</summary>
    public static SlowSeriesKind HashRate { get; } = new("hash-rate", "as in the source", TimeSpan.FromDays(5));

    /// <summary>Deribit 30-day implied volatility index, annualized percent.</summary>
    public static SlowSeriesKind Dvol { get; } = new("dvol", "annualized %", TimeSpan.FromDays(5));

    /// <summary>Notional of positions liquidated since the observation before, quote.</summary>
    public static SlowSeriesKind Liquidated { get; } = new("liquidated", "quote", TimeSpan.FromHours(24));

    /// <summary>At-the-money implied volatility of the listed expiry nearest 30 days, annualized fraction.</summary>
    public static SlowSeriesKind AtmIv { get; } = new("atm-iv-30d", "annualized fraction", TimeSpan.FromHours(12));

    /// <summary>The same nearest 7 days.</summary>
    public static SlowSeriesKind AtmIvShort { get; } = new("atm-iv-7d", "annualized fraction", TimeSpan.FromHours(12));

    /// <summary>25-delta call minus put implied volatility nearest 30 days, annualized fraction.</summary>
    public static SlowSeriesKind Skew25 { get; } = new("skew-25d", "annualized fraction", TimeSpan.FromHours(12));

    /// <summary>Every kind with formulas of its own, in the order in which features of them are written.</summary>
    public static IReadOnlyList<SlowSeriesKind> Known { get; } =
    [
        Funding, PredictedFunding, FundingDaily, Index, Mark, OpenInterest, TakerBuy, TakerSell, Vix, Dxy, FearGreed, HashRate,
        Dvol, Liquidated, AtmIv, AtmIvShort, Skew25,
    ];

    /// <summary>Identifier: lower-case letters, digits and hyphens, after <see cref="CustomPrefix"/> for custom series.</summary>
    public string Name { get; }

    /// <summary>Unit of the values.</summary>
    public string Unit { get; }

    /// <summary>Longest time after its publication for which a value is carried; later it is missing.</summary>
    public TimeSpan StaleAfter { get; }

    /// <summary>Whether the series has no kind of its own.</summary>
    public bool IsCustom => Name.StartsWith(CustomPrefix, StringComparison.Ordinal);

    /// <summary>Finds a kind, or makes that of a custom series such as <c>custom:etf-flow</c>.</summary>
    /// <returns>The kind; null when there is none of that name.</returns>
    public static SlowSeriesKind? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Known.FirstOrDefault(k => k.Name == name) is SlowSeriesKind known)
        {
            return known;
        }

        bool custom = name.StartsWith(CustomPrefix, StringComparison.Ordinal) && name.Length <= LongestName
            && name.Length > CustomPrefix.Length
            && name.AsSpan(CustomPrefix.Length).IndexOfAnyExcept(NameLetters) < 0 && char.IsAsciiLetterLower(name[CustomPrefix.Length]);
        return custom ? new SlowSeriesKind(name, "as in the source", TimeSpan.FromDays(5)) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
