using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>A quoted option of a chain.</summary>
/// <param name="Instrument">The venue's name.</param>
/// <param name="Expiry">When it settles.</param>
/// <param name="Strike">Quote currency; &gt; 0.</param>
/// <param name="IsCall">True for a call.</param>
/// <param name="Forward">Price of the future it is quoted against, quote currency; &gt; 0.</param>
public sealed record ChainOption(string Instrument, Timestamp Expiry, double Strike, bool IsCall, double Forward)
{
    /// <summary>Best bid per unit of the underlying, in coin; null = none.</summary>
    public double? BidCoin { get; init; }

    /// <summary>Best ask, in coin; null = none.</summary>
    public double? AskCoin { get; init; }

    /// <summary>The venue's own price, in coin.</summary>
    public double MarkCoin { get; init; }

    /// <summary>The venue's own volatility, annualized fraction.</summary>
    public double MarkVolatility { get; init; }

    /// <summary>The venue's delta, [−1, 1].</summary>
    public double Delta { get; init; }

    /// <summary>Contracts open, coin; ≥ 0.</summary>
    public double OpenInterest { get; init; }

    /// <summary>Traded in 24 h, coin; ≥ 0.</summary>
    public double Volume { get; init; }
}

/// <summary>All options of one underlying at one time.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Underlying">Such as BTC.</param>
/// <param name="IndexPrice">Spot index, quote currency; &gt; 0.</param>
/// <param name="Options">By expiry, strike, put before call.</param>
public sealed record OptionChain(Timestamp At, string Underlying, double IndexPrice, IReadOnlyList<ChainOption> Options);

/// <summary>Where option chains come from.</summary>
public interface IOptionChainSource
{
    /// <summary>Reads all chains, by time and then underlying.</summary>
    /// <exception cref="InputRefusedException">The input is no chain file; the place names file and line.</exception>
    public IReadOnlyList<OptionChain> Read(CancellationToken cancellation);
}
