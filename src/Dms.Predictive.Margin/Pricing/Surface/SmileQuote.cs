using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Bid and ask of one option, as total variance.</summary>
/// <param name="LogStrike">ln(K/F).</param>
/// <param name="Bid">σ²T at the bid; ≥ 0, and 0 where the bid is at or below the intrinsic value.</param>
/// <param name="Ask">σ²T at the ask; &gt; 0, at least the bid.</param>
public readonly record struct SmileQuote(double LogStrike, double Bid, double Ask)
{
    /// <summary>Middle of bid and ask.</summary>
    public double Middle => 0.5 * (Bid + Ask);

    /// <summary>Half the spread, and never less than 1e-4 of the middle: rounding must not weigh more than a quote.</summary>
    public double HalfSpread => Math.Max(0.5 * (Ask - Bid), 1e-4 * Middle);

    /// <summary>Converts the prices of an option.</summary>
    /// <param name="quote">Forward, strike, time and right; its volatility is not read.</param>
    /// <param name="bid">Undiscounted price in the unit of the forward; ≥ 0.</param>
    /// <param name="ask">Undiscounted price in the unit of the forward.</param>
    /// <returns>Null where the ask is crossed, or is no price of any volatility.</returns>
    public static SmileQuote? From(OptionQuote quote, double bid, double ask)
    {
        if (!(bid <= ask) || ImpliedVolatility.Solve(ask, quote, 0) is not (> 0 and double high))
        {
            return null;
        }

        double low = ImpliedVolatility.Solve(bid, quote, 0) ?? 0;
        return new(
            ImpliedVolatility.LogMoneyness(quote.Strike, quote.Price), low * low * quote.Years, high * high * quote.Years);
    }
}

/// <summary>Quotes of one expiry.</summary>
/// <param name="Years">Time to expiry; &gt; 0.</param>
/// <param name="Quotes">In any order; at least <see cref="Fewest"/>.</param>
public sealed record ExpiryQuotes(double Years, IReadOnlyList<SmileQuote> Quotes)
{
    /// <summary>Fewest quotes that say anything about five parameters.</summary>
    public const int Fewest = 6;

    /// <summary>Refuses what no smile can be drawn through.</summary>
    /// <exception cref="ArgumentException">Too few quotes, a time that is not &gt; 0, or a quote out of range.</exception>
    internal void Check()
    {
        Require.FinitePositive(Years, "years");
        if (Quotes.Count < Fewest)
        {
            throw new ArgumentException($"Found {Quotes.Count} quotes at {Years} years; expected at least {Fewest}.");
        }

        foreach (SmileQuote q in Quotes)
        {
            if (!(double.IsFinite(q.LogStrike) && q.Bid >= 0 && q.Ask > 0 && q.Ask >= q.Bid && double.IsFinite(q.Ask)))
            {
                throw new ArgumentException($"Found {q}; expected a finite ln(K/F) and 0 <= bid <= ask, ask > 0.");
            }
        }
    }
}
